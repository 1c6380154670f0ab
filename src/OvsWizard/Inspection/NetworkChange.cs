using System.Text.Json.Nodes;
using OvsWizard.Texts;

namespace OvsWizard.Inspection;

/// <summary>What may change between two rounds of watching.</summary>
public enum NetworkChangeKind { HostLost, HostBack, Drifted, Repaired, PairLost, PairBack }

/// <summary>Something that is otherwise than in the round before.</summary>
/// <param name="Subject">The step that drifted, or the peer of a pair; null for a host.</param>
public sealed record NetworkChange(DateTimeOffset At, NetworkChangeKind Kind, string Host, string? Subject = null,
    Text? Title = null)
{
    public bool IsBad => Kind is NetworkChangeKind.HostLost or NetworkChangeKind.Drifted or NetworkChangeKind.PairLost;

    public string In(Language language) => Kind switch
    {
        NetworkChangeKind.HostLost => language.Say($"{Host}: unreachable"),
        NetworkChangeKind.HostBack => language.Say($"{Host}: reachable again"),
        NetworkChangeKind.Drifted => language.Say($"{Host}: {Subject} has drifted: {Title!.Value}"),
        NetworkChangeKind.Repaired => language.Say($"{Host}: {Subject} holds again: {Title!.Value}"),
        NetworkChangeKind.PairLost => language.Say($"{Host} → {Subject}: no answer"),
        _ => language.Say($"{Host} → {Subject}: answers again"),
    };

    /// <summary>For scripts and webhooks.</summary>
    public JsonObject ToJson() => new()
    {
        ["event"] = KebabCase(Kind.ToString()),
        ["at"] = At,
        ["host"] = Host,
        [Kind is NetworkChangeKind.PairLost or NetworkChangeKind.PairBack ? "peer" : "step"] = Subject,
    };

    private static string KebabCase(string name) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}

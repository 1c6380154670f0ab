using System.CommandLine;
using System.Text.Json.Nodes;
using OvsWizard.Inspection;
using OvsWizard.Plans;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// Rounds of watching as lines: what changed, with its time; in a terminal a last line says how the network is now.
/// </summary>
internal sealed class WatchPrinter(ParseResult parsed, Plan plan)
{
    private readonly Colours colours = Colours.For(parsed, Console.IsOutputRedirected);
    private readonly Language language = GlobalOptions.LanguageOf(parsed);
    private readonly bool json = parsed.GetValue(GlobalOptions.Json);

    public void Print(NetworkState state, IReadOnlyList<NetworkChange> changes, bool isFirst)
    {
        if (json)
        {
            foreach (var change in changes) Console.Out.WriteLine(change.ToJson().ToJsonString());
            Console.Out.WriteLine(Round(state).ToJsonString());
            return;
        }
        Clear();
        if (isFirst) Console.Out.WriteLine(colours.Strong(plan.Title.In(language)));
        foreach (var change in changes)
            Console.Out.WriteLine(
                $"{change.At:HH:mm:ss}  {(change.IsBad ? colours.Bad(change.In(language)) : colours.Good(change.In(language)))}");
        if (isFirst && !colours.On) Console.Out.WriteLine($"{state.At:HH:mm:ss}  {state.In(language)}");
        else if (colours.On) Console.Error.Write($"  {state.In(language)}");
    }

    /// <summary>That a webhook could not be reached; null: nothing.</summary>
    public void Tell(string? trouble)
    {
        if (trouble is null) return;
        Clear();
        Console.Error.WriteLine(colours.Changed(language.Say($"the webhook could not be called: {trouble}")));
    }

    private void Clear()
    {
        if (colours.On && !json) Console.Error.Write(PrintableWriter.ClearLine);
    }

    private static JsonObject Round(NetworkState state) => new()
    {
        ["event"] = "round",
        ["at"] = state.At,
        ["healthy"] = state.IsHealthy,
        ["lost"] = new JsonArray([.. state.Lost.Select(h => (JsonNode)h)]),
        ["pairs"] = new JsonArray([.. state.Pairs.Select(p => (JsonNode)new JsonObject
        {
            ["from"] = p.From, ["to"] = p.To, ["answered"] = p.Answered, ["seconds"] = p.Seconds, ["loss"] = p.Loss,
        })]),
        ["tunnels"] = new JsonArray([.. state.Tunnels.Select(t => (JsonNode)new JsonObject
        {
            ["host"] = t.Host, ["tunnel"] = t.Name, ["remote"] = t.Remote, ["received"] = t.Received, ["sent"] = t.Sent,
        })]),
        ["drift"] = new JsonArray(
            [.. state.Drift.Select(d => (JsonNode)new JsonObject { ["host"] = d.Host, ["step"] = d.Step })]),
    };
}

using System.Globalization;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Texts;

namespace OvsWizard.Inspection;

/// <summary>What one pair of hosts answered in a round of watching.</summary>
/// <param name="Answered">Every packet, of every size, came back.</param>
/// <param name="Seconds">Round-trip time of the smallest packet that came back; null where none did.</param>
public sealed record PairState(string From, string To, bool Answered, double? Seconds)
{
    /// <summary>The share of its pings that were lost, from 0 to 1.</summary>
    public double Loss { get; init; }
}

/// <summary>A tunnel as its host counts it, since the tunnel was created.</summary>
/// <param name="Remote">Address of its far end.</param>
/// <param name="Received">Packets that came out of it; null where the host does not count them.</param>
/// <param name="Sent">Packets that went into it.</param>
public sealed record TunnelState(string Host, string Name, string Remote, long? Received, long? Sent);

/// <summary>A step that does not hold on a host any more.</summary>
public sealed record DriftState(string Host, string Step, Text Title);

/// <summary>The network as one round of watching found it. Pure.</summary>
/// <param name="Lost">Hosts that could not be reached, trusted or entered.</param>
public sealed record NetworkState(
    DateTimeOffset At, IReadOnlyList<string> Hosts, IReadOnlyList<string> Lost, IReadOnlyList<PairState> Pairs,
    IReadOnlyList<DriftState> Drift)
{
    /// <summary>The pings that the pairs add up to.</summary>
    public IReadOnlyList<PairProved> Pings { get; init; } = [];

    /// <summary>The tunnels of every host that could be asked.</summary>
    public IReadOnlyList<TunnelState> Tunnels { get; init; } = [];

    /// <summary>The pairs of two hosts, either way.</summary>
    public IEnumerable<PairState> Between(string a, string b) =>
        Pairs.Where(p => (p.From, p.To) == (a, b) || (p.From, p.To) == (b, a));

    /// <summary>All of it in a line.</summary>
    public string In(Language language)
    {
        var slowest = Pairs.Max(p => p.Seconds);
        var answered = Pairs.Count(p => p.Answered);
        return language.Say(
            $"{At:HH:mm:ss} UTC: {Hosts.Count - Lost.Count}/{Hosts.Count} hosts, {answered}/{Pairs.Count} pairs, slowest {slowest * 1000 ?? 0:0.0} ms, drift {Drift.Count}");
    }

    /// <summary>Every host answered, every pair, and everything holds.</summary>
    public bool IsHealthy => Lost.Count == 0 && Drift.Count == 0 && Pairs.All(p => p.Answered);

    /// <summary>What a verification found; its proof by ping is told as pairs, not as drift.</summary>
    public static NetworkState Of(RunState state, DateTimeOffset at) => new(
        at,
        [.. state.Hosts.Select(h => h.Name)],
        [.. state.Hosts.Where(h => h.Lost is not null).Select(h => h.Name)],
        [.. state.Pairs.GroupBy(p => (p.Host, p.Peer)).Select(g => Of(g.Key.Host, g.Key.Peer, g))],
        [.. state.Hosts.SelectMany(h => h.Steps
            .Where(s => s.Status is StepStatus.Drifted && !(s.Planned.OnlyAsserts && s.Planned.AfterPeers))
            .Select(s => new DriftState(h.Name, s.Planned.Key, s.Planned.Title)))])
    {
        Pings = [.. state.Pairs],
    };

    private static PairState Of(string from, string to, IGrouping<(string, string), PairProved> pings)
    {
        var fastest = pings.Where(p => p.Answered).OrderBy(p => p.Bytes).FirstOrDefault();
        return new(from, to, pings.All(p => p.Answered),
            fastest is null ? null : SecondsOf(fastest.Time)) { Loss = pings.Average(p => p.Answered ? 0.0 : 1) };
    }

    /// <summary>ping's own figure: milliseconds, with or without their unit.</summary>
    private static double? SecondsOf(string time) =>
        double.TryParse(time.Split(' ')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds)
            ? milliseconds / 1000 : null;

    /// <summary>
    /// What is otherwise than in the round before, in the order host, drift, pair; of the first round, what is wrong.
    /// </summary>
    public IEnumerable<NetworkChange> Since(NetworkState? before)
    {
        foreach (var host in Lost.Except(before?.Lost ?? [])) yield return new(At, NetworkChangeKind.HostLost, host);
        foreach (var host in (before?.Lost ?? []).Except(Lost)) yield return new(At, NetworkChangeKind.HostBack, host);
        foreach (var drift in Drift.Except(before?.Drift ?? []))
            yield return new(At, NetworkChangeKind.Drifted, drift.Host, drift.Step, drift.Title);
        // A lost host tells nothing of its steps and pairs: they are not repaired by its silence.
        foreach (var drift in (before?.Drift ?? []).Except(Drift).Where(d => !Lost.Contains(d.Host)))
            yield return new(At, NetworkChangeKind.Repaired, drift.Host, drift.Step, drift.Title);
        foreach (var pair in Pairs.Where(p => p.Answered != (before?.Answered(p) ?? true)))
            yield return new(At, pair.Answered ? NetworkChangeKind.PairBack : NetworkChangeKind.PairLost,
                pair.From, pair.To);
    }

    private bool? Answered(PairState pair) =>
        Pairs.FirstOrDefault(p => (p.From, p.To) == (pair.From, pair.To))?.Answered;
}

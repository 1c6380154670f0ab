using OvsWizard.Journal;

namespace OvsWizard.Engine;

/// <summary>
/// What the pings of a proof add up to, by pair of hosts: the one reading of them for all who show it. Pure.
/// </summary>
public sealed class PingMatrix(IReadOnlyList<PairProved> pings)
{
    /// <summary>Every ping from a host to a peer: of each container and size.</summary>
    public IReadOnlyDictionary<(string Host, string Peer), List<PairProved>> Cells { get; } =
        pings.GroupBy(p => (p.Host, p.Peer)).ToDictionary(g => g.Key, g => g.ToList());

    /// <summary>Bytes of payload, the smallest first.</summary>
    public IEnumerable<int> Sizes => pings.Select(p => p.Bytes).Distinct().Order();

    public int Pings => pings.Count;

    public int Lost { get; } = pings.Count(p => !p.Answered);

    /// <summary>Hosts that take part: one that is a router has no containers, and does not.</summary>
    public int Hosts { get; } = pings.SelectMany(p => (string[])[p.Host, p.Peer]).Distinct().Count();

    /// <summary>
    /// Every host has tried every other; false for a sample, and where a host never came to its pings.
    /// </summary>
    public bool IsWhole => Cells.Count == Hosts * (Hosts - 1);

    /// <summary>The slowest of each size, such as "0.44 / 0.38 ms"; the worst of several containers counts.</summary>
    public static string TimesOf(IEnumerable<PairProved> answered) =>
        $"{string.Join(" / ", answered.GroupBy(p => p.Bytes).OrderBy(g => g.Key).Select(g => g.Max(p => Milliseconds(p.Time)).ToString("0.00")))} ms";

    private static double Milliseconds(string time) => double.TryParse(time.Split(' ')[0], out var value) ? value : 0;
}

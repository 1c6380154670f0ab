using OvsWizard.Inspection;
using OvsWizard.Plans;
using OvsWizard.Texts;
using OvsWizard.Tui.Runs;

namespace OvsWizard.Tui.Inspection;

/// <summary>
/// A watched network in lines: its links with latency, loss and counters, its pairs, what has drifted, what happened,
/// and the topology. Pure.
/// </summary>
public sealed class NetworkPicture(Plan plan, NetworkHistory history, Language language)
{
    /// <summary>So many of each are shown, the worst first where there are more.</summary>
    private const int MostLinks = 30, MostDrift = 20;

    /// <summary>Narrower the topology is not drawn, but cut.</summary>
    private const int LeastWidth = 56;

    private readonly NetworkState now = history.Now!;

    /// <summary>Every tunnel's state, found once: the links and the topology's marks are of the same round.</summary>
    private readonly Dictionary<Tunnel, LinkState> states = StatesOf(plan.Topology?.Tunnels ?? [], history.Now!);

    /// <summary>How it is in one line.</summary>
    public Line Summary()
    {
        var sum = now.IsHealthy ? new Line(language.Say($"healthy"), Tone.Good)
            : new Line(language.Say($"faulty"), Tone.Bad);
        return sum.Add("  ").Add(now.In(language));
    }

    /// <summary>
    /// Every tunnel: the time of a ping between containers at its ends, loss, and the packets counted at its first end.
    /// </summary>
    public IEnumerable<Line> Links()
    {
        if (plan.Topology is not { Tunnels.Count: > 0 } topology) yield break;
        var links = topology.Tunnels.Select(t => (Tunnel: t, State: states[t])).ToList();
        if (links.Count > MostLinks) links = [.. links.OrderByDescending(l => l.State)];
        var rounds = Math.Min(history.Count, NetworkHistory.MostRounds);
        yield return Heading(language.Say($"Links"),
            language.Say($"  ping, loss in {rounds} rounds, packets received and sent"));
        var (a, b) = (links.Max(l => Columns.Width(l.Tunnel.A)), links.Max(l => Columns.Width(l.Tunnel.B)));
        foreach (var (tunnel, state) in links.Take(MostLinks))
        {
            var tone = state switch { LinkState.Up => Tone.Good, LinkState.Unknown => Tone.Dim,
                LinkState.Lossy => Tone.Changed, _ => Tone.Bad };
            yield return new Line
            {
                $"  {Columns.Fit(tunnel.A, a)} ", { state is LinkState.Down ? "═╳═" : "═══", tone },
                $" {Columns.Fit(tunnel.B, b)}  ",
                { Columns.Fit(TimeOf(tunnel, state), 10, right: true), tone },
                $"  {Columns.Fit(LossOf(tunnel), 6, right: true)}  ",
                { CountersOf(tunnel, topology), Tone.Dim },
            };
        }
        if (links.Count > MostLinks)
            yield return new Line(language.Say($"  and {links.Count - MostLinks} more"), Tone.Dim);
    }

    /// <summary>The pings of the newest round.</summary>
    public IEnumerable<Line> Pairs(int width) => MatrixPicture.Draw(now.Hosts, now.Pings, width, language);

    /// <summary>Hosts that do not answer, and steps that do not hold any more.</summary>
    public IEnumerable<Line> Drift()
    {
        if (now.Drift.Count == 0 && now.Lost.Count == 0)
        {
            yield return new Line { { language.Say($"Drift"), Tone.Strong },
                { language.Say($"  none: every step holds"), Tone.Good } };
            yield break;
        }
        yield return new Line(language.Say($"Drift"), Tone.Strong);
        foreach (var host in now.Lost) yield return new Line(language.Say($"  {host}: cannot be reached"), Tone.Bad);
        foreach (var drift in now.Drift.Take(MostDrift))
            yield return new Line
            {
                { "  ≠ ", Tone.Bad }, $"{drift.Host}: {drift.Step}  ", { drift.Title.In(language), Tone.Dim }
            };
        if (now.Drift.Count > MostDrift)
            yield return new Line(language.Say($"  and {now.Drift.Count - MostDrift} more"), Tone.Dim);
    }

    /// <summary>What changed, the newest first.</summary>
    public IEnumerable<Line> Events()
    {
        yield return Heading(language.Say($"Events"),
            language.Say($"  since {history.Since:HH:mm:ss} UTC, the newest first"));
        if (history.Changes.Count == 0) yield return new Line($"  {language.Say($"nothing has changed")}", Tone.Dim);
        foreach (var change in history.Changes)
            yield return new Line { { $"  {change.At:HH:mm:ss}  ", Tone.Dim },
                { change.In(language), change.IsBad ? Tone.Bad : Tone.Good } };
    }

    /// <summary>The topology, with a mark at every host.</summary>
    public IEnumerable<Line> Topology(int width)
    {
        if (plan.Topology is not { } topology) yield break;
        yield return Heading(language.Say($"Topology"),
            language.Say($"  ✔ healthy  ≠ drift  ╳ a link is down  ✘ cannot be reached"));
        var cut = states.Where(s => s.Value is LinkState.Down)
            .SelectMany(s => (string[])[s.Key.A, s.Key.B]).ToHashSet();
        var marked = topology.Nodes.ToDictionary(n => n.Host, n => $"{MarkOf(n.Host, cut)} {n.Host}");
        var drawn = topology with
        {
            Hub = topology.Hub is { } hub && marked.TryGetValue(hub, out var name) ? name : topology.Hub,
            Nodes = [.. topology.Nodes.Select(n => n with { Host = marked[n.Host] })],
            Tunnels = [.. topology.Tunnels.Select(t => new Tunnel(marked[t.A], marked[t.B]))],
        };
        var caption = TopologyDrawing.Caption(drawn, language).Count() + 1;
        foreach (var line in TopologyDrawing.Draw(drawn, Math.Max(LeastWidth, width), language).Skip(caption))
            yield return line;
    }

    private static Line Heading(string title, string about) => new() { { title, Tone.Strong }, { about, Tone.Dim } };

    private static Dictionary<Tunnel, LinkState> StatesOf(IReadOnlyList<Tunnel> tunnels, NetworkState now)
    {
        // A ping either way is of the one link between its hosts.
        var pairs = now.Pairs.Concat(now.Pairs.Select(p => p with { From = p.To, To = p.From }))
            .ToLookup(p => (p.From, p.To));
        return tunnels.Distinct().ToDictionary(t => t, t => StateOf(t, [.. pairs[(t.A, t.B)]], now.Lost));
    }

    private static LinkState StateOf(Tunnel tunnel, List<PairState> pairs, IReadOnlyList<string> lost)
    {
        var isLost = lost.Contains(tunnel.A) || lost.Contains(tunnel.B);
        if (isLost || (pairs.Count > 0 && pairs.All(p => p.Seconds is null))) return LinkState.Down;
        return pairs.Count == 0 ? LinkState.Unknown : pairs.All(p => p.Answered) ? LinkState.Up : LinkState.Lossy;
    }

    private string TimeOf(Tunnel tunnel, LinkState state) => state switch
    {
        LinkState.Unknown => language.Say($"not tried"),
        LinkState.Down => language.Say($"no answer"),
        _ => $"{now.Between(tunnel.A, tunnel.B).Max(p => p.Seconds) * 1000:0.00} ms",
    };

    private string LossOf(Tunnel tunnel) =>
        history.LossBetween(tunnel.A, tunnel.B) is { } loss ? $"{loss * 100:0} %" : "–";

    /// <summary>As the tunnel's first host counts them, else the other.</summary>
    private string CountersOf(Tunnel tunnel, Topology topology)
    {
        var end = Find(tunnel.A, tunnel.B) ?? Find(tunnel.B, tunnel.A);
        return end is null ? "" : $"↓{end.Received:#,0} ↑{end.Sent:#,0}";

        TunnelState? Find(string host, string peer)
        {
            var address = topology.Nodes.First(n => n.Host == peer).Endpoint.Split('/')[0];
            return now.Tunnels.FirstOrDefault(t => t.Host == host && t.Remote == address);
        }
    }

    /// <param name="cut">Hosts at the end of a link that is down.</param>
    private string MarkOf(string host, HashSet<string> cut) =>
        now.Lost.Contains(host) ? "✘" : cut.Contains(host) ? "╳"
        : now.Drift.Any(d => d.Host == host) ? "≠" : "✔";

    /// <summary>The worse, the higher.</summary>
    private enum LinkState { Unknown, Up, Lossy, Down }
}

using OvsWizard.Texts;

namespace OvsWizard.Plans;

/// <summary>A network of many hosts: a row a host, with the hosts that it has tunnels to. Pure.</summary>
internal static class TopologyTable
{
    private const int Gap = 2;

    public static IEnumerable<string> Lines(Topology topology, int width, Language language)
    {
        var peers = Topology.PeersIn(topology.Tunnels);
        var first = topology.Nodes[0];
        var rows = topology.Nodes
            .Select(n => new[] { n.Host, n.Subnet ?? "", n.Endpoint, Towards([.. peers[n.Host]], topology, language) })
            .Prepend([language.Say($"host"), first.Attached ?? "", $"{first.Bridge}", language.Say($"tunnels to")])
            .ToList();
        var widths = Enumerable.Range(0, 3).Select(column => rows.Max(r => Columns.Width(r[column]))).ToArray();
        // Names give way first: an address that is cut says nothing.
        widths[0] = Math.Min(widths[0], Math.Max(8, width - widths[1] - widths[2] - (4 * Gap) - 12));
        var left = Math.Max(1, width - widths.Sum() - (4 * Gap));
        foreach (var row in rows)
            yield return $"  {string.Join("  ", widths.Select((w, column) => Columns.Fit(row[column], w)))}  {Columns.Cut(row[3], left)}"
                .TrimEnd();
    }

    /// <summary>What a row says, as a sentence.</summary>
    public static IEnumerable<string> Sentences(Topology topology, Language language)
    {
        var peers = Topology.PeersIn(topology.Tunnels);
        foreach (var node in topology.Nodes)
        {
            var inside = string.Join(' ', new[] { node.Attached, node.Subnet }.OfType<string>());
            var towards = Towards([.. peers[node.Host]], topology, language);
            var bridge = inside.Length == 0 ? node.Bridge : language.Say($"{node.Bridge} in {inside}");
            yield return language.Say($"{node.Host}: {bridge}; tunnels from {node.Endpoint} to: {towards}");
        }
    }

    private static string Towards(IReadOnlyList<string> peers, Topology topology, Language language) =>
        peers.Count == 0 ? language.Say($"none")
        : peers.Count > 1 && peers.Count == topology.Nodes.Count - 1 ? language.Say($"all {peers.Count} others")
        : string.Join(", ", peers);
}

namespace OvsWizard.Plans;

/// <summary>The network as it will be: enough to draw it and to see whether it can work.</summary>
/// <param name="Shape">mesh, hub or none.</param>
/// <param name="Guard">What breaks loops: protected, rstp, ovn (routed, nothing is flooded) or none.</param>
/// <param name="Label">What a tunnel is called in drawings: vxlan key 7.</param>
public sealed record Topology(
    string Shape,
    string? Hub,
    string Guard,
    string Label,
    string? Block,
    IReadOnlyList<TopologyNode> Nodes,
    IReadOnlyList<Tunnel> Tunnels)
{
    /// <summary>
    /// The tunnels for <paramref name="hosts"/>: mesh ties every two, hub ties each to <paramref name="hub"/>.
    /// n hosts in a mesh have n(n−1)/2 tunnels.
    /// </summary>
    public static IReadOnlyList<Tunnel> TunnelsOf(string shape, string? hub, IReadOnlyList<string> hosts)
    {
        switch (shape)
        {
            case "mesh":
                return [.. hosts.SelectMany((a, i) => hosts.Skip(i + 1).Select(b => new Tunnel(a, b)))];
            case "hub":
                var at = hosts.ToList().IndexOf(hub ?? "");
                return at < 0 ? []
                    : [.. hosts.Select((host, i) => i < at ? new Tunnel(host, hosts[at]) : new Tunnel(hosts[at], host))
                        .Where((_, i) => i != at)];
            default:
                return [];
        }
    }

    /// <summary>By host those that it has a tunnel to, in the order of the tunnels.</summary>
    public static ILookup<string, string> PeersIn(IEnumerable<Tunnel> tunnels) =>
        tunnels.SelectMany(t => ((string Host, string Peer)[])[(t.A, t.B), (t.B, t.A)])
            .ToLookup(t => t.Host, t => t.Peer);

    /// <summary>
    /// A tunnel that closes a loop of bridges, or null where the tunnels form a tree. Union-find over the tunnels.
    /// </summary>
    public static Tunnel? LoopIn(IEnumerable<Tunnel> tunnels)
    {
        var parent = new Dictionary<string, string>();
        string Root(string host)
        {
            var root = host;
            while (parent.TryGetValue(root, out var up)) root = up;
            // The way is short for whoever asks next: in a star of thousands it would be as long as the star has hosts.
            while (parent.TryGetValue(host, out var next) && next != root) (parent[host], host) = (root, next);
            return root;
        }
        foreach (var tunnel in tunnels)
        {
            var (a, b) = (Root(tunnel.A), Root(tunnel.B));
            if (a == b) return tunnel;
            parent[a] = b;
        }
        return null;
    }
}

/// <summary>A host in the drawing.</summary>
public sealed record TopologyNode(string Host, string Bridge, string? Attached, string Endpoint, string? Subnet);

/// <summary>A tunnel between two hosts; which is named first means nothing.</summary>
public sealed record Tunnel(string A, string B);

using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Plans;

/// <summary>Works out who is tied to whom, and refuses a network that would flood itself. Pure.</summary>
internal static class TopologyBuilder
{
    public static Topology Build(TopologyTemplate template, IReadOnlyList<HostValues> hosts)
    {
        var first = hosts[0].Scope;
        var shape = Render(template.Tunnels, first);
        var hub = shape == "hub" && template.Hub is { } named ? Render(named, first) : null;
        var guard = template.Guard is { } guardedBy ? Render(guardedBy, first) : "none";
        var tunnels = Topology.TunnelsOf(shape, hub, [.. hosts.Select(h => h.Name)]);
        RefuseSelfPeering(template, hosts, tunnels);
        if (guard == "none" && Topology.LoopIn(tunnels) is { } closing)
            throw new Failure(FailureKind.Input,
                $"the tunnels form an unprotected loop: {closing.A} – {closing.B} closes it",
                $"a broadcast would loop forever and bring down every host's network",
                $"protect the tunnel ports (loop_protection=protected), use rstp, or the topology hub",
                at: template.At);
        return new Topology(
            shape, hub, guard,
            template.Label is { } label ? Render(label, first) : "",
            template.Block is { } block ? hosts[0].TextOf(block) : null,
            [.. hosts.Select(h => Node(template, h))],
            tunnels);
    }

    /// <summary>
    /// A tunnel whose two ends are one address: the same machine twice in the inventory, or a copied line.
    /// </summary>
    private static void RefuseSelfPeering(TopologyTemplate template, IReadOnlyList<HostValues> hosts,
        IEnumerable<Tunnel> tunnels)
    {
        var byName = hosts.ToDictionary(h => h.Name);
        foreach (var tunnel in tunnels)
        {
            var (a, b) = (byName[tunnel.A], byName[tunnel.B]);
            if (a.TextOf(template.Endpoint) == b.TextOf(template.Endpoint))
                throw new Failure(FailureKind.Input,
                    $"{a.Name} would be its own peer: {b.Name} has the same {template.Endpoint} {b.TextOf(template.Endpoint)}",
                    now: $"give each host its own {template.Endpoint}", at: b.PlaceOf(template.Endpoint));
        }
    }

    private static TopologyNode Node(TopologyTemplate template, HostValues host) => new(
        host.Name,
        Render(template.Bridge, host.Scope),
        template.Attached is { } attached ? Render(attached, host.Scope) : null,
        host.TextOf(template.Endpoint),
        template.Subnet is { } subnet ? host.TextOf(subnet) : null);

    private static string Render(TemplateText text, TemplateValues scope) =>
        TemplateEngine.Render(text, Escape.None, scope);
}

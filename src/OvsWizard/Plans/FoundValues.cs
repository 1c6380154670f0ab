using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Networks;
using OvsWizard.Runbooks;

namespace OvsWizard.Plans;

/// <summary>
/// What can be filled in from what was found on the hosts. It goes by the types of parameters and by what the runbook's
/// topology says they are for: the tunnels' endpoint, the containers' subnet, the block that the subnets lie in. Pure.
/// </summary>
internal sealed class FoundValues(Runbook runbook, IReadOnlyList<Host> hosts,
    IReadOnlyDictionary<string, HostFacts> facts)
{
    /// <summary>The prefix length of subnets that are proposed, where the block has room for it.</summary>
    private const int UsualPrefix = 24;

    /// <summary>The smallest subnet that is proposed: 14 containers a host.</summary>
    private const int SmallestPrefix = 28;

    /// <summary>Fills the fields of a form that nothing was given for, and says what else could be chosen.</summary>
    public void Fill(ParameterForm form)
    {
        foreach (var parameter in form.HostParameters)
            foreach (var host in hosts)
                form.Offer(parameter.Name, host.Name,
                    parameter.Name == runbook.Topology?.Subnet ? [] : Offers(parameter, FactsOf(host)));
        foreach (var field in form.Fields.Where(f => f is { Parameter.IsDatapath: true, Origin: FieldOrigin.Default })
            .ToList()) FillDatapath(form, field);
        if (runbook.Topology is not { } topology) return;
        FillEndpoints(form, topology.Endpoint);
        if (topology is { Subnet: { } subnet, Block: { } block }) FillSubnets(form, subnet, block);
        foreach (var parameter in form.HostParameters.Where(p => p.Type is ParameterType.Mtu))
            FillMtu(form, parameter.Name, topology.Endpoint);
    }

    private HostFacts FactsOf(Host host) => facts.GetValueOrDefault(host.Name, HostFacts.None);

    private static IReadOnlyList<string> Offers(Parameter parameter, HostFacts facts) => parameter.Type switch
    {
        ParameterType.Address => [.. Addresses(facts).Select(a => a.Network.Address.ToString())],
        ParameterType.InterfaceAddress => [.. Addresses(facts).Select(a => a.Network.ToString())],
        ParameterType.InterfaceName => [.. facts.Interfaces.Select(i => i.Name)],
        ParameterType.Mtu => [.. facts.Interfaces.Select(i => $"{i.Mtu}").Distinct()],
        _ => [],
    };

    /// <summary>
    /// The network that most hosts are on carries the tunnels; the one that the sessions come in on only where there is
    /// no other. Bridges of Docker's never do.
    /// </summary>
    private void FillEndpoints(ParameterForm form, string name)
    {
        var candidates =
            hosts.Select(h => (Host: h.Name, Addresses: Addresses(FactsOf(h)).Where(a => !a.Network.IsV6).ToList()))
                .ToList();
        var networks = candidates.SelectMany(c => c.Addresses).GroupBy(a => (a.Network.First, a.Network.PrefixLength))
            .OrderBy(g => g.All(a => a.IsSession)).ThenByDescending(g => g.Count()).Select((g, rank) => (g.Key, rank))
            .ToDictionary(g => g.Key, g => g.rank);
        foreach (var (host, addresses) in candidates.Where(c => IsOpen(form, name, c.Host)))
            if (addresses.Count > 0
                && addresses.MinBy(a => networks[(a.Network.First, a.Network.PrefixLength)]) is var best)
                form.Put(name, host, best.Network.Address.ToString(), FieldOrigin.Found);
    }

    /// <summary>
    /// What a Docker bridge has inside the block already stays; the others get the next free subnets of it, the first
    /// left out.
    /// </summary>
    private void FillSubnets(ParameterForm form, string name, string blockName)
    {
        if (!Network.TryParse(form[blockName, null].Text, out var block) || block.IsV6) return;
        var taken = hosts.Select(h => form[name, h.Name].Text)
            .SelectMany(t => Network.TryParse(t, out var n) ? [n] : Array.Empty<Network>()).ToList();
        using var free = Subnets(block).GetEnumerator();
        foreach (var host in hosts.Where(h => IsOpen(form, name, h.Name)))
        {
            var bridges = FactsOf(host).Networks.Select(n => n.Bridge).ToHashSet();
            var mine = FactsOf(host).Interfaces.Where(i => bridges.Contains(i.Name)).SelectMany(i => i.Addresses)
                .Select(a => Network.TryParse(a, out var n) ? n : (Network?)null)
                .FirstOrDefault(n =>
                    n is { } subnet && block.Contains(subnet) && !taken.Exists(t => t.Overlaps(subnet)));
            if ((mine ?? NextFree()) is not { } subnet) return;
            taken.Add(subnet);
            form.Put(name, host.Name, subnet.ToString(), FieldOrigin.Found);
        }

        // What is taken stays so: none is tried twice.
        Network? NextFree()
        {
            while (free.MoveNext())
                if (!taken.Exists(t => t.Overlaps(free.Current)))
                    return free.Current;
            return null;
        }
    }

    /// <summary>The subnets of a block, each large enough for a host of so many.</summary>
    private IEnumerable<Network> Subnets(Network block)
    {
        var prefix = Math.Max(UsualPrefix, block.PrefixLength);
        while (prefix < SmallestPrefix && (1 << (prefix - block.PrefixLength)) <= hosts.Count) prefix++;
        var (size, count) = (1L << (32 - prefix), 1L << (prefix - block.PrefixLength));
        for (var index = count > hosts.Count ? 1 : 0; index < count; index++)
            if (Network.TryParse($"{block.Nth((index * size) + 1)}/{prefix}", out var subnet))
                yield return subnet;
    }

    /// <summary>
    /// The MTU of the interface that has the endpoint's address, where it is another than the default.
    /// </summary>
    private void FillMtu(ParameterForm form, string name, string endpoint)
    {
        foreach (var host in hosts.Where(h => form[name, h.Name].Origin is FieldOrigin.Default or FieldOrigin.Found))
            if (FactsOf(host).Interfaces.FirstOrDefault(i =>
                i.Addresses.Any(a => a.Split('/')[0] == form[endpoint, host.Name].Text)) is { Mtu: > 0 } link
                && form[name, host.Name].Text != $"{link.Mtu}")
                form.Put(name, host.Name, $"{link.Mtu}", FieldOrigin.Found);
    }

    /// <summary>Where a host lacks the usual datapath, the first choice that every host has.</summary>
    private void FillDatapath(ParameterForm form, FormField field)
    {
        var there = hosts.Where(h => field.Host is null || h.Name == field.Host).Select(h => FactsOf(h).Datapaths)
            .Where(d => d.Count > 0).ToList();
        if (there.TrueForAll(d => d.Contains(field.Text))) return;
        if (field.Parameter.Choices.Select(c => c.Value)
            .FirstOrDefault(choice => there.TrueForAll(d => d.Contains(choice))) is { } choice)
            form.Put(field.Parameter.Name, field.Host, choice, FieldOrigin.Found);
    }

    private static bool IsOpen(ParameterForm form, string name, string host) =>
        form[name, host] is { Origin: FieldOrigin.Default, Text.Length: 0, Parameter.Default: null };

    private static IEnumerable<(HostInterface Link, Network Network, bool IsSession)> Addresses(HostFacts facts)
    {
        var bridges = facts.Networks.Select(n => n.Bridge).ToHashSet();
        foreach (var link in facts.Interfaces.Where(i => !bridges.Contains(i.Name)))
            foreach (var address in link.Addresses)
                if (Network.TryParse(address, out var network))
                    yield return (link, network, link.Name == facts.SessionInterface);
    }
}

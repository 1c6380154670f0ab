using OvsWizard.Inventories;
using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Plans;

/// <summary>
/// Runbook + inventory + answers → plan. Pure: the same input gives the same plan, and no host is asked anything.
/// </summary>
public static class PlanBuilder
{
    /// <exception cref="Failure">Input: a value is missing or wrong, or the hosts' values cannot work
    /// together.</exception>
    public static Plan Build(Runbook runbook, IReadOnlyList<Host> hosts,
        IReadOnlyDictionary<string, ParameterValue> inventoryParams, Answers answers)
    {
        var (table, everyone, topology) = Gather(runbook, hosts, inventoryParams, answers);
        var peers = Topology.PeersIn(topology?.Tunnels ?? []);
        foreach (var host in table)
            host.Scope.Set("peers", peers[host.Name].Select(name => everyone[name]));
        var words = new SharedWords();
        return new Plan(runbook.Id, runbook.Version, runbook.Title, runbook.Interrupts, runbook.Modules.Text,
            topology, EachHost(table, host => new HostPlan(
                host.Name,
                host.Host.Address,
                host.Names.Where(n => host[n] is not SecretReference).ToDictionary(n => n, host.TextOf),
                host.Names.Where(n => host[n] is SecretReference).ToDictionary(n => n, host.TextOf),
                [.. StepsFor(runbook, host, peers, everyone, words)])))
        {
            Format = PlanFormat.Current,
            Failures = runbook.Modules.Failures is { Count: > 0 } failures ? failures : null,
            Advice = Constraints.Advice(runbook, table) is { Count: > 0 } advice ? advice : null,
        };
    }

    /// <summary>
    /// In a mesh the work grows with the square of the hosts, so all processors share it; what fails first in the
    /// hosts' order is told.
    /// </summary>
    private static HostPlan[] EachHost(IReadOnlyList<HostValues> table, Func<HostValues, HostPlan> plan)
    {
        var plans = new HostPlan[table.Count];
        var failures = new Failure?[table.Count];
        Parallel.For(0, table.Count, i =>
        {
            try
            {
                plans[i] = plan(table[i]);
            }
            catch (Failure failure)
            {
                failures[i] = failure;
            }
        });
        return failures.FirstOrDefault(f => f is not null) is { } first ? throw first : plans;
    }

    /// <summary>
    /// Everything that <see cref="Build"/> refuses, without the work of rendering every step: for forms that check as
    /// one types.
    /// </summary>
    /// <returns>The values of every host.</returns>
    /// <exception cref="Failure">Input: as for <see cref="Build"/>.</exception>
    public static IReadOnlyList<HostValues> Check(
        Runbook runbook, IReadOnlyList<Host> hosts, IReadOnlyDictionary<string, ParameterValue> inventoryParams,
        Answers answers) =>
        Gather(runbook, hosts, inventoryParams, answers).Table;

    private static (IReadOnlyList<HostValues> Table, Dictionary<string, TemplateValues> Everyone,
        Topology? Topology) Gather(
            Runbook runbook, IReadOnlyList<Host> hosts, IReadOnlyDictionary<string, ParameterValue> inventoryParams,
            Answers answers)
    {
        if (hosts.Count < runbook.MinHosts)
            throw new Failure(FailureKind.Input,
                $"{runbook.Id} needs at least {runbook.MinHosts} hosts, and this run has {hosts.Count}",
                now: $"add hosts to the inventory, or widen --limit");

        var table = ValueTable.Gather(runbook, hosts, inventoryParams, answers);
        var everyone = table.ToDictionary(h => h.Name, AsPeer);
        // As many lists of all as there are hosts would be too many to hold.
        foreach (var host in table)
            host.Scope.SetLate("others", () => table.Where(h => h != host).Select(h => everyone[h.Name]));
        foreach (var host in table)
            foreach (var derivation in runbook.Derivations)
                host.Scope.Set(derivation.Name, TemplateEngine.Evaluate(derivation.Expression, host.Scope));
        Constraints.Check(runbook, table);
        return (table, everyone, runbook.Topology is { } template ? TopologyBuilder.Build(template, table) : null);
    }

    /// <summary>What another host sees of one: its name, address and parameters.</summary>
    private static TemplateValues AsPeer(HostValues host)
    {
        var peer = new TemplateValues().Set("name", host.Name).Set("address", host.Host.Address);
        foreach (var name in host.Names.Where(n => host[n] is not SecretReference)) peer.Set(name, host[name]);
        return peer;
    }

    private static IEnumerable<PlannedStep> StepsFor(
        Runbook runbook, HostValues host, ILookup<string, string> peers, Dictionary<string, TemplateValues> everyone,
        SharedWords words)
    {
        for (var order = 0; order < runbook.Steps.Count; order++)
        {
            var step = runbook.Steps[order];
            if (step.When is { } when && !TemplateEngine.Test(when, host.Scope)) continue;
            switch (step.Place)
            {
                case StepPlace.EachPeer:
                    foreach (var peer in peers[host.Name])
                        yield return StepRenderer.Render(step,
                            order, new TemplateValues(host.Scope).Set("peer", everyone[peer]), peer, words);
                    break;
                case StepPlace.OneHost when TemplateEngine.Render(step.On!, Escape.None, host.Scope) != host.Name:
                    break;
                default:
                    yield return StepRenderer.Render(step, order, host.Scope, null, words);
                    break;
            }
        }
    }
}

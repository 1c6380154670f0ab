using OvsWizard.Engine;
using OvsWizard.Inspection;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>What a round of the live network would find on hosts that are healthy but for what is said.</summary>
internal static class SimulatedRounds
{
    /// <param name="wrong">Which host is lost, what has drifted (h1:route), whose pings are lost (h1&gt;h2).</param>
    public static NetworkState Of(Plan plan, DateTimeOffset at, long received, params string[] wrong)
    {
        var state = new RunState(plan);
        var names = plan.Hosts.Select(h => h.Host).ToList();
        foreach (var host in names.Where(h => !wrong.Contains(h)))
            foreach (var peer in names.Where(p => p != host).Take(3))
                foreach (var bytes in (int[])[56, 1422])
                    state.Apply(new PairProved(host, "10.0.0.1", peer, "10.0.0.2", bytes,
                        !wrong.Contains(peer) && !wrong.Contains($"{host}>{peer}"), "0.44"));
        foreach (var host in wrong.Where(names.Contains))
            state.Apply(new HostLost(host, 4, "cannot be reached", "no route", "see whether it runs"));
        foreach (var drift in wrong.Where(w => w.Contains(':')).Select(w => w.Split(':')))
        {
            state.Apply(new StepPhase(drift[0], drift[1], "check"));
            state.Apply(new StepEnded(drift[0], drift[1], StepStatus.Drifted, 1, 1, "", null, null));
        }
        var endpoints = plan.Topology!.Nodes.ToDictionary(n => n.Host, n => n.Endpoint);
        var tunnels = plan.Topology.Tunnels.Select(t =>
            new TunnelState(t.A, $"vxlan-{t.B}", endpoints[t.B], received, 678));
        return NetworkState.Of(state, at) with { Tunnels = [.. tunnels] };
    }
}

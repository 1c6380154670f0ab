using System.Diagnostics;
using OvsWizard.Engine;
using OvsWizard.Hosts;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Engine;

/// <summary>The planner, the engine and the journal on sites that nobody has at hand: hosts that answer at once, so that what remains is our own.</summary>
public sealed class SimulatedFleetTests : IDisposable
{
    private static readonly Runbook Overlay = new RunbookLibrary(Path.Combine(PublishedBinary.Root, "runbooks")).Find("vxlan-overlay");

    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A star: the mesh of so many would be half a million tunnels.</summary>
    private static Plan PlanOf(int hosts)
    {
        var answers = new Answers();
        answers.AddOption("topology=hub");
        answers.AddOption("overlay_cidr=10.0.0.0/8");
        return PlanBuilder.Build(Overlay, [.. Enumerable.Range(0, hosts).Select(HostOf)], new Dictionary<string, ParameterValue>(), answers);
    }

    private static Host HostOf(int i)
    {
        var at = new SourceLocation("fleet");
        return new Host
        {
            Name = $"h{i}",
            Address = $"h{i}",
            User = "root",
            Params = new Dictionary<string, ParameterValue>
            {
                ["underlay_ip"] = new($"172.16.{i / 250}.{(i % 250) + 1}", at),
                ["container_subnet"] = new($"10.{i / 250}.{i % 250}.1/24", at),
            },
        };
    }

    private async Task<(RunState State, long Syncs, List<SimulatedHost> Hosts)> RunAsync(Plan plan, Func<string, PlannedStep, bool>? fails = null)
    {
        var hosts = new List<SimulatedHost>();
        var plans = plan.Hosts.ToDictionary(h => h.Host);
        using var journal = new RunJournal(Path.Combine(folder, "journal.jsonl"));
        var runner = new Runner(new RunState(plan), (host, mark, _) =>
        {
            var simulated = new SimulatedHost(plans[host], mark, TimeSpan.Zero, step => fails?.Invoke(host, step) == true);
            lock (hosts) hosts.Add(simulated);
            return Task.FromResult<IHostShell>(simulated);
        }, journal, TimeProvider.System);
        var state = await runner.RunAsync(new RunOptions("r1", new ScriptedOperator(), new RunControl()) { Forks = 50 }, CancellationToken.None);
        return (state, journal.Syncs, hosts);
    }

    [Fact]
    public async Task A_thousand_hosts_share_their_fsyncs_and_no_host_waits_for_a_trip_too_many()
    {
        var plan = PlanOf(1000);

        var (state, syncs, hosts) = await RunAsync(plan);

        Assert.Equal(RunStatus.Done, state.Ended!.Status);
        var changes = state.Hosts.Sum(h => h.Steps.Count(s => s.Status is StepStatus.Done));
        Assert.Equal(1000 * plan.Hosts[0].Steps.Count(s => s.Do is not null || s.File is not null), changes);
        Assert.True(syncs < changes / 2, $"{syncs} fsyncs for {changes} changes");
        // Definitions, preflight, the first look, two groups of changes, what was published, the proof.
        Assert.All(hosts, host => Assert.InRange(host.Trips, 1, 7));
    }

    [Fact]
    public async Task One_failure_among_many_is_told_of_that_host_alone()
    {
        var (state, _, _) = await RunAsync(PlanOf(100), (host, step) => host == "h57" && step.Id == "bridge");

        var failed = state.Hosts.SelectMany(h => h.Steps.Where(s => s.Status is StepStatus.Failed).Select(s => $"{h.Name} {s.Planned.Id}"));
        Assert.Equal(["h57 bridge"], failed);
        Assert.Equal(99, state.Hosts.Count(h => h.Steps.Any(s => s.Planned.Id == "persist-unit" && s.Status is StepStatus.Done)));
    }

    /// <summary>The figures: OVSWIZARD_FLEET=1000,10000 prints them; without it a small site goes through, so that the way stays open.</summary>
    [Fact]
    public async Task What_it_costs_is_told()
    {
        foreach (var hosts in (Environment.GetEnvironmentVariable("OVSWIZARD_FLEET") ?? "50").Split(',').Select(int.Parse))
        {
            var watch = Stopwatch.StartNew();
            var plan = PlanOf(hosts);
            var planned = watch.Elapsed;
            var ofPlan = GC.GetTotalMemory(forceFullCollection: true) / 1048576;
            watch.Restart();
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            var (state, syncs, shells) = await RunAsync(plan);
            var took = watch.Elapsed;
            var processor = Process.GetCurrentProcess().TotalProcessorTime - before;
            var steps = state.Hosts.Sum(h => h.Steps.Count);
            var trips = shells.Average(h => h.Trips);
            shells.Clear();
            Assert.Equal(RunStatus.Done, state.Ended!.Status);
            TestContext.Current.SendDiagnosticMessage($"{hosts} hosts, {steps} steps: planned in {planned.TotalSeconds:0.00} s; run in {took.TotalSeconds:0.00} s, {processor.TotalMicroseconds / steps:0} µs of processor a step; "
                + $"{syncs} fsyncs, {trips:0.0} trips a host; {ofPlan} MiB held by the plan and {GC.GetTotalMemory(forceFullCollection: true) / 1048576} in all, {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB at the most");
            GC.KeepAlive(state);
        }
    }
}

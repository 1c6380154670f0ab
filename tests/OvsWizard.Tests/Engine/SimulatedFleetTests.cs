using System.Diagnostics;
using OvsWizard.Cli;
using OvsWizard.Engine;
using OvsWizard.Export;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Ssh;
using OvsWizard.Tests.Tui;
using OvsWizard.Tests.Tui.Runs;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// The planner, the engine and the journal on sites that nobody has at hand: hosts that answer at once, so that what
/// remains is our own.
/// </summary>
public sealed class SimulatedFleetTests : IDisposable
{
    private static readonly Runbook Overlay =
        new RunbookLibrary(Path.Combine(PublishedBinary.Root, "runbooks")).Find("vxlan-overlay");

    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A star: the mesh of so many would be half a million tunnels.</summary>
    private static Plan PlanOf(int hosts)
    {
        var answers = new Answers();
        answers.AddOption("topology=hub");
        answers.AddOption("overlay_cidr=10.0.0.0/8");
        return PlanBuilder.Build(Overlay, [.. Enumerable.Range(0, hosts).Select(HostOf)],
            new Dictionary<string, ParameterValue>(), answers);
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

    private async Task<(RunState State, long Syncs, List<SimulatedHost> Hosts)> RunAsync(Plan plan,
        Func<string, PlannedStep, bool>? fails = null)
    {
        var hosts = new List<SimulatedHost>();
        var plans = plan.Hosts.ToDictionary(h => h.Host);
        using var journal = new RunJournal(Path.Combine(folder, "journal.jsonl"));
        var runner = new Runner(new RunState(plan), (host, _, _) =>
        {
            var simulated = new SimulatedHost(plans[host], TimeSpan.Zero, step => fails?.Invoke(host, step) == true);
            lock (hosts) hosts.Add(simulated);
            return Task.FromResult<IHostShell>(simulated);
        }, journal, TimeProvider.System);
        var state = await runner.RunAsync(new RunOptions("r1", new ScriptedOperator(), new RunControl()) { Forks = 50 },
            CancellationToken.None);
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
        // Definitions, preflight, the first look, three groups of changes, what was published, the proof.
        Assert.All(hosts, host => Assert.InRange(host.Trips, 1, 8));
    }

    [Fact]
    public async Task One_failure_among_many_is_told_of_that_host_alone()
    {
        var (state, _, _) = await RunAsync(PlanOf(100), (host, step) => host == "h57" && step.Id == "bridge");

        var failed = state.Hosts.SelectMany(h =>
            h.Steps.Where(s => s.Status is StepStatus.Failed).Select(s => $"{h.Name} {s.Planned.Id}"));
        Assert.Equal(["h57 bridge"], failed);
        Assert.Equal(99,
            state.Hosts.Count(h => h.Steps.Any(s => s.Planned.Id == "persist-unit" && s.Status is StepStatus.Done)));
    }

    /// <summary>
    /// The sizes of which figures are printed: OVSWIZARD_FLEET=1000,10000; without it a small site goes through, so
    /// that the way stays open.
    /// </summary>
    public static TheoryData<int> Sizes =>
        [.. (Environment.GetEnvironmentVariable("OVSWIZARD_FLEET") ?? "50").Split(',').Select(int.Parse)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task What_planning_and_running_cost_is_told(int hosts)
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
        Tell(
            $"{hosts} hosts, {steps} steps: planned in {planned.TotalSeconds:0.00} s; run in {took.TotalSeconds:0.00} s, {processor.TotalMicroseconds / steps:0} µs of processor a step; "
                + $"{syncs} fsyncs, {trips:0.0} trips a host; {ofPlan} MiB held by the plan and {GC.GetTotalMemory(forceFullCollection: true) / 1048576} in all, {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576} MiB at the most");
        GC.KeepAlive(state);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task What_telling_the_operator_costs_is_told(int hosts)
    {
        var plan = PlanOf(hosts);
        await RunAsync(plan);
        var watch = Stopwatch.StartNew();
        var events = RunJournal.Read(Path.Combine(folder, "journal.jsonl"), out _);
        var read = watch.Elapsed;

        watch.Restart();
        var state = new RunState(plan);
        using var lines = new StringWriter();
        using (var printer = new RunPrinter(plan, new Colours(false), Language.English, verbose: false,
            terminal: false, lines))
            foreach (var happened in events)
            {
                state.Apply(happened);
                printer.See(happened, state);
            }
        var printed = watch.Elapsed;
        Assert.Contains($"changed on {hosts}", lines.ToString(), StringComparison.Ordinal);

        watch.Restart();
        var run = new ScriptedRun(plan);
        using var screen = new Headless(w => new RunScreen(w, run.Work, isRollback: false, run), 120,
            36, Language.English);
        screen.Until(() => run.Begun.Count > 0);
        Show(events.Take(events.Count / 2));
        var shown = watch.Elapsed;
        watch.Restart();
        Show(events.Skip(events.Count / 2).SkipLast(1));
        var told = watch.Elapsed;
        watch.Restart();
        screen.Keys("CursorDown");
        var key = watch.Elapsed;
        Assert.Matches($"Install the boot service +{hosts} ✔", screen.Screen);
        Tell(
            $"{hosts} hosts, {events.Count} events: journal read in {read.TotalSeconds:0.00} s; printed in {printed.TotalSeconds:0.00} s, {lines.ToString().Split('\n').Length - 1} lines; "
                + $"run screen with the first half {shown.TotalSeconds:0.00} s, with the second {told.TotalSeconds:0.00} s, a key {key.TotalMilliseconds:0} ms");

        // A frame takes only so many, so that keys have their turn.
        void Show(IEnumerable<RunEvent> some)
        {
            run.Tell([.. some]);
            do screen.Keys();
            while (!run.Work.Feed.IsEmpty);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void What_exports_cost_is_told(int hosts)
    {
        var plan = PlanOf(hosts);
        IReadOnlyList<Host> all = [.. Enumerable.Range(0, hosts).Select(HostOf)];
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            var watch = Stopwatch.StartNew();
            var (files, bytes) = (0, 0L);
            foreach (var file in Exporter.Files(format, plan, all,
                null, Language.English, ExportTemplates.In(Path.Combine(PublishedBinary.Root, "templates/export"))))
                (files, bytes) = (files + 1, bytes + file.Content.Length);
            Assert.True(files > 0 && bytes > hosts);
            Tell(
                $"{hosts} hosts: {format} in {watch.Elapsed.TotalSeconds:0.00} s, {files} files, {bytes / 1048576} MiB");
        }
    }

    private static void Tell(string figures) => TestContext.Current.SendDiagnosticMessage(figures);
}

using System.Diagnostics;
using OvsWizard.Engine;
using OvsWizard.Inspection;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Ssh;
using OvsWizard.Tests.Inspection;
using OvsWizard.Tests.Tui.Runs;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui;

/// <summary>
/// What a key costs on the screens of a large site: from the key to the frame that answers it, drawn whole. The figures
/// are told (<c>-diagnostics</c>) and never asserted; OVSWIZARD_FLEET=500 sets the size.
/// </summary>
public sealed class FiveHundredHostsTests
{
    private static readonly string[] list =
    [
        .. Enumerable.Repeat("↓", 15), "PgDn", "PgDn", "PgDn", "End", "↑", "↑", "PgUp", "Home", "/", "d", "3", "7",
        "Backspace", "Backspace", "Backspace", "Esc", "↓", "↓",
    ];

    public static TheoryData<int> Sizes =>
        [.. (Environment.GetEnvironmentVariable("OVSWIZARD_FLEET") ?? "30").Split(',').Select(int.Parse)];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void From_the_hosts_to_the_plan(int hosts)
    {
        // The usual block has room for 255 hosts.
        using var sample = new NewRunSample(hosts, "topology=hub hub=docker01 overlay_cidr=10.0.0.0/8");
        using var wizard = sample.Ready(120, 36, Language.English);
        Measure(wizard, "hosts list", hosts, [.. list, "o", "o"]);
        Measure(wizard, "to the parameters", hosts, "Enter");
        wizard.Until(() => wizard.Wizard.Top is ParametersScreen);
        Measure(wizard, "parameters", hosts, [.. list, "→", "↓", "End", "e", "Backspace", "4", "Enter"]);
        Measure(wizard, "to the topology", hosts, "Enter");
        wizard.Until(() => wizard.Wizard.Top is TopologyScreen);
        Measure(wizard, "topology", hosts, "↓", "↓", "PgDn", "End", "Home", "PgDn", "PgUp");
        Measure(wizard, "to the plan", hosts, "Enter");
        wizard.Until(() => wizard.Wizard.Top is PlanScreen && sample.Run.Preview is not null);
        Measure(wizard, "plan", hosts, [.. list, "→", "→", "↓", "↓", "←"]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_run_that_goes_on_meanwhile(int hosts)
    {
        var run = new ScriptedRun(ScriptedRun.Overlay(hosts));
        using var wizard = new Headless(w => new RunScreen(w, run.Work, isRollback: false, run), 120, 36);
        wizard.Until(() => run.Begun.Count > 0);
        run.Tell(new RunStarted("r", "test", "run", "", "", [], 1));
        run.Done("preflight", StepStatus.Satisfied);
        var going = new Queue<(string Host, string Step)>(
            from step in (string[])["firewall", "docker", "bridge"]
            from host in run.State.Hosts
            select (host.Name, step));
        Measure(wizard, "run under way", hosts, [.. list, "→", "↓", "←", "↓", "↓", "f", "p", "p", .. list], () =>
        {
            // What fifty hosts at once tell between two keys.
            for (var told = 0; told < 25 && going.TryDequeue(out var next); told++)
            {
                run.Tell(new StepOutput(next.Host, next.Step, "working"));
                run.Done(next.Step, StepStatus.Done, next.Host);
            }
            run.Wait(0.1);
        });
        Measure(wizard, "run over", hosts, list);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_live_network(int hosts)
    {
        var plan = PlanOf(hosts);
        var rounds = System.Threading.Channels.Channel.CreateUnbounded<NetworkState>();
        using var wizard = new Headless(w =>
            new WatchScreen(w, plan, (_, stop) => rounds.Reader.ReadAllAsync(stop), () => { }), 120, 36);
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        var states = Enumerable.Range(0, 8)
            .Select(n => SimulatedRounds.Of(plan, at.AddSeconds(10 * n), n, n % 2 == 0 ? [] : ["docker07"])).ToList();
        rounds.Writer.TryWrite(states[0]);
        wizard.WaitFor("12:00:00 UTC");
        var next = 1;
        Measure(wizard, "live network", hosts,
            ["↓", "↓", "PgDn", "PgDn", "End", "Home", "/", "d", "7", "Esc", "p", "p", "↓", "PgDn", "Home", "↓"], () =>
            {
                if (next < states.Count) rounds.Writer.TryWrite(states[next++]);
            });
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_inspector(int hosts)
    {
        using var wizard = new Headless(w => new InspectorScreen(w, [.. Names(hosts)],
            new Inspector((host, _, _) => Task.FromResult<IHostShell>(new CapturedHost(host)), forks: 50),
            Captured.Library, new ScriptedRun(ScriptedRun.Overlay())), 120, 36);
        // Checked once, and not again while keys are pressed: the simulated hosts would cost more than the screen.
        wizard.WaitFor("br-bond");
        Measure(wizard, "inspector, side by side", hosts, [.. list, "c", "c"]);
        wizard.Keys("s").WaitFor("docker01");
        Measure(wizard, "inspector, one host", hosts, [.. list, "h", "h"]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_journal(int hosts)
    {
        IReadOnlyList<PastRun> runs = [.. Enumerable.Range(0, 500).Select(i => i % 3 == 0 ? PastRuns.Failed
            : PastRuns.Done with { Id = $"20260301-100000-vxlan-overlay-{i:0000}" })];
        using var wizard = new Headless(w => new HistoryScreen(w, PastRuns.Actions() with { Runs = _ => runs }),
            120, 36);
        wizard.WaitFor("2026-03-01");
        Measure(wizard, "history of 500 runs", hosts, list);

        var run = new ScriptedRun(ScriptedRun.Overlay(hosts));
        run.Done("preflight", StepStatus.Satisfied).Done("firewall").Done("docker").Done("bridge").Done("tunnels");
        wizard.Do(w => w.Show(new PastRunScreen(w, PastRuns.Actions(),
            new PastRun("20260301-100000-vxlan-overlay-0001", new RunRecord(null!, run.State, Torn: false)))));
        Measure(wizard, "one run of them", hosts, [.. list, "o", "↓", "PgDn", "o"]);
    }

    private static Plan PlanOf(int hosts) => Plans.Overlay.Plan(
        "hosts:\n" + string.Concat(Enumerable.Range(1, hosts).Select(i =>
            $"  docker{i:00}: {{ address: h{i}, params: {{ underlay_ip: 172.16.{i / 250}.{(i % 250) + 1}, container_subnet: 10.{i / 250}.{i % 250}.1/24 }} }}\n")),
        "topology=hub", "hub=docker01", "overlay_cidr=10.0.0.0/8");

    private static IEnumerable<string> Names(int hosts) => Enumerable.Range(1, hosts).Select(i => $"docker{i:00}");

    private static void Measure(Headless wizard, string what, int hosts, params string[] keys) =>
        Measure(wizard, what, hosts, keys, () => { });

    /// <param name="meanwhile">What happens between two keys: not counted, but what the screen makes of it is.</param>
    private static void Measure(Headless wizard, string what, int hosts, string[] keys, Action meanwhile)
    {
        var took = new List<(string Key, double Wall, double Processor)>();
        foreach (var key in keys)
        {
            meanwhile();
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            wizard.KeysAtOnce(key);
            took.Add((key, watch.Elapsed.TotalMilliseconds,
                (Environment.CpuUsage.TotalTime - before).TotalMilliseconds));
        }
        var worst = took.MaxBy(t => t.Processor);
        TestContext.Current.SendDiagnosticMessage(
            $"{hosts} hosts, {what}: {took.Count} keys, median {Median(t => t.Wall):0.0} ms, worst {took.Max(t => t.Wall):0.0}; "
                + $"of processor {Median(t => t.Processor):0.0}, worst {worst.Processor:0.0} ({worst.Key}); "
                + $"{GC.GetTotalMemory(forceFullCollection: true) / 1048576} MiB held");
        Assert.NotEmpty(took);

        double Median(Func<(string Key, double Wall, double Processor), double> of) =>
            took.Select(of).Order().ElementAt(took.Count / 2);
    }
}

using CsCheck;
using OvsWizard.Diagnosis;
using OvsWizard.Inspection;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Ssh;
using OvsWizard.Tests.Engine;
using OvsWizard.Tests.Inspection;
using OvsWizard.Tests.Plans;
using OvsWizard.Tests.Tui.Runs;
using OvsWizard.Tui;
using OvsWizard.Tui.Inspection;
using OvsWizard.Tui.Runs;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui;

/// <summary>
/// Every screen with no row, one, two and many, at any size: nothing breaks, and nothing leaves its columns.
/// </summary>
public sealed class LayoutTests : IDisposable
{
    private static readonly List<NewRunSample> samples = [];

    private static readonly int[] counts = [0, 1, 2, 60];
    private static readonly (int Columns, int Rows)[] sizes = [(20, 5), (60, 16), (80, 24), (61, 80), (250, 80)];
    private static readonly Gen<(int Columns, int Rows)> anySize = Gen.Select(Gen.Int[20, 250], Gen.Int[5, 80]);

    private static readonly Subject Subject = new(
        new TroubleshootingLibrary(new RunbookLibrary(Path.Combine(PublishedBinary.Root, "runbooks")))
            .Find("vxlan-overlay"),
        Inventory.Parse(Overlay.Hosts(3), "inventory.yml",
            SshConfig.Parse("", "config", new LocalUser("me", "/home/me")), new LocalUser("me", "/home/me")),
        new Answers());

    /// <summary>Screens by name, each with so many rows.</summary>
    private static readonly Dictionary<string, Func<Wizard, int, Screen>> screens = new()
    {
        ["home"] = (w, n) => new HomeScreen(w, PastRuns.Actions(n == 0 ? [] : [PastRuns.Interrupted])),
        ["runbooks"] = (w, n) => new RunbookScreen(w,
            PastRuns.Actions() with { Runbooks = () => new([.. Enumerable.Repeat(Overlay.Runbook, n)], []) },
            Purpose.CarryOut, null),
        ["history"] = (w, n) => new HistoryScreen(w, PastRuns.Actions([.. Enumerable.Repeat(PastRuns.Failed, n)])),
        ["past run"] = (w, n) =>
            new PastRunScreen(w, PastRuns.Actions(), n < 2 ? PastRuns.Interrupted : PastRuns.Failed),
        ["settings"] = (w, _) => new SettingsScreen(w),
        ["practice"] = (w, n) => new PracticeScreen(w, PastRuns.Actions() with { Practice = new NoPractice(n) }),
        ["hosts"] = (w, n) => new HostsScreen(w, Sample(n).Run),
        ["host entry"] = (w, n) =>
            new HostEntryScreen(w, n == 0 ? null : new HostEntry("docker01"), Stage.Result, _ => { }),
        ["parameters"] = (w, n) => new ParametersScreen(w, Filled(n)),
        ["topology"] = (w, n) => new TopologyScreen(w, Planned(n)),
        ["plan"] = (w, n) => new PlanScreen(w, Planned(n)),
        ["run"] = (w, n) => RunOf(w, n, n, isRollback: false),
        ["run of one step"] = (w, n) => RunOf(w, n, 1, isRollback: false),
        ["run of one host"] = (w, n) => RunOf(w, 1, n, isRollback: false),
        ["rollback"] = (w, n) => RunOf(w, n, Math.Min(n, 3), isRollback: true),
        ["step"] = (w, n) =>
            new StepScreen(w, ViewOf(Math.Max(1, n), 1), "h1", ViewOf(Math.Max(1, n), 1).Grid.Rows[0].Cells[0]),
        ["commands"] = (w, n) => new CommandsScreen(w, ViewOf(Math.Max(1, n), n), "h1"),
        ["result"] = (w, n) => Result(w, n),
        ["symptoms"] = (w, n) => new SymptomScreen(w, Subject, _ => { }),
        ["diagnosis"] = (w, n) => new DiagnosisScreen(w, Subject, n == 0 ? null : Subject.Troubleshooting.Symptoms[0],
            (_, _) => new TaskCompletionSource<DiagnosisResult>().Task, _ => { }),
        ["inspector"] = (w, n) => new InspectorScreen(w, [.. Names(Math.Max(1, n))],
            new Inspector((host, _, _) => Task.FromResult<IHostShell>(new CapturedHost("docker01")), forks: 4),
            Captured.Library),
        ["views"] = (w, n) => new ViewListScreen(w, [.. Captured.Library.All().Take(n)], [], _ => { }),
        ["row"] = (w, n) => new RowScreen(w, View, new TableRow([], false,
            [.. Names(n).Select(h => (h, (IReadOnlyList<string>)[.. View.Columns.Select(c => c.Id)]))])),
        ["output"] = (w, n) =>
            new OutputScreen(w, View, [.. Names(n).Select(h => new HostTable(h, [], "said\n", null))]),
        ["help"] = (w, n) => new HelpScreen(w, new HomeScreen(w, PastRuns.Actions())),
    };

    public static TheoryData<string> Screens => [.. screens.Keys];

    [Theory]
    [MemberData(nameof(Screens))]
    public void A_screen_is_drawn_whatever_it_has_to_show_and_whatever_room_there_is(string name)
    {
        foreach (var count in counts)
        {
            using var wizard = new Headless(w => screens[name](w, count));
            foreach (var (columns, rows) in sizes) Draw(wizard, columns, rows);
            anySize.Sample(size => Draw(wizard, size.Columns, size.Rows), iter: 3, threads: 1);
        }
    }

    [Theory]
    [InlineData(20, 5)]
    [InlineData(60, 16)]
    [InlineData(250, 80)]
    public void A_question_and_a_search_are_drawn_in_any_room(int columns, int rows)
    {
        using var wizard = new Headless(w => new SampleScreen(w, ["docker01"]), 80, 24);
        Draw(wizard.Keys("d"), columns, rows);
        Draw(wizard.Keys("Esc", "t").Paste(new string('x', 200)), columns, rows);
        Draw(wizard.Keys("Esc", "Esc", "/"), columns, rows);
    }

    private static void Draw(Headless wizard, int columns, int rows)
    {
        var screen = wizard.Resize(columns, rows).KeysAtOnce("End", "↑", "PgUp", "Home", "↓", "→").Screen;
        Assert.All(screen.Split('\n'), line => Assert.True(OvsWizard.Texts.Columns.Width(line) <= columns, line));
        Assert.True(screen.Split('\n').Length <= rows + 1, $"more than {rows} rows");
        Assert.Empty(wizard.TakeDefects());
        if (columns < Wizard.LeastColumns || rows < Wizard.LeastRows || wizard.Wizard.Top is not { } top) return;
        // What lies below the last row is never seen, and neither is the row that is selected there.
        foreach (var view in top.SubViews.Where(v => v.Visible)) Assert.True(view.Frame.Bottom <= top.Viewport.Height,
            $"{view} of {top.Heading} ends at row {view.Frame.Bottom} of {top.Viewport.Height} ({columns}x{rows})");
    }

    private static HostView View => Captured.Library.All()[0];

    private static IEnumerable<string> Names(int count) => Enumerable.Range(1, count).Select(i => $"h{i}");

    public void Dispose()
    {
        foreach (var sample in samples) sample.Dispose();
        samples.Clear();
    }

    private static NewRunSample Sample(int hosts)
    {
        var sample = new NewRunSample(Math.Max(1, hosts));
        samples.Add(sample);
        if (hosts == 0) sample.Run.Selection.Toggle("docker01");
        return sample;
    }

    private static NewRun Filled(int hosts)
    {
        var run = Sample(hosts).Run;
        run.Fill();
        return run;
    }

    private static NewRun Planned(int hosts)
    {
        // The overlay has two hosts at the least.
        var run = Filled(Math.Max(2, hosts));
        run.Plan = Overlay.Plan(Math.Max(2, hosts));
        return run;
    }

    private static Plan PlanWith(int hosts, int steps) =>
        PlanOf.Each(Names(hosts).ToDictionary(h => h,
            _ => (PlannedStep[])[.. Enumerable.Range(0, steps).Select(i => PlanOf.Step($"s{i}", i, "true", "true"))]));

    private static RunView ViewOf(int hosts, int steps)
    {
        var view = new RunView(PlanWith(hosts, steps), ExpectedTimes.Unknown, []);
        foreach (var host in view.State.Hosts.Take(1))
            foreach (var step in host.Steps.Take(1))
            {
                view.Apply(new StepPhase(host.Name, step.Planned.Key, "check"));
                view.Apply(new StepOutput(host.Name, step.Planned.Key, new string('x', 400)));
            }
        return view;
    }

    private static RunScreen RunOf(Wizard wizard, int hosts, int steps, bool isRollback)
    {
        var run = new ScriptedRun(PlanWith(hosts, steps));
        return new RunScreen(wizard, run.Work, isRollback, run);
    }

    private static ResultScreen Result(Wizard wizard, int hosts)
    {
        var run = new ScriptedRun(PlanWith(Math.Max(1, hosts), 2));
        var view = ViewOf(Math.Max(1, hosts), 2);
        foreach (var host in view.State.Hosts.Skip(1).Take(3))
            view.Apply(new PairProved("h1", "10.0.0.1", host.Name, "10.0.0.2", 56, true, "0.4"));
        view.Apply(new RunEnded(RunStatus.Failed, 4200));
        return new ResultScreen(wizard, run.Work, view, run);
    }
}

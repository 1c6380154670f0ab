using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Tui.Panes;
using OvsWizard.Tui.Runs;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Screens;

/// <summary>
/// What came of a run: the ping matrix, what changed where, how to undo it, and where it is written down.
/// </summary>
public sealed class ResultScreen : Screen
{
    private readonly RunWork work;
    private readonly RunView view;
    private readonly TimeProvider clock;
    private readonly Page page = new() { X = 1, Indent = 4 };
    private bool isHandedOn;
    private int drawnFor = -1;

    public ResultScreen(Wizard wizard, RunWork work, RunView view, TimeProvider clock) : base(wizard)
    {
        (this.work, this.view, this.clock) = (work, view, clock);
        Add(page);
        page.SetFocus();
    }

    public override string Heading => work.RunId is null ? Say($"Drift") : Say($"Result");

    public override Stage? Stage => Tui.Stage.Result;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.H, Say($"home"), Wizard.Home),
        .. work.Next is null ? Array.Empty<ScreenKey>()
            : [new(Key.N, Say($"next batch"), () => Wizard.Do(NextAsync)) { WhyNot = WhyNoNext() }],
        new(Key.V, Say($"verify"), () => Wizard.Show(new RunScreen(Wizard, work.Verify!(), isRollback: false, clock)))
            { WhyNot = work.Verify is null ? Say($"this was a verification") : null },
        new(Key.I, Say($"inspect the hosts"),
            () => Wizard.Show(new InspectorScreen(Wizard, [.. work.Plan.Hosts.Select(h => h.Host)], work.Inspect!())))
            { WhyNot = work.Inspect is null ? Say($"not in this version") : null },
        new(Key.W, Say($"watch"), () => RunEntry.Watch(Wizard, work.Plan, work.Hosts)) { WhyNot = WhyNoWatch() },
        new(Key.B, Say($"roll back"), () => Wizard.Do(RollBackAsync)) { WhyNot = WhyNoRollback() },
        new(Key.X, Say($"export"),
            () => Wizard.Do(ExportAsync)) { WhyNot = work.RunId is null ? Say($"nothing was changed") : null },
        new(Key.C, Say($"commands"), () => Wizard.Show(new CommandsScreen(Wizard, view, work.Plan.Hosts[0].Host))),
    ];

    public override IReadOnlyList<(string What, string Text)> Copies =>
        [.. RunSummary.Commands(work, view.State, Wizard.Language).Take(9)];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"The matrix shows a ping from a container of the row's host to one of the column's host, with the smallest and the largest packet that must fit. Green: every packet was answered. Yellow: some were. Red: none was."),
        Say(
            $"Below is what was changed on which host. Rolling back undoes all of it, the last step first; every before-image is kept on the host and in the run's folder."),
        Say(
            $"With batches, n starts the next one: inspect this one first, as long as you like. Each batch is a separate run and is rolled back separately, the last one first."),
    ];

    public override void Refresh()
    {
        drawnFor = Viewport.Width;
        var state = view.State;
        page.Lines =
        [
            RunSummary.Conclusion(state, Wizard.Language),
            Line.Empty,
            .. state.Ended!.Status is RunStatus.RolledBack ? [] : Matrix(state.Pairs),
            .. work.Rest is { Left.Count: > 0 } rest ? [new Line(rest.Told(Wizard.Language), Tone.Key)]
                : Array.Empty<Line>(),
            .. RunSummary.Next(work, state, Wizard.Language),
            Line.Empty,
            .. RunSummary.Changes(state, Wizard.Language),
        ];
    }

    public override void Tick()
    {
        if (Viewport.Width != drawnFor) Refresh();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !isHandedOn) work.End();
        base.Dispose(disposing);
    }

    private IEnumerable<Line> Matrix(IReadOnlyList<PairProved> pairs) =>
        [.. MatrixPicture.Draw([.. work.Plan.Hosts.Select(h => h.Host)], pairs, Math.Max(40, drawnFor - 6),
            Wizard.Language), Line.Empty];

    private string? WhyNoRollback() =>
        work.RunId is null ? Say($"nothing was changed")
        : view.State.Hosts.All(h => h.Steps.All(s => !s.Intended)) ? Say($"there is nothing to roll back")
        : null;

    private string? WhyNoWatch() =>
        work.Hosts.Count == 0 ? Say($"not in this version")
        : view.State.Ended!.Status is RunStatus.RolledBack ? Say($"the run was rolled back")
        : null;

    private string? WhyNoNext() => view.State.Ended!.Status switch
    {
        RunStatus.Done => null,
        RunStatus.RolledBack => Say($"this batch was rolled back"),
        _ => Say($"this batch is not finished: resume it first"),
    };

    private async Task NextAsync() =>
        Wizard.Replace(new RunScreen(Wizard, await Task.Run(work.Next!), isRollback: false, clock));

    private async Task ExportAsync() =>
        ExportEntry.Export(Wizard, await Task.Run(() => RunRecord.Read(RunFolder.Find(work.RunId))));

    private async Task RollBackAsync()
    {
        if (await Wizard.AskAsync(ConsentNotice.OfRollback(view.State).Ask(Wizard.Language)) != 0) return;
        isHandedOn = true;
        Wizard.Replace(new RunScreen(Wizard, work with { Former = view.Events }, isRollback: true,
            clock, hasAgreed: true));
    }
}

using OvsWizard.Journal;
using OvsWizard.Sessions;
using OvsWizard.Tui.Panes;
using OvsWizard.Tui.Runs;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Screens;

/// <summary>
/// A run that another process works on, as its journal grows. Any number may watch; one of them can take control.
/// </summary>
public sealed class AttachedRunScreen : Screen
{
    private readonly RunFolder folder;
    private readonly Actions actions;
    private readonly TimeProvider clock;
    private readonly RunView view;
    private readonly RunPanes panes;
    private readonly RunFeed feed = new();
    private readonly CancellationTokenSource leaving = new();
    private CancellationTokenSource? taking;
    private long shownSecond;
    private bool hasBegun;
    private bool isOver;

    /// <param name="expected">What its steps took in earlier runs.</param>
    public AttachedRunScreen(Wizard wizard, Actions actions, RunFolder folder, ExpectedTimes expected,
        TimeProvider clock) : base(wizard)
    {
        (this.actions, this.folder, this.clock) = (actions, folder, clock);
        view = new RunView(folder.ReadPlan(), expected, []);
        panes = new RunPanes(this, view, folder.Id, clock, ShowAll);
        StartsAt = panes.Grid;
        feed.Arrived = () => wizard.Post(TakeNews);
    }

    public override string Heading => Say($"Attached");

    public override ISearched? Searched => panes.Output;

    public override IReadOnlyList<(string What, string Text)> Copies => panes.Copies(folder.Id);

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        isOver ? new(Key.Enter, Say($"open the run"), OpenRun) : new(Key.Enter, Say($"the step"), OpenStep),
        new(Key.T, taking is null ? Say($"take control") : Say($"do not take control"),
            () => Wizard.Do(TakeControlAsync))
        {
            WhyNot = isOver ? Say($"the run is over") : actions.Resume is null ? Say($"not in this version") : null,
        },
        .. HostJump.Keys(Wizard, view.Grid.Hosts, h => h.Name, panes.Stay),
        new(Key.C, Say($"commands"), () => Wizard.Show(new CommandsScreen(Wizard, view, panes.Grid.Host))),
        new(Key.F, panes.FollowLabel, panes.Follow),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"A run of another process, followed live in its journal. The output of a step appears when the step has ended. Any number of people can watch it, also from the command line: ovswizard attach {folder.Id}"),
        Say(
            $"Leaving this screen does not affect the run. When you take control, the other process finishes the current steps and hands the run over; it is then resumed here, and its questions come to you."),
    ];

    public override void Refresh() => ShowAll();

    public override void Tick()
    {
        if (!hasBegun) Wizard.Do(FollowAsync);
        hasBegun = true;
        var second = clock.GetUtcNow().ToUnixTimeSeconds();
        if (second != shownSecond && !isOver) ShowAll();
        shownSecond = second;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            leaving.Cancel();
            taking?.Cancel();
        }
        base.Dispose(disposing);
    }

    private async Task FollowAsync()
    {
        var stop = leaving.Token;
        // Off the screen's thread: a long journal takes its time to read.
        await Task.Run(async () =>
        {
            await foreach (var happened in JournalFollower.FollowAsync(folder, stop)) feed.Add(happened);
        }, stop);
        while (!feed.IsEmpty) feed.Drain(view.Apply);
        isOver = true;
        ShowAll();
        // The keys are others now.
        Wizard.Redraw();
        Wizard.Call(HowItEnded);
    }

    private void TakeNews()
    {
        feed.Drain(view.Apply);
        panes.GoToLatest();
        if (ReferenceEquals(Wizard.Top, this)) ShowAll();
    }

    private async Task TakeControlAsync()
    {
        if (taking is not null)
        {
            await taking.CancelAsync();
            return;
        }
        IReadOnlyList<Line> lines =
        [
            Say(
                $"The other process finishes the current steps and hands the run over. It is then resumed here: what was done is kept, and you are asked before anything is changed."),
            Say($"Others who watch the run are not affected."),
        ];
        if (!await Wizard.ConfirmAsync(Say($"Take control of the run?"), lines, Key.T, Say($"take control")) || isOver)
            return;
        taking = CancellationTokenSource.CreateLinkedTokenSource(leaving.Token);
        ShowAll();
        try
        {
            await ControlRequest.TakeAsync(folder, taking.Token);
            var record = await Task.Run(() => PastRun.Of(folder));
            // It may have come to its end meanwhile.
            if (!record.CanResume) return;
            Wizard.Home();
            actions.Resume!(Wizard, record);
        }
        finally
        {
            taking = null;
            if (ReferenceEquals(Wizard.Top, this)) ShowAll();
            Wizard.Redraw();
        }
    }

    private void OpenStep() => Wizard.Show(new StepScreen(Wizard, view, panes.Grid.Host, panes.Grid.Cell));

    private void OpenRun() => Wizard.Do(async () =>
    {
        var record = await Task.Run(() => PastRun.Of(folder));
        Wizard.Replace(new PastRunScreen(Wizard, actions, new PastRun(folder.Id, record)));
    });

    /// <summary>A journal without an end: its process died.</summary>
    private string HowItEnded => (view.State.Ended?.Status ?? RunStatus.Interrupted).Name(Wizard.Language);

    private void ShowAll()
    {
        panes.NothingYet = Say($"Its output appears when the step has ended.");
        panes.Show(StatusLine());
    }

    private Line StatusLine()
    {
        var isWell = view.State.Ended?.Status is RunStatus.Done or RunStatus.RolledBack;
        var line = isOver ? new Line(HowItEnded, isWell ? Tone.Good : Tone.Bad)
            : taking is not null ? new Line(Say($"waiting for the other process to hand over"), Tone.Changed)
            : view.State.Paused ? new Line(Say($"paused"), Tone.Changed)
            : new Line(view.State.Resumed?.Mode is "rollback" ? Say($"rolling back")
                : RunStatus.Running.Name(Wizard.Language), Tone.Key);
        if (view.State.Ended is { } end) line.Add("  ").Add(TimeSpan.FromMilliseconds(end.Milliseconds).Short());
        else if ((view.State.Resumed?.At ?? view.State.Started?.At) is { } begun && !isOver)
            line.Add("  ").Add((clock.GetUtcNow() - begun).Whole());
        if (!isOver) line.Add("  ").Add(Say($"attached"), Tone.Strong);
        return line;
    }
}

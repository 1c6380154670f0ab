using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Tui.Panes;
using OvsWizard.Tui.Runs;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Screens;

/// <summary>
/// A run under way: steps by hosts, what the chosen one prints, and everything that can be done about it.
/// </summary>
public sealed class RunScreen : Screen
{
    private readonly RunWork work;
    private readonly RunView view;
    private readonly RunDriver driver;
    private readonly TimeProvider clock;
    private readonly RunClock watch;
    private readonly RunPanes panes;
    private long shownSecond;
    private bool isAsking;
    private bool hasBegun;

    /// <param name="isRollback">Rolls the run back instead of doing what is left.</param>
    /// <param name="hasAgreed">The operator has agreed to that already.</param>
    public RunScreen(Wizard wizard, RunWork work, bool isRollback, TimeProvider clock, bool hasAgreed = false)
        : base(wizard)
    {
        this.work = work;
        this.clock = clock;
        watch = new RunClock(clock);
        view = new RunView(work.Plan, work.Expected, work.Former);
        driver = new RunDriver(work, isRollback, wizard, hasAgreed);
        panes = new RunPanes(this, view, work.RunId ?? work.Plan.Runbook, clock, ShowAll);
        StartsAt = panes.Grid;
        work.Feed.Arrived = () => wizard.Post(TakeNews);
    }

    public override string Heading =>
        driver.IsRollback ? Say($"Rollback") : work.RunId is null ? Say($"Verify") : Say($"Run");

    public override Stage? Stage => Tui.Stage.Run;

    public override ISearched? Searched => panes.Output;

    public override IReadOnlyList<ScreenKey> Keys => [.. KeysNow()];

    public override Host? HostHere => work.Hosts.FirstOrDefault(h => h.Name == panes.Grid.Host);

    public override IReadOnlyList<(string What, string Text)> Copies => panes.Copies(work.RunId);

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"Each row is a step, each column a host. · not started, ? being checked, ▶ under way, = already held, ✔ changed and verified, - skipped, ✘ failed, ! interrupted, ≠ drifted, ↩ undone. Arrows select a cell; below is what that step prints on that host."),
        Say($"With more hosts than columns fit, hosts are counted, and those that need you are listed on top."),
        Say(
            $"Everything is written to the run's journal before it is sent. Whatever happens to this terminal, the run can be resumed: ovswizard resume."),
        Say(
            $"Pause finishes the current steps and holds the rest. Detach finishes them and lets the run continue in the background, or parks it to be resumed. Abort kills what runs on the hosts; the current steps are then interrupted, and checked first when the run is resumed."),
    ];

    public override void Refresh() => ShowAll();

    public override void Tick()
    {
        if (!hasBegun) Wizard.Do(CarryOutAsync);
        hasBegun = true;
        var second = clock.GetUtcNow().ToUnixTimeSeconds();
        if (second != shownSecond && !driver.HasEnded) ShowAll();
        shownSecond = second;
        if (driver.Waiting.FirstOrDefault(a => !driver.IsPutOff(a)) is { } asked && !isAsking)
            Wizard.Do(() => AskAsync(asked));
    }

    public override async Task<bool> MayLeaveAsync()
    {
        if (driver.HasEnded || work.RunId is null) return true;
        await DetachAsync();
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) driver.Dispose();
        base.Dispose(disposing);
    }

    private IEnumerable<ScreenKey> KeysNow()
    {
        var over = driver.HasEnded ? Say($"the run is over") : null;
        if (driver.HasEnded) yield return new(Key.Enter, Say($"result"), ShowResult);
        else if (driver.Waiting.Count > 0)
            yield return new(Key.Enter, Say($"answer"), () => Wizard.Do(() => AskAsync(driver.Waiting[0])));
        else yield return new(Key.Enter, Say($"the step"),
            () => Wizard.Show(new StepScreen(Wizard, view, panes.Grid.Host, panes.Grid.Cell)));
        if (work.RunId is not null)
        {
            yield return new(Key.P, driver.Control.IsPaused ? Say($"go on") : Say($"pause"), Pause) { WhyNot = over };
            yield return new(Key.T, driver.Control.StepByStep ? Say($"step by step: on") : Say($"step by step: off"),
                StepByStep) { WhyNot = over };
            var failure = driver.FailureAt(panes.Grid.Host);
            var none = over ?? (failure is null ? Say($"nothing has failed on {panes.Grid.Host}") : null);
            yield return new(Key.R, Say($"retry"), () => Retry(failure!)) { WhyNot = none };
            yield return new(Key.K, Say($"skip"),
                () => Wizard.Do(() => SkipAsync(failure!))) { WhyNot = none ?? WhyNoSkip(failure!) };
            yield return new(Key.B, Say($"roll back"),
                () => Wizard.Do(RollBackAsync)) { WhyNot = driver.IsRollback ? Say($"this is the rollback") : null };
            yield return new(Key.D, Say($"detach"), () => Wizard.Do(DetachAsync)) { WhyNot = over };
        }
        yield return new(Key.X.WithCtrl, Say($"abort"), () => Wizard.Do(AbortAsync)) { WhyNot = over };
        foreach (var key in HostJump.Keys(Wizard, view.Grid.Hosts, h => h.Name, panes.Stay)) yield return key;
        yield return new(Key.C, Say($"commands"), () => Wizard.Show(new CommandsScreen(Wizard, view, panes.Grid.Host)));
        yield return new(Key.F, panes.FollowLabel, panes.Follow);
    }

    /// <summary>Once a frame, also while another screen is shown.</summary>
    private void TakeNews()
    {
        work.Feed.Drain(view.Apply);
        panes.GoToLatest();
        if (ReferenceEquals(Wizard.Top, this)) ShowAll();
    }

    private async Task CarryOutAsync()
    {
        await driver.CarryOutAsync();
        while (!work.Feed.IsEmpty) work.Feed.Drain(view.Apply);
        ShowAll();
        Wizard.Redraw();
        Wizard.Call(view.State.Ended is { } end ? end.Status.Name(Wizard.Language) : Say($"ended"));
        if (driver.WantsRollback) RollBack();
        else if (driver.EndsWizard) await LeaveAsync();
        else if (view.State.Ended?.Status is RunStatus.Done or RunStatus.RolledBack)
        {
            if (ReferenceEquals(Wizard.Top, this)) ShowResult();
        }
        else if (driver.IsParked) await LeaveAsync();
    }

    /// <summary>The run is left: to be resumed, or to the process that goes on with it.</summary>
    private async Task LeaveAsync()
    {
        var goesOn = driver.IsDetaching && view.State.Ended?.Status is RunStatus.Interrupted;
        try
        {
            if (goesOn) await driver.GoOnAsync();
            if (driver.EndsWizard) Wizard.RequestStop();
        }
        finally
        {
            Wizard.Home();
        }
        Wizard.Tell(goesOn
            ? new Line(Say($"Run {work.RunId} continues in the background; a attaches to it."), Tone.Good)
            : new Line(Say($"Run {work.RunId} is parked; r resumes it."), Tone.Changed));
    }

    private void RollBack() => Wizard.Replace(new RunScreen(Wizard, driver.HandOn() with { Former = view.Events },
        isRollback: true, clock, hasAgreed: true));

    private void ShowResult()
    {
        if (view.State.Ended is not null) Wizard.Replace(new ResultScreen(Wizard, driver.HandOn(), view, clock));
        else Wizard.Home();
    }

    private async Task AskAsync(Asked asked)
    {
        isAsking = true;
        if (asked.Host is { } host && asked.Step is { } step && panes.Find(host, step)) panes.Grid.Chosen!();
        var answer = await Wizard.AskAsync(asked.Ask(Wizard.Language));
        // Whatever comes of it, the question is not asked again by itself.
        driver.PutOff(asked);
        if (asked.IsFailure && answer == Asked.Skip) await SkipAsync(asked);
        else if (asked.IsFailure && answer == Asked.RollBack) await RollBackAsync();
        else if (answer >= 0) driver.Answer(asked, answer);
        isAsking = false;
        ShowAll();
    }

    private async Task SkipAsync(Asked failure)
    {
        var step = view.State[failure.Host!][failure.Step!].Planned;
        var consequences = SkipConsequences.Of(view.State, failure.Host!, step).Tell(Wizard.Language);
        if (await Wizard.ConfirmAsync(Say($"Skip {step.Id} on {failure.Host}?"), consequences, Key.K, Say($"skip it")))
            driver.Answer(failure, Asked.Skip);
        ShowAll();
    }

    private async Task RollBackAsync()
    {
        var notice = ConsentNotice.OfRollback(view.State);
        if (notice.Back.Count == 0)
        {
            Wizard.Tell(new Line(Say($"it has changed nothing yet"), Tone.Changed));
            return;
        }
        var question = notice.Ask(Wizard.Language);
        if (!driver.HasEnded) question = question with
        {
            Body = [Say($"The current steps are finished first, and undone with the others."), .. question.Body]
        };
        if (await Wizard.AskAsync(question) != 0) return;
        if (driver.HasEnded) RollBack();
        else driver.RollBack();
    }

    private async Task DetachAsync()
    {
        driver.Leave(await Wizard.AskAsync(driver.LeavingBy(Say($"Detach from the run?"))));
        ShowAll();
    }

    private async Task AbortAsync()
    {
        IReadOnlyList<Line> lines =
        [
            new(
                Say(
                    $"What runs on the hosts is killed at once. Whether the current steps took effect is then unknown; they are checked first when the run is resumed."),
                Tone.Bad),
            Say($"Detach (d) leaves the run without killing anything."),
        ];
        if (await Wizard.ConfirmAsync(Say($"Abort the run?"), lines, Key.A.WithShift, Say($"abort"))) driver.Abort();
    }

    private string? WhyNoSkip(Asked failure) =>
        failure.Step is null ? Say($"{failure.Host} was lost between two steps")
        : view.State[failure.Host!][failure.Step].Planned.IsPreflight
            ? Say($"without it {failure.Host} does not meet the prerequisites")
        : null;

    private void Pause()
    {
        driver.Pause();
        ShowAll();
    }

    private void StepByStep()
    {
        driver.Control.StepByStep = !driver.Control.StepByStep;
        ShowAll();
    }

    private void Retry(Asked failure)
    {
        driver.Answer(failure, Asked.Retry);
        ShowAll();
    }

    /// <summary>Nothing is at work on any host until the operator answers, or lets the run go on.</summary>
    private bool Waits => (driver.Waiting.Count > 0 || driver.Control.IsPaused)
        && !view.State.Hosts.Any(h => h.Steps.Any(s => s.Status.IsRunning()));

    private void ShowAll()
    {
        watch.See(Waits);
        panes.Show(StatusLine(), driver.Waiting.Count > 0 ? driver.Waiting[0].Waiting(Wizard.Language) : "");
    }

    private Line StatusLine()
    {
        var (status, tone) = (driver.HasEnded, view.State.Ended?.Status) switch
        {
            (true, { } ended) =>
                (ended.Name(Wizard.Language), ended is RunStatus.Done or RunStatus.RolledBack ? Tone.Good : Tone.Bad),
            (true, null) => (Say($"ended"), Tone.Bad),
            _ when driver.IsParked => (Say($"finishing the current steps"), Tone.Changed),
            _ when driver.Waiting.Count > 0 => (Say($"waits for you"), Tone.Changed),
            _ when driver.Control.IsPaused => (Say($"paused"), Tone.Changed),
            _ => (driver.IsRollback ? Say($"rolling back") : RunStatus.Running.Name(Wizard.Language), Tone.Key),
        };
        var line = new Line(status, tone);
        if (view.State.Ended is { } end) line.Add("  ").Add(TimeSpan.FromMilliseconds(end.Milliseconds).Short());
        else if (view.BegunAt is { } begun)
            line.Add("  ").Add(view.ExpectedInAll is { TotalSeconds: >= 1 } expected && !driver.IsRollback
                ? Say($"{watch.Since(begun).Whole()} of about {expected.Whole()}") : watch.Since(begun).Whole());
        if (driver.Control.StepByStep) line.Add("  ").Add(Say($"step by step"), Tone.Changed);
        if (work.Rest is { } rest) line.Add("  ").Add(Say($"batch {rest.Number - 1} of {rest.Total}"), Tone.Strong);
        return line;
    }
}

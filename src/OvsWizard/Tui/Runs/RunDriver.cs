using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Runs;

/// <summary>
/// Drives a run for the run screen: begins it, keeps what it asks, holds it, leaves it. Where the process must end, the
/// steps in hand get some seconds to finish; what has not finished then is interrupted, and the journal says so. A run
/// that can go on without the operator is handed to a process of its own, between two steps.
/// </summary>
internal sealed class RunDriver : IDisposable
{
    private static readonly TimeSpan finishing = TimeSpan.FromSeconds(10), killing = TimeSpan.FromSeconds(8);

    private readonly RunWork work;
    private readonly Wizard wizard;
    private readonly RunOperator asks;
    private readonly CancellationTokenSource abort = new();
    private readonly Lock gate = new();
    private readonly List<Asked> waiting = [];
    private readonly HashSet<Asked> putOff = [];
    private Task<RunState>? running;
    private Task? goingOn;
    private bool isHandedOn;
    private bool isOver;

    /// <param name="hasAgreed">The operator has agreed to the rollback already.</param>
    public RunDriver(RunWork work, bool isRollback, Wizard wizard, bool hasAgreed = false)
    {
        (this.work, this.wizard, IsRollback) = (work, wizard, isRollback);
        asks = new RunOperator(Take) { Preview = work.Preview, HasAgreed = hasAgreed };
        wizard.Leaving.Add(LeaveRunAsync);
        wizard.UnderWay = () => HasEnded || work.RunId is null ? null
            : new WorkUnderWay(LeavingBy(wizard.Language.Say($"Leave the run?")), MayEnd);
    }

    public bool IsRollback { get; }
    public RunControl Control { get; } = new();
    public bool HasEnded { get; private set; }

    /// <summary>The run was left to be resumed.</summary>
    public bool IsParked => Control.IsParked && !WantsRollback;

    /// <summary>The run is to go on in a process of its own as soon as the steps in hand are finished.</summary>
    public bool IsDetaching { get; private set; }

    /// <summary>The wizard ends as soon as the run goes on without it, or is over.</summary>
    public bool EndsWizard { get; private set; }

    /// <summary>Why it cannot go on without the operator; null: it can.</summary>
    public string? WhyNotDetach
    {
        get
        {
            var language = wizard.Language;
            if (work.GoOn is null) return language.Say($"not in this version");
            if (!asks.IsAgreed) return language.Say($"its changes are not confirmed yet");
            if (Control.StepByStep) return language.Say($"it asks before every step (t)");
            if (wizard.Secrets.HasTyped)
                return language.Say($"a password or passphrase was entered here, and is not passed on");
            if (work.Rest is { Left.Count: > 0 }) return language.Say($"each batch waits for the one before it");
            return work.Plan.Hosts.SelectMany(h => h.Steps).FirstOrDefault(s => s.Prompt is not null) is { } own
                ? language.Say($"step {own.Id} has to be done by you") : null;
        }
    }

    /// <summary>The run is to be undone as soon as it has ended.</summary>
    public bool WantsRollback { get; private set; }

    /// <summary>What the run waits for, the oldest first.</summary>
    public IReadOnlyList<Asked> Waiting
    {
        get { lock (gate) return [.. waiting]; }
    }

    /// <summary>Completes when the run has ended.</summary>
    /// <exception cref="Failure">It could not begin, or its journal could not be written.</exception>
    public async Task CarryOutAsync()
    {
        var task = Task.Run(() =>
            IsRollback ? work.RollBackAsync(asks, Control, abort.Token) : work.RunAsync(asks, Control, abort.Token));
        running = task;
        try
        {
            await task;
        }
        finally
        {
            HasEnded = true;
            AnswerAll();
        }
    }

    public bool IsPutOff(Asked asked) => putOff.Contains(asked);

    /// <summary>The operator looks around before answering.</summary>
    public void PutOff(Asked asked) => putOff.Add(asked);

    public void Answer(Asked asked, int place)
    {
        lock (gate) waiting.Remove(asked);
        asked.Answer(place);
    }

    /// <summary>The failure of a host that waits for a choice.</summary>
    public Asked? FailureAt(string host) => Waiting.FirstOrDefault(a => a.IsFailure && a.Host == host);

    public void Pause()
    {
        if (Control.IsPaused) Control.Continue();
        else Control.Pause();
    }

    /// <summary>The question how the run is to be left; <see cref="Leave"/> takes its answer.</summary>
    public Question LeavingBy(string title) =>
        DetachQuestion.Of(wizard.Language, title, work.RunId, WhyNotDetach);

    public void Leave(int answer)
    {
        if (answer == DetachQuestion.Detach) Detach();
        else if (answer == DetachQuestion.Park) Park();
    }

    /// <summary>
    /// Gives the run free and has a process of its own go on with it, once, however often it is asked for.
    /// </summary>
    /// <exception cref="Failure">Step: that process ended at once. The run is left to be resumed.</exception>
    public Task GoOnAsync()
    {
        lock (gate) return goingOn ??= HandOverAsync();
    }

    public void RollBack()
    {
        WantsRollback = true;
        Park();
    }

    public void Abort() => abort.Cancel();

    /// <summary>Gives the work to the next screen, which ends it.</summary>
    public RunWork HandOn()
    {
        isHandedOn = true;
        return work;
    }

    /// <summary>The screen goes.</summary>
    public void Dispose()
    {
        wizard.Leaving.Remove(LeaveRunAsync);
        wizard.UnderWay = () => null;
        wizard.SetTitle("");
        if (!isHandedOn) _ = EndAsync();
    }

    /// <summary>Finishes the steps in hand and leaves the run to be resumed.</summary>
    private void Park()
    {
        IsDetaching = false;
        Hold();
    }

    /// <summary>Finishes the steps in hand, for another process to go on after them.</summary>
    private void Detach()
    {
        IsDetaching = true;
        Hold();
    }

    private void Hold()
    {
        Control.Park();
        AnswerAll();
    }

    private async Task HandOverAsync()
    {
        HandOn().End();
        await work.GoOn!(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>
    /// The operator quits: a parked run is waited for within the wizard's limit; a detached one as long as its steps
    /// take, with the screen there, and the question can be asked again.
    /// </summary>
    private bool MayEnd(int answer)
    {
        Leave(answer);
        EndsWizard = IsDetaching;
        return !EndsWizard;
    }

    private async Task LeaveRunAsync()
    {
        var goesOn = IsDetaching || (wizard.IsHungUp && !HasEnded && WhyNotDetach is null);
        Hold();
        var ended = running ?? Task.CompletedTask;
        await Task.WhenAny(ended, Task.Delay(finishing)).ConfigureAwait(false);
        if (!ended.IsCompleted) await abort.CancelAsync().ConfigureAwait(false);
        await Task.WhenAny(ended, Task.Delay(killing)).ConfigureAwait(false);
        work.End();
        if (goesOn && running is { IsCompletedSuccessfully: true, Result.Ended.Status: RunStatus.Interrupted })
            await GoOnAsync().ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        // A check changes nothing: it need not come to its end.
        if (work.RunId is null) await abort.CancelAsync().ConfigureAwait(false);
        await LeaveRunAsync().ConfigureAwait(false);
        abort.Dispose();
    }

    private void Take(Asked asked)
    {
        lock (gate)
        {
            if (!isOver)
            {
                waiting.Add(asked);
                wizard.Post(Notice);
                return;
            }
        }
        asked.Answer(-1);
    }

    /// <summary>The run screen asks; where another is on top of it, the operator is told to go there.</summary>
    private void Notice()
    {
        if (Waiting is [var first, ..]) wizard.Call(first.Waiting(wizard.Language));
        if (wizard.Top is not Screens.RunScreen && Waiting is [var asked, ..])
            wizard.Tell(new Line(wizard.Language.Say(
                $"The run waits for you: {asked.Waiting(wizard.Language)}. Esc goes back to it."), Tone.Changed));
    }

    private void AnswerAll()
    {
        List<Asked> left;
        lock (gate)
        {
            isOver = true;
            left = [.. waiting];
            waiting.Clear();
        }
        foreach (var asked in left) asked.Answer(-1);
    }
}

using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>
/// Everything known about a run: what the events so far add up to. Pure; rebuilt from a journal by applying its events.
/// </summary>
public sealed class RunState
{
    private readonly StepMachine machine = new();
    private readonly Dictionary<string, HostState> hosts;

    /// <summary>Hosts that have pairs, and those of them whose pairs belong to an earlier proof.</summary>
    private readonly HashSet<string> paired = [], stalePairs = [];

    /// <summary>Steps that have published something: the list is looked through for these alone.</summary>
    private readonly HashSet<(string Host, string Step)> publishers = [];

    /// <summary>How the run stood when it was last taken up again.</summary>
    private RunStatus stood;
    private RunResumed? stoodSince;

    /// <summary>Something has been changed, or begun to be, since then.</summary>
    private bool hasActed;

    public RunState(Plan plan)
    {
        Plan = plan;
        Hosts = [.. plan.Hosts.Select(h => new HostState(h))];
        hosts = Hosts.ToDictionary(h => h.Name);
    }

    public Plan Plan { get; }
    public IReadOnlyList<HostState> Hosts { get; }
    public List<PairProved> Pairs { get; } = [];
    public List<WillInterrupt> Interruptions { get; } = [];
    public List<Published> Published { get; } = [];
    public RunStarted? Started { get; private set; }

    /// <summary>The last time the run was taken up again; null where it never was.</summary>
    public RunResumed? Resumed { get; private set; }

    /// <summary>
    /// How the run stands: as it ended, or interrupted where it did not; but to take it up again and come to nothing
    /// (refused, declined, cut off before the first change) leaves it as it stood.
    /// </summary>
    public RunStatus Standing => IsAsItStood ? stood : Ended?.Status ?? RunStatus.Interrupted;

    /// <summary>The last time it was taken up again and that came to something.</summary>
    public RunResumed? StandingSince => IsAsItStood ? stoodSince : Resumed;

    private bool IsAsItStood => Resumed is not null && !hasActed
        && Ended?.Status is null or RunStatus.Declined or RunStatus.Unfit or RunStatus.Interrupted;

    /// <summary>The run is held between two steps.</summary>
    public bool Paused { get; private set; }

    public RunEnded? Ended { get; private set; }

    public HostState this[string host] => hosts[host];

    public void Apply(RunEvent happened)
    {
        switch (happened)
        {
            case RunStarted e: Started = e; break;
            case RunResumed e: Resume(e); break;
            case RunPaused: Paused = true; break;
            case RunContinued: Paused = false; break;
            case RunEnded e: (Ended, Paused) = (e, false); break;
            case SessionFound e: hosts[e.Host].Session = e; break;
            case HostLost e: hosts[e.Host].Lost = e; break;
            case StepIntended e:
                var intended = hosts[e.Host][e.Step];
                // That of before the change is the original; a repeated step finds its own work.
                if (!intended.HasBegun) intended.Image = e.Image;
                intended.Intended = true;
                hasActed = true;
                // What the steps were left with before is no longer how they are.
                foreach (var step in hosts[e.Host].Steps) (step.IsLeft, step.After) = (false, null);
                break;
            case StepLeft e:
                var left = hosts[e.Host][e.Step];
                (left.IsLeft, left.After) = (true, e.Image);
                break;
            case ChangedSince e: hosts[e.Host][e.Step].Since.Add(e); break;
            case StepMerged e:
                var decided = hosts[e.Host][e.Step];
                (decided.Image, decided.IsMerged) = (e.Image, true);
                break;
            case StepSpared e:
                var spared = hosts[e.Host][e.Step];
                spared.Forget();
                Move(spared, StepTrigger.Retry);
                break;
            case StepPhase e:
                var begun = hosts[e.Host][e.Step];
                hasActed |= e.Phase is "do" or "undo";
                // What is there from now on is the undo's own work, and nobody's change: cut off, it goes on to what
                // was decided.
                if (e.Phase is "undo") (begun.IsLeft, begun.After) = (false, null);
                if (begun.Status is not (StepStatus.Checking or StepStatus.Doing)) Begin(e.Host, begun, e.At);
                // Files are carried before the host itself begins.
                begun.HasBegun |= begun.Intended
                    && (e.Phase is "verify" || (e.Phase is "do" && begun.Planned.Transfer is null));
                Move(begun, e.Phase switch
                {
                    "check" => StepTrigger.Check,
                    "do" => StepTrigger.Do,
                    "undo" => StepTrigger.Undo,
                    _ => StepTrigger.Verify,
                });
                break;
            case StepEnded e:
                var ended = hosts[e.Host][e.Step];
                // Nothing of it was under way yet: it stays what it was.
                if (e.Status is StepStatus.Interrupted && !machine.Allows(ended.Status, StepTrigger.Interrupt)) break;
                if (e.Status is not StepStatus.Pending) ended.Result = e;
                Move(ended, TriggerFor(e.Status));
                if (e.Status is StepStatus.Undone) ended.Forget();
                ended.HasBegun |= ended.Intended && e.Status is StepStatus.Done;
                break;
            case Published e:
                publishers.Add((e.Host, e.Step));
                Published.Add(e);
                break;
            case PairProved e: Add(e); break;
            case WillInterrupt e: Interruptions.Add(e); break;
        }
    }

    /// <summary>What was under way when the run was cut off is interrupted; hosts that were lost may be back.</summary>
    private void Resume(RunResumed resumed)
    {
        (stood, stoodSince) = (Standing, StandingSince);
        (Resumed, Ended, Paused, hasActed) = (resumed, null, false, false);
        Pairs.Clear();
        paired.Clear();
        stalePairs.Clear();
        Interruptions.Clear();
        foreach (var host in Hosts)
        {
            host.Lost = null;
            foreach (var step in host.Steps) step.Since.Clear();
            foreach (var step in host.Steps.Where(s =>
                machine.Allows(s.Status, StepTrigger.Interrupt) && s.Status is not StepStatus.Pending))
                Move(step, StepTrigger.Interrupt);
        }
    }

    /// <summary>A step that is done again says everything anew.</summary>
    private void Begin(string host, StepState step, DateTimeOffset at)
    {
        step.BegunAt = at;
        if (publishers.Remove((host, step.Planned.Key)))
            Published.RemoveAll(p => p.Host == host && p.Step == step.Planned.Key);
        if (paired.Contains(host)) stalePairs.Add(host);
    }

    private void Add(PairProved pair)
    {
        if (stalePairs.Remove(pair.Host)) Pairs.RemoveAll(p => p.Host == pair.Host);
        paired.Add(pair.Host);
        Pairs.Add(pair);
    }

    /// <summary>Something new happens to a step that had come to an end before: it is tried again.</summary>
    private void Move(StepState step, StepTrigger trigger)
    {
        if (!machine.Allows(step.Status, trigger) && machine.Allows(step.Status, StepTrigger.Retry))
            step.Status = machine.Next(step.Status, StepTrigger.Retry);
        if (trigger is not StepTrigger.Retry || step.Status is not StepStatus.Pending)
            step.Status = machine.Next(step.Status, trigger);
    }

    private static StepTrigger TriggerFor(StepStatus status) => status switch
    {
        StepStatus.Satisfied => StepTrigger.Satisfy,
        StepStatus.Done => StepTrigger.Finish,
        StepStatus.Drifted => StepTrigger.Drift,
        StepStatus.Interrupted => StepTrigger.Interrupt,
        StepStatus.Skipped => StepTrigger.Skip,
        StepStatus.Undone => StepTrigger.UndoDone,
        StepStatus.UndoFailed => StepTrigger.UndoFail,
        StepStatus.Left => StepTrigger.Leave,
        StepStatus.Pending => StepTrigger.Retry,
        _ => StepTrigger.Fail,
    };
}

/// <summary>One host of a run.</summary>
public sealed class HostState
{
    private readonly Dictionary<string, StepState> steps;

    public HostState(HostPlan plan)
    {
        Name = plan.Host;
        Steps = [.. plan.Steps.Select(s => new StepState(s))];
        steps = Steps.ToDictionary(s => s.Planned.Key);
    }

    public string Name { get; }
    public IReadOnlyList<StepState> Steps { get; }
    public HostLost? Lost { get; internal set; }

    /// <summary>Where the operator's session comes in; null where the host was not asked.</summary>
    public SessionFound? Session { get; internal set; }
    public StepState this[string key] => steps[key];
}

/// <summary>One step on one host.</summary>
public sealed class StepState(PlannedStep planned)
{
    public PlannedStep Planned { get; } = planned;
    public StepStatus Status { get; internal set; } = StepStatus.Pending;

    /// <summary>The journal says that it may have begun to change the host, and it was not undone since.</summary>
    public bool Intended { get; internal set; }

    /// <summary>The before-image; null where the host alone has it.</summary>
    public string? Image { get; internal set; }

    /// <summary>The image is what a rollback has decided to put back, beside what others have changed.</summary>
    public bool IsMerged { get; internal set; }

    /// <summary>The journal heard the change begin. Where it was cut off before, only the host knows.</summary>
    public bool HasBegun { get; internal set; }

    /// <summary>The host keeps an after-image: what the run has left.</summary>
    public bool IsLeft { get; internal set; }

    /// <summary>The after-image; null where the host alone has it, or nobody.</summary>
    public string? After { get; internal set; }

    /// <summary>What others have changed since, as the rollback under way has found it.</summary>
    public List<ChangedSince> Since { get; } = [];

    /// <summary>It has changed the host, and a rollback has not yet tried to take it back.</summary>
    public bool AwaitsRollback => Intended && Status is not (StepStatus.UndoFailed or StepStatus.Left);

    /// <summary>There is nothing left to do about it in this run.</summary>
    public bool IsFinished =>
        Status is StepStatus.Skipped || (Status is StepStatus.Done or StepStatus.Satisfied && !Planned.OnlyAsserts);
    public DateTimeOffset? BegunAt { get; internal set; }
    public StepEnded? Result { get; internal set; }

    internal void Forget() =>
        (Intended, Image, IsMerged, HasBegun, IsLeft, After) = (false, null, false, false, false, null);
}

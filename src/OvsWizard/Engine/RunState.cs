using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>Everything known about a run: what the events so far add up to. Pure; rebuilt from a journal by applying its events.</summary>
public sealed class RunState
{
    private readonly StepMachine machine = new();
    private readonly Dictionary<string, HostState> hosts;

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
    public RunStarted? Started { get; private set; }
    public RunEnded? Ended { get; private set; }

    public HostState this[string host] => hosts[host];

    public void Apply(RunEvent happened)
    {
        switch (happened)
        {
            case RunStarted e: Started = e; break;
            case RunEnded e: Ended = e; break;
            case HostLost e: hosts[e.Host].Lost = e; break;
            case StepsIntended e:
                foreach (var key in e.Steps) hosts[e.Host][key].Intended = true;
                break;
            case StepPhase e:
                var begun = hosts[e.Host][e.Step];
                begun.BegunAt ??= e.At;
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
                ended.Result = e;
                Move(ended, TriggerFor(e.Status));
                // The shell stops at a failure: what was announced after it has not begun.
                if (e.Status is StepStatus.Failed)
                    foreach (var later in hosts[e.Host].Steps.Where(s => s.Status is StepStatus.Pending)) later.Intended = false;
                break;
            case PairProved e: Pairs.Add(e); break;
            case WillInterrupt e: Interruptions.Add(e); break;
        }
    }

    private void Move(StepState step, StepTrigger trigger) => step.Status = machine.Next(step.Status, trigger);

    private static StepTrigger TriggerFor(StepStatus status) => status switch
    {
        StepStatus.Satisfied => StepTrigger.Satisfy,
        StepStatus.Done => StepTrigger.Finish,
        StepStatus.Drifted => StepTrigger.Drift,
        StepStatus.Interrupted => StepTrigger.Interrupt,
        StepStatus.Skipped => StepTrigger.Skip,
        StepStatus.Undone => StepTrigger.UndoDone,
        StepStatus.UndoFailed => StepTrigger.UndoFail,
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
    public StepState this[string key] => steps[key];
}

/// <summary>One step on one host.</summary>
public sealed class StepState(PlannedStep planned)
{
    public PlannedStep Planned { get; } = planned;
    public StepStatus Status { get; internal set; } = StepStatus.Pending;

    /// <summary>The journal says that it may have begun.</summary>
    public bool Intended { get; internal set; }
    public DateTimeOffset? BegunAt { get; internal set; }
    public StepEnded? Result { get; internal set; }
}

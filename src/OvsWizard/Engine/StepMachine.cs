using OvsWizard.Journal;
using Stateless;
using Stateless.Graph;

namespace OvsWizard.Engine;

/// <summary>What can happen to a step.</summary>
public enum StepTrigger
{
    Check, Do, Verify, Satisfy, Finish, Fail, Interrupt, Skip, Drift, Undo, UndoDone, UndoFail, Leave, Retry
}

/// <summary>
/// The one place that allows transitions of <see cref="StepStatus"/>. It works on whichever step it is given,
/// so a run of ten thousand hosts needs one machine, not one a step. Not thread-safe: a run has one owner.
/// </summary>
public sealed class StepMachine
{
    /// <summary>How a step may stand that has changed a host, while nobody works on it.</summary>
    private static readonly StepStatus[] Changed =
        [StepStatus.Pending, StepStatus.Satisfied, StepStatus.Done, StepStatus.Failed, StepStatus.Interrupted,
            StepStatus.Skipped, StepStatus.Drifted, StepStatus.UndoFailed, StepStatus.Left];

    private readonly StateMachine<StepStatus, StepTrigger> machine;
    private StepStatus status;

    public StepMachine()
    {
        machine = new(() => status, to => status = to);
        machine.Configure(StepStatus.Pending)
            .Permit(StepTrigger.Check, StepStatus.Checking)
            .Permit(StepTrigger.Do, StepStatus.Doing)
            .Permit(StepTrigger.Verify, StepStatus.Verifying)
            .Permit(StepTrigger.Skip, StepStatus.Skipped)
            .Permit(StepTrigger.Interrupt, StepStatus.Interrupted)
            .Permit(StepTrigger.Undo, StepStatus.Undoing)
            .Permit(StepTrigger.Fail, StepStatus.Failed);
        machine.Configure(StepStatus.Checking)
            .Permit(StepTrigger.Do, StepStatus.Doing)
            .Permit(StepTrigger.Verify, StepStatus.Verifying)
            .Permit(StepTrigger.Satisfy, StepStatus.Satisfied)
            .Permit(StepTrigger.Finish, StepStatus.Done)
            .Permit(StepTrigger.Drift, StepStatus.Drifted)
            .Permit(StepTrigger.Retry, StepStatus.Pending)
            .Permit(StepTrigger.Fail, StepStatus.Failed)
            .Permit(StepTrigger.Interrupt, StepStatus.Interrupted);
        machine.Configure(StepStatus.Doing)
            .Permit(StepTrigger.Verify, StepStatus.Verifying)
            .Permit(StepTrigger.Fail, StepStatus.Failed)
            .Permit(StepTrigger.Interrupt, StepStatus.Interrupted);
        machine.Configure(StepStatus.Verifying)
            .Permit(StepTrigger.Finish, StepStatus.Done)
            .Permit(StepTrigger.Satisfy, StepStatus.Satisfied)
            .Permit(StepTrigger.Fail, StepStatus.Failed)
            .Permit(StepTrigger.Interrupt, StepStatus.Interrupted);
        foreach (var stopped in (StepStatus[])[StepStatus.Failed, StepStatus.Interrupted])
            machine.Configure(stopped)
                .Permit(StepTrigger.Retry, StepStatus.Pending)
                .Permit(StepTrigger.Skip, StepStatus.Skipped)
                .Permit(StepTrigger.Undo, StepStatus.Undoing);
        machine.Configure(StepStatus.Satisfied)
            .Permit(StepTrigger.Drift, StepStatus.Drifted)
            .Permit(StepTrigger.Retry, StepStatus.Pending);
        machine.Configure(StepStatus.Done)
            .Permit(StepTrigger.Drift, StepStatus.Drifted)
            .Permit(StepTrigger.Fail, StepStatus.Failed)
            .Permit(StepTrigger.Undo, StepStatus.Undoing);
        machine.Configure(StepStatus.Drifted)
            .Permit(StepTrigger.Retry, StepStatus.Pending)
            .Permit(StepTrigger.Skip, StepStatus.Skipped)
            .Permit(StepTrigger.Undo, StepStatus.Undoing);
        machine.Configure(StepStatus.Skipped)
            .Permit(StepTrigger.Retry, StepStatus.Pending)
            .Permit(StepTrigger.Undo, StepStatus.Undoing);
        machine.Configure(StepStatus.Undone).Permit(StepTrigger.Retry, StepStatus.Pending);
        machine.Configure(StepStatus.Undoing)
            .Permit(StepTrigger.UndoDone, StepStatus.Undone)
            .Permit(StepTrigger.UndoFail, StepStatus.UndoFailed)
            .Permit(StepTrigger.Interrupt, StepStatus.UndoFailed);
        machine.Configure(StepStatus.UndoFailed)
            .Permit(StepTrigger.Undo, StepStatus.Undoing)
            .Permit(StepTrigger.Retry, StepStatus.Pending);
        machine.Configure(StepStatus.Left)
            .Permit(StepTrigger.Undo, StepStatus.Undoing)
            .Permit(StepTrigger.Retry, StepStatus.Pending);
        // A rollback may leave whatever has changed something as it is, because the operator or somebody's change since
        // says so.
        foreach (var changed in Changed)
            foreach (var (trigger, to) in ((StepTrigger, StepStatus)[])[(StepTrigger.Leave, StepStatus.Left),
                (StepTrigger.UndoFail, StepStatus.UndoFailed)])
            {
                if (changed == to) machine.Configure(changed).PermitReentry(trigger);
                else machine.Configure(changed).Permit(trigger, to);
            }
    }

    /// <summary>The status after <paramref name="trigger"/> happened to a step in <paramref name="from"/>.</summary>
    /// <exception cref="InvalidOperationException">A defect: the transition is not allowed.</exception>
    public StepStatus Next(StepStatus from, StepTrigger trigger)
    {
        status = from;
        machine.Fire(trigger);
        return status;
    }

    public bool Allows(StepStatus from, StepTrigger trigger)
    {
        status = from;
        return machine.CanFire(trigger);
    }

    /// <summary>The diagram in src/README.md.</summary>
    public string ToMermaid()
    {
        status = StepStatus.Pending;
        return MermaidGraph.Format(machine.GetInfo());
    }
}

using OvsWizard.Journal;
using Stateless;
using Stateless.Graph;

namespace OvsWizard.Engine;

/// <summary>What can happen to a run.</summary>
public enum RunTrigger { Ask, Start, Pause, Continue, Finish, Fail, RollBack, RefuseHost, Decline, Interrupt }

/// <summary>
/// The one place that allows transitions of <see cref="RunStatus"/>. Hosts report at any time, so it is thread-safe.
/// </summary>
public sealed class RunMachine
{
    private readonly StateMachine<RunStatus, RunTrigger> machine = new(RunStatus.Preparing);
    private readonly Lock gate = new();
    private int holds;

    public RunMachine()
    {
        machine.Configure(RunStatus.Preparing)
            .Permit(RunTrigger.Ask, RunStatus.Asking)
            .Permit(RunTrigger.RefuseHost, RunStatus.Unfit)
            .Permit(RunTrigger.Interrupt, RunStatus.Interrupted);
        machine.Configure(RunStatus.Asking)
            .Permit(RunTrigger.Start, RunStatus.Running)
            .Permit(RunTrigger.RollBack, RunStatus.RollingBack)
            .Permit(RunTrigger.Decline, RunStatus.Declined)
            .Permit(RunTrigger.RefuseHost, RunStatus.Unfit)
            .Permit(RunTrigger.Interrupt, RunStatus.Interrupted);
        machine.Configure(RunStatus.Running)
            .Permit(RunTrigger.Pause, RunStatus.Paused)
            .Permit(RunTrigger.Finish, RunStatus.Done)
            .Permit(RunTrigger.Fail, RunStatus.Failed)
            .Permit(RunTrigger.Interrupt, RunStatus.Interrupted);
        machine.Configure(RunStatus.Paused)
            .Permit(RunTrigger.Continue, RunStatus.Running)
            .Permit(RunTrigger.Fail, RunStatus.Failed)
            .Permit(RunTrigger.Interrupt, RunStatus.Interrupted);
        machine.Configure(RunStatus.RollingBack)
            .Permit(RunTrigger.Finish, RunStatus.RolledBack)
            .Permit(RunTrigger.Fail, RunStatus.Failed)
            .Permit(RunTrigger.Interrupt, RunStatus.Interrupted);
    }

    public RunStatus Status => machine.State;

    public void Fire(RunTrigger trigger)
    {
        lock (gate) machine.Fire(trigger);
    }

    /// <summary>
    /// The run waits for the operator; several waits may overlap, and the last one that ends lets it go on.
    /// </summary>
    public void Hold()
    {
        lock (gate)
            if (holds++ == 0 && machine.CanFire(RunTrigger.Pause)) machine.Fire(RunTrigger.Pause);
    }

    public void Release()
    {
        lock (gate)
            if (--holds == 0 && machine.CanFire(RunTrigger.Continue)) machine.Fire(RunTrigger.Continue);
    }

    /// <summary>The diagram in src/README.md.</summary>
    public string ToMermaid() => MermaidGraph.Format(machine.GetInfo());
}

using OvsWizard.Journal;
using Stateless;
using Stateless.Graph;

namespace OvsWizard.Engine;

/// <summary>What can happen to a run.</summary>
public enum RunTrigger { Ask, Start, Pause, Continue, Finish, Fail, RefuseHost, Decline, Interrupt }

/// <summary>The one place that allows transitions of <see cref="RunStatus"/>. Not thread-safe: a run has one owner.</summary>
public sealed class RunMachine
{
    private readonly StateMachine<RunStatus, RunTrigger> machine = new(RunStatus.Preparing);

    public RunMachine()
    {
        machine.Configure(RunStatus.Preparing)
            .Permit(RunTrigger.Ask, RunStatus.Asking)
            .Permit(RunTrigger.RefuseHost, RunStatus.Unfit)
            .Permit(RunTrigger.Interrupt, RunStatus.Interrupted);
        machine.Configure(RunStatus.Asking)
            .Permit(RunTrigger.Start, RunStatus.Running)
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
    }

    public RunStatus Status => machine.State;

    public void Fire(RunTrigger trigger) => machine.Fire(trigger);

    /// <summary>The diagram in the README.</summary>
    public string ToMermaid() => MermaidGraph.Format(machine.GetInfo());
}

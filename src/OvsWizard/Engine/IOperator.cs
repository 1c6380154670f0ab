using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>What is to be done about a step that failed or a host that was lost.</summary>
public enum FailureChoice
{
    /// <summary>The host does not go on; what was done stays.</summary>
    Stop,

    /// <summary>The step once more; a lost host is connected again and checked first.</summary>
    Retry,

    /// <summary>The host goes on without the step.</summary>
    Skip,
}

/// <summary>What is to become of a step that others have changed since in the same place.</summary>
public enum UndoChoice
{
    /// <summary>It is not undone, and the rollback is not complete.</summary>
    Refuse,

    /// <summary>What is there now stays where both have changed the same; the rest goes back.</summary>
    KeepTheirs,

    /// <summary>What was there before the run is put back over it.</summary>
    PutBack,

    /// <summary>The step stays as it is.</summary>
    Skip,
}

/// <summary>
/// Whom a run asks: the command line and the wizard each have one. Called from any thread; questions may overlap.
/// </summary>
public interface IOperator
{
    /// <summary>
    /// Asked when every host has been found fit, before the first change. The state says what will be interrupted and
    /// what has drifted.
    /// </summary>
    Task<bool> ConsentAsync(RunState state);

    /// <summary>Asked before a step that the operator does, and with step by step before each.</summary>
    Task<bool> NextStepAsync(PlannedStep step);

    /// <summary>
    /// Asked of each step, before anything is undone, that others have changed in the same place since;
    /// <see cref="StepState.Since"/> says what.
    /// </summary>
    Task<UndoChoice> ClashAsync(HostState host, StepState step) => Task.FromResult(UndoChoice.Refuse);

    /// <summary>
    /// Asked when a step failed (<paramref name="step"/>) or the host was lost (<paramref name="lost"/>; the step is
    /// what was under way, if any).
    /// </summary>
    Task<FailureChoice> FailedAsync(HostState host, StepState? step, HostLost? lost);
}

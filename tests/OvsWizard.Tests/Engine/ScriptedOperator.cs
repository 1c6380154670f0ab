using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// An operator whose answers are written down beforehand; agrees to everything and stops at a failure unless told
/// otherwise.
/// </summary>
internal sealed class ScriptedOperator : IOperator
{
    public Func<RunState, bool> Consent { get; init; } = _ => true;
    public Func<PlannedStep, bool> Next { get; init; } = _ => true;
    public Func<HostState, StepState?, FailureChoice> Failed { get; init; } = (_, _) => FailureChoice.Stop;

    public Func<HostState, StepState, UndoChoice> Clash { get; init; } = (_, _) => UndoChoice.Refuse;

    public Task<UndoChoice> ClashAsync(HostState host, StepState step) => Task.FromResult(Clash(host, step));

    public Task<bool> ConsentAsync(RunState state) => Task.FromResult(Consent(state));

    public Task<bool> NextStepAsync(PlannedStep step) => Task.FromResult(Next(step));

    public Task<FailureChoice> FailedAsync(HostState host, StepState? step, HostLost? lost) =>
        Task.FromResult(Failed(host, step));
}

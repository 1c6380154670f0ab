using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>Nothing is asked while hosts are only checked.</summary>
public sealed class NobodyAsked : IOperator
{
    public Task<bool> ConsentAsync(RunState state) => Task.FromResult(false);

    public Task<bool> NextStepAsync(PlannedStep step) => Task.FromResult(true);

    public Task<FailureChoice> FailedAsync(HostState host, StepState? step, HostLost? lost) =>
        Task.FromResult(FailureChoice.Stop);
}

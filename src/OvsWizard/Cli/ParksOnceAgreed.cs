using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Cli;

/// <summary>
/// The operator of a run that is to go on elsewhere: asked for consent here, then the run is parked before its first
/// change.
/// </summary>
internal sealed class ParksOnceAgreed(IOperator asked, RunControl control) : IOperator
{
    public async Task<bool> ConsentAsync(RunState state)
    {
        var agreed = await asked.ConsentAsync(state);
        if (agreed) control.Park();
        return agreed;
    }

    public Task<bool> NextStepAsync(PlannedStep step) => asked.NextStepAsync(step);

    public Task<FailureChoice> FailedAsync(HostState host, StepState? step, HostLost? lost) =>
        asked.FailedAsync(host, step, lost);
}

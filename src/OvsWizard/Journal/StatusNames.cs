using OvsWizard.Texts;

namespace OvsWizard.Journal;

/// <summary>The statuses in words.</summary>
public static class StatusNames
{
    public static string Name(this StepStatus status, Language language) => status switch
    {
        StepStatus.Pending => language.Say($"not begun"),
        StepStatus.Checking => language.Say($"being checked"),
        StepStatus.Doing => language.Say($"being changed"),
        StepStatus.Verifying => language.Say($"being verified"),
        StepStatus.Satisfied => language.Say($"was as it should be"),
        StepStatus.Done => language.Say($"changed, and verified"),
        StepStatus.Failed => language.Say($"failed"),
        StepStatus.Interrupted => language.Say($"interrupted; whether it took effect is not known"),
        StepStatus.Skipped => language.Say($"skipped"),
        StepStatus.Drifted => language.Say($"differs from what the runbook says"),
        StepStatus.Undoing => language.Say($"being taken back"),
        StepStatus.Undone => language.Say($"taken back"),
        _ => language.Say($"could not be taken back"),
    };

    public static string Name(this RunStatus status, Language language) => status switch
    {
        RunStatus.Preparing => language.Say($"looking at the hosts"),
        RunStatus.Asking => language.Say($"waits for your consent"),
        RunStatus.Running => language.Say($"running"),
        RunStatus.Paused => language.Say($"paused"),
        RunStatus.Done => language.Say($"done"),
        RunStatus.Failed => language.Say($"failed"),
        RunStatus.Unfit => language.Say($"refused: nothing was changed"),
        RunStatus.Declined => language.Say($"declined: nothing was changed"),
        RunStatus.RolledBack => language.Say($"rolled back"),
        _ => language.Say($"interrupted; it can be resumed"),
    };
}

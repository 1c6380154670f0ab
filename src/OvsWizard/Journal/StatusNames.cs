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
        StepStatus.Left => language.Say($"not taken back, as you said"),
        _ => language.Say($"could not be taken back"),
    };

    /// <summary>The same in one word, for a table.</summary>
    public static string Word(this StepStatus status, Language language) => status switch
    {
        StepStatus.Pending => language.Say($"pending"),
        StepStatus.Satisfied => language.Say($"satisfied"),
        StepStatus.Done => language.Say($"done"),
        StepStatus.Failed => language.Say($"failed"),
        StepStatus.Interrupted => language.Say($"interrupted"),
        StepStatus.Skipped => language.Say($"skipped"),
        StepStatus.Drifted => language.Say($"drifted"),
        StepStatus.Undone => language.Say($"undone"),
        StepStatus.Left => language.Say($"left"),
        StepStatus.UndoFailed => language.Say($"not undone"),
        _ => language.Say($"under way"),
    };

    /// <summary>The same in one word, for a table.</summary>
    public static string Word(this RunStatus status, Language language) => status switch
    {
        RunStatus.Done => language.Say($"done"),
        RunStatus.Failed => language.Say($"failed"),
        RunStatus.Unfit => language.Say($"refused"),
        RunStatus.Declined => language.Say($"declined"),
        RunStatus.RolledBack => language.Say($"rolled back"),
        RunStatus.Interrupted => language.Say($"interrupted"),
        _ => language.Say($"under way"),
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

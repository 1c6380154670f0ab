using OvsWizard.Texts;

namespace OvsWizard.Journal;

/// <summary>The statuses in words.</summary>
public static class StatusNames
{
    public static string Name(this StepStatus status, Language language) => status switch
    {
        StepStatus.Pending => language.Say($"not started"),
        StepStatus.Checking => language.Say($"being checked"),
        StepStatus.Doing => language.Say($"being changed"),
        StepStatus.Verifying => language.Say($"being verified"),
        StepStatus.Satisfied => language.Say($"already held"),
        StepStatus.Done => language.Say($"changed, and verified"),
        StepStatus.Failed => language.Say($"failed"),
        StepStatus.Interrupted => language.Say($"interrupted; unknown whether it took effect"),
        StepStatus.Skipped => language.Say($"skipped"),
        StepStatus.Drifted => language.Say($"drifted from the runbook"),
        StepStatus.Undoing => language.Say($"being undone"),
        StepStatus.Undone => language.Say($"undone"),
        StepStatus.Left => language.Say($"kept, as you chose"),
        _ => language.Say($"could not be undone"),
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
        RunStatus.Preparing => language.Say($"checking the hosts"),
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

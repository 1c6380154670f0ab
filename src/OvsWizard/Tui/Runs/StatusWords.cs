using OvsWizard.Journal;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Runs;

/// <summary>The statuses as marks, tones and words.</summary>
public static class StatusWords
{
    public static bool IsRunning(this StepStatus status) =>
        status is StepStatus.Checking or StepStatus.Doing or StepStatus.Verifying or StepStatus.Undoing;

    /// <summary>Nothing more happens to it unless the operator wants so.</summary>
    public static bool IsEnded(this StepStatus status) => status is not StepStatus.Pending && !status.IsRunning();

    public static bool NeedsAttention(this StepStatus status) =>
        status is StepStatus.Failed or StepStatus.UndoFailed or StepStatus.Interrupted or StepStatus.Drifted;

    public static string Mark(this StepStatus status) => status switch
    {
        StepStatus.Pending => "·",
        StepStatus.Checking => "?",
        StepStatus.Doing or StepStatus.Verifying => "▶",
        StepStatus.Satisfied => "=",
        StepStatus.Done => "✔",
        StepStatus.Failed or StepStatus.UndoFailed => "✘",
        StepStatus.Interrupted => "!",
        StepStatus.Skipped => "-",
        StepStatus.Drifted => "≠",
        StepStatus.Undoing => "◀",
        _ => "↩",
    };

    public static Tone Tone(this StepStatus status) => status switch
    {
        StepStatus.Satisfied => Tui.Tone.Good,
        StepStatus.Done or StepStatus.Undone or StepStatus.Skipped => Tui.Tone.Changed,
        StepStatus.Checking or StepStatus.Doing or StepStatus.Verifying or StepStatus.Undoing => Tui.Tone.Key,
        StepStatus.Pending => Tui.Tone.Dim,
        _ => Tui.Tone.Bad,
    };

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

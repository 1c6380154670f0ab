using OvsWizard.Journal;

namespace OvsWizard.Tui.Runs;

/// <summary>The statuses as marks and tones.</summary>
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
}

using OvsWizard.Journal;

namespace OvsWizard.Tui.Runs;

/// <summary>How a run's status looks.</summary>
public static class RunTones
{
    public static Tone Tone(this RunStatus status) => status switch
    {
        RunStatus.Done => Tui.Tone.Good,
        RunStatus.Failed or RunStatus.Unfit => Tui.Tone.Bad,
        RunStatus.Declined => Tui.Tone.Dim,
        RunStatus.Preparing or RunStatus.Asking or RunStatus.Running => Tui.Tone.Key,
        _ => Tui.Tone.Changed,
    };
}

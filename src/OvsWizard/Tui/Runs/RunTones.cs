using OvsWizard.Journal;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Runs;

/// <summary>How a run's status looks in a list.</summary>
public static class RunTones
{
    /// <summary>In one word, where there is little room.</summary>
    public static string Brief(this RunStatus status, Language language) => status switch
    {
        RunStatus.Unfit => language.Say($"refused"),
        RunStatus.Declined => language.Say($"declined"),
        RunStatus.Interrupted => language.Say($"interrupted"),
        _ => status.Name(language),
    };

    public static Tone Tone(this RunStatus status) => status switch
    {
        RunStatus.Done => Tui.Tone.Good,
        RunStatus.Failed or RunStatus.Unfit => Tui.Tone.Bad,
        RunStatus.Declined => Tui.Tone.Dim,
        RunStatus.Preparing or RunStatus.Asking or RunStatus.Running => Tui.Tone.Key,
        _ => Tui.Tone.Changed,
    };
}

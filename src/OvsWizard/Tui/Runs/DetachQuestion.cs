using OvsWizard.Texts;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Runs;

/// <summary>How a run that is under way can be left: it goes on without the wizard, or stops to be resumed.</summary>
internal static class DetachQuestion
{
    public const int Park = 0, Detach = 1;

    /// <param name="whyNot">Why the run cannot go on without the operator; null: it can.</param>
    public static Question Of(Language language, string title, string? runId, string? whyNot)
    {
        IReadOnlyList<Line> lines =
        [
            language.Say($"The current steps are finished first; nothing is undone."),
            whyNot is null
                ? new Line { { language.Say($"Detach: "), Tone.Strong },
                    language.Say(
                        $"a background process continues the run, also when this terminal is closed. A failure there waits for your answer.") }
                : new Line(language.Say($"It cannot continue without you: {whyNot}."), Tone.Changed),
            new() { { language.Say($"Park: "), Tone.Strong },
                language.Say(
                    $"no new step starts. To continue: r on the first screen, or ovswizard resume {runId}") },
        ];
        Answer park = new(Key.P, language.Say($"park"));
        return new Question(title, lines,
            whyNot is null ? [park, new(Key.D, language.Say($"detach"))] : [park]);
    }
}

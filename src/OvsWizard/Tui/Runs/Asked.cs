namespace OvsWizard.Tui.Runs;

/// <summary>Something that the run waits for. Esc leaves it open, so that the operator can look around first.</summary>
/// <param name="Ask">The question, in the language of the moment.</param>
/// <param name="Waiting">In a few words: who waits, for what.</param>
/// <param name="Host">The host it is about; null: all of them.</param>
/// <param name="Step">Key of the step it is about, if any.</param>
/// <param name="Answer">Takes the answer's place, counted as in the question. -1: the run is left, nothing more is to
/// be done.</param>
public sealed record Asked(Func<Language, Question> Ask, Func<Language, string> Waiting, string? Host, string? Step,
    Action<int> Answer)
{
    /// <summary>The places of the answers to a failure.</summary>
    public const int Retry = 0, Stop = 1, RollBack = 2, Skip = 3;

    public bool IsFailure { get; init; }
}

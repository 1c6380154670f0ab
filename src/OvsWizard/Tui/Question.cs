using Terminal.Gui.Input;

namespace OvsWizard.Tui;

/// <summary>A question over the screen.</summary>
/// <param name="Body">Wrapped, and scrolled where it is long.</param>
/// <param name="Answers">Each with a key of its own. None is Enter: what Enter does is
/// <paramref name="Enter"/>.</param>
/// <param name="Enter">The answer that Enter gives; null: the same as Esc, which answers nothing. Never a destructive
/// one.</param>
public sealed record Question(string Title, IReadOnlyList<Line> Body, IReadOnlyList<Answer> Answers, int? Enter = null)
{
    /// <summary>
    /// A word that must be typed before the first answer, given by Enter, counts: for what cannot be undone.
    /// </summary>
    public string? MustType { get; init; }

    /// <summary>Asks for a line of text; Enter gives the first answer.</summary>
    public bool AsksText { get; init; }

    /// <summary>The text is a secret and is not shown.</summary>
    public bool HidesText { get; init; }

    /// <summary>What the line of text begins as.</summary>
    public string Text { get; init; } = "";
}

/// <summary>An answer, and the key that gives it.</summary>
public sealed record Answer(Key Key, string Label);

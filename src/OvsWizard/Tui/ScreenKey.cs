using Terminal.Gui.Input;

namespace OvsWizard.Tui;

/// <summary>A key that works on a screen, as the last lines show it. It can be clicked, too.</summary>
/// <param name="Label">What it does, in a word or two.</param>
/// <param name="Act">Called on the screen's thread; for work that takes time see <see cref="Wizard.Do"/>.</param>
public sealed record ScreenKey(Key Key, string Label, Action Act)
{
    /// <summary>Why it does nothing now; null where it works. It is greyed out, and pressing it says this.</summary>
    public string? WhyNot { get; init; }

    /// <summary>Shows the place that <see cref="WhyNot"/> is about, where it may be out of sight.</summary>
    public Action? Points { get; init; }

    /// <summary>Shown with the screen itself, and so not once more in the last lines.</summary>
    public bool IsShownElsewhere { get; init; }

    /// <summary>Moves what is selected, and is no command.</summary>
    public bool IsMove => Key == Key.CursorUp || Key == Key.CursorDown || Key == Key.CursorLeft
        || Key == Key.CursorRight || Key == Key.Tab || Key == Key.Space;

    /// <summary>How the key is written.</summary>
    public string Name => NameOf(Key);

    /// <summary>A character: while a field has the focus it is typed, and does nothing else.</summary>
    public bool IsTyped => Key.AsRune.Value > ' ' && !Key.IsCtrl && !Key.IsAlt;

    public static string NameOf(Key key) => key switch
    {
        _ when key == Key.CursorUp => "↑",
        _ when key == Key.CursorDown => "↓",
        _ when key == Key.CursorLeft => "←",
        _ when key == Key.CursorRight => "→",
        _ when key == Key.PageUp => "PgUp",
        _ when key == Key.PageDown => "PgDn",
        _ when key.IsCtrl => $"Ctrl-{NameOf(key.NoCtrl)}",
        _ when key.AsRune.Value > ' ' => key.AsRune.ToString(),
        _ => key.ToString(),
    };
}

using Terminal.Gui.Drawing;

namespace OvsWizard.Tui;

/// <summary>The colours of a theme at one depth.</summary>
/// <param name="Marked">Behind the row that the keys act on; null: it is shown in reverse.</param>
/// <param name="OnMarked">The one colour of all text on it; null: every tone keeps its own.</param>
internal sealed record ThemeColours(Color Background, Color Raised, Color? Marked, Color? OnMarked,
    IReadOnlyDictionary<Tone, (Color Colour, TextStyle Style)> Tones)
{
    /// <summary>The terminal's own colours: how well they can be read is its own affair.</summary>
    public static ThemeColours Terminal { get; } = new(Color.None, Color.None, null, null,
        Of(Color.None, Color.None, new(ColorName16.Green), new(ColorName16.Yellow), new(ColorName16.Red),
            new(ColorName16.Cyan), dim: TextStyle.Faint));

    public static ThemeColours Plain { get; } = new(Color.None, Color.None, null, null,
        Of(Color.None, Color.None, Color.None, Color.None, Color.None, Color.None, dim: TextStyle.Faint,
            changed: TextStyle.Bold, bad: TextStyle.Bold | TextStyle.Underline, key: TextStyle.Bold));

    /// <summary>
    /// Bright text on black; what is dim is only less bright, for some terminals show dark grey as good as black.
    /// </summary>
    public static ThemeColours DarkSixteen { get; } = new(new(ColorName16.Black), new(ColorName16.Black),
        new(ColorName16.Gray), new(ColorName16.Black),
        Of(new(ColorName16.White), new(ColorName16.Gray), new(ColorName16.BrightGreen), new(ColorName16.BrightYellow),
            new(ColorName16.BrightRed), new(ColorName16.BrightCyan)));

    /// <summary>On white only blue and red can be read on every terminal.</summary>
    public static ThemeColours LightSixteen { get; } = new(new(ColorName16.White), new(ColorName16.White),
        new(ColorName16.Blue), new(ColorName16.White),
        Of(new(ColorName16.Black), new(ColorName16.Black), new(ColorName16.Black), new(ColorName16.Black),
            new(ColorName16.Red), new(ColorName16.Blue), changed: TextStyle.Underline));

    public static ThemeColours DarkEight { get; } = new(new(ColorName16.Black), new(ColorName16.Black),
        new(ColorName16.Gray), new(ColorName16.Black),
        Of(new(ColorName16.Gray), new(ColorName16.Gray), new(ColorName16.Green), new(ColorName16.Gray),
            new(ColorName16.Gray), new(ColorName16.Cyan),
            changed: TextStyle.Bold, bad: TextStyle.Bold | TextStyle.Underline));

    public static ThemeColours LightEight { get; } = new(new(ColorName16.Gray), new(ColorName16.Gray),
        new(ColorName16.Black), new(ColorName16.Gray),
        Of(new(ColorName16.Black), new(ColorName16.Black), new(ColorName16.Black), new(ColorName16.Black),
            new(ColorName16.Black), new(ColorName16.Blue),
            changed: TextStyle.Underline, bad: TextStyle.Bold | TextStyle.Underline));

    /// <summary>In 24 bits.</summary>
    public static ThemeColours Full(ThemeName name) => name switch
    {
        ThemeName.Light => Of("fafaf8", "e9edf1", "d3e4f8", "24292e", "4f565d", "0b5d25", "5f3f00", "9a0f1a", "003f8f"),
        ThemeName.HighContrast =>
            Of("000000", "1c1c1c", "00005f", "ffffff", "dadada", "5fff5f", "ffd75f", "ffafaf", "87d7ff"),
        ThemeName.ColourBlind =>
            Of("121212", "262626", "00005f", "dadada", "b2b2b2", "87d7ff", "ffd75f", "ffaf5f", "d7d7ff"),
        _ => Of("161b22", "262b33", "10205f", "d0d7de", "a3acb6", "56d364", "e3b341", "ff9b94", "79c0ff"),
    };

    /// <summary>With the operator's own in their places.</summary>
    public ThemeColours With(OwnColours? own) => own is null ? this : new(
        own.Of("background") ?? Background, own.Of("raised") ?? Raised, own.Of("marked") ?? Marked, OnMarked,
        Tones.ToDictionary(t => t.Key,
            t => (own.Of(t.Key.ToString().ToLowerInvariant()) ?? t.Value.Colour, t.Value.Style)));

    public ThemeColours Map(Func<Color, Color> map) =>
        new(map(Background), map(Raised), Marked is { } marked ? map(marked) : null, OnMarked is { } on ? map(on)
            : null, Tones.ToDictionary(t => t.Key, t => (map(t.Value.Colour), t.Value.Style)));

    private static ThemeColours Of(string background, string raised, string marked, params string[] tones) =>
        new(Colour(background), Colour(raised), Colour(marked), null, Of(Colour(tones[0]), Colour(tones[1]),
            Colour(tones[2]), Colour(tones[3]), Colour(tones[4]), Colour(tones[5])));

    private static Color Colour(string hex)
    {
        var rgb = Convert.ToInt32(hex, 16);
        return new Color(rgb >> 16, rgb >> 8 & 0xff, rgb & 0xff);
    }

    private static Dictionary<Tone, (Color, TextStyle)> Of(
        Color plain, Color dimmed, Color good, Color risk, Color wrong, Color pressed, TextStyle dim = TextStyle.None,
        TextStyle changed = TextStyle.None, TextStyle bad = TextStyle.Bold, TextStyle key = TextStyle.None) => new()
    {
        [Tone.Plain] = (plain, TextStyle.None),
        [Tone.Dim] = (dimmed, dim),
        [Tone.Strong] = (plain, TextStyle.Bold),
        [Tone.Good] = (good, TextStyle.None),
        [Tone.Changed] = (risk, changed),
        [Tone.Bad] = (wrong, bad),
        [Tone.Key] = (pressed, key),
    };
}

using Terminal.Gui.Drawing;

namespace OvsWizard.Tui.Terminals;

/// <summary>How many colours a terminal has.</summary>
public enum ColourDepth
{
    /// <summary>None: bold, faint, underline and reverse only.</summary>
    None,

    /// <summary>The eight of ECMA-48 (SGR 30-37), whose look is the terminal's own.</summary>
    Eight,

    /// <summary>Those and their bright ones (SGR 90-97).</summary>
    Sixteen,

    /// <summary>xterm's palette: a cube of 6×6×6 and 24 greys, which look the same everywhere.</summary>
    Palette,

    /// <summary>24 bits.</summary>
    Full,
}

/// <summary>Finds out the depth, and brings colours to it.</summary>
public static class ColourDepths
{
    private const int FirstOfCube = 16, FirstGrey = 232, Greys = 24;
    private static readonly int[] levels = [0, 95, 135, 175, 215, 255];
    private static readonly string[] plain = ["vt", "dumb", "ansi-m"];
    private static readonly string[] eight = ["linux", "screen", "ansi", "cygwin", "Eterm"];

    /// <summary>What the terminal says of itself in COLORTERM and TERM.</summary>
    public static ColourDepth Of(string? colorTerm, string? term)
    {
        term ??= "";
        if (colorTerm is "truecolor" or "24bit" || term.EndsWith("-direct", StringComparison.Ordinal))
            return ColourDepth.Full;
        if (term.Contains("256color", StringComparison.Ordinal) || term is "xterm-kitty" or "alacritty" or "foot")
            return ColourDepth.Palette;
        if (plain.Any(p => term.StartsWith(p, StringComparison.Ordinal))) return ColourDepth.None;
        return eight.Any(e => term == e || term.StartsWith($"{e}.", StringComparison.Ordinal)) ? ColourDepth.Eight
            : ColourDepth.Sixteen;
    }

    /// <summary>
    /// The place in xterm's palette that looks most like the colour; the 16 first ones are left out, since each
    /// terminal has its own.
    /// </summary>
    public static int InPalette(Color colour)
    {
        var (best, least) = (FirstOfCube, int.MaxValue);
        for (var index = FirstOfCube; index < FirstGrey + Greys; index++)
        {
            var distance = Distance(colour, OfPalette(index));
            if (distance < least) (best, least) = (index, distance);
        }
        return best;
    }

    /// <summary>The colour at a place of xterm's palette, from 16 on.</summary>
    public static Color OfPalette(int index)
    {
        if (index >= FirstGrey)
        {
            var grey = 8 + (10 * (index - FirstGrey));
            return new Color(grey, grey, grey);
        }
        var place = index - FirstOfCube;
        return new Color(levels[place / 36], levels[place / 6 % 6], levels[place % 6]);
    }

    /// <summary>Green counts most and red least, as to the eye.</summary>
    private static int Distance(Color a, Color b) =>
        (2 * Square(a.R - b.R)) + (4 * Square(a.G - b.G)) + (3 * Square(a.B - b.B));

    private static int Square(int value) => value * value;
}

using System.Text;
using Wcwidth;

namespace OvsWizard.Texts;

/// <summary>Text measured in a terminal's columns: a Chinese character takes two, a combining mark none.</summary>
public static class Columns
{
    /// <summary>Columns that <paramref name="text"/> takes.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    /// <summary>Columns that one character takes; 0 for what shows nothing.</summary>
    public static int Width(Rune rune) =>
        rune.Value is >= 0x20 and < 0x7f ? 1 : Math.Max(0, UnicodeCalculator.GetWidth(rune.Value));

    /// <summary>
    /// The text in at most <paramref name="width"/> columns; where it is longer, its end is an ellipsis. A line of any
    /// length costs no more than its beginning.
    /// </summary>
    public static string Cut(string text, int width)
    {
        if (width <= 0) return "";
        int used = 0, length = 0, fits = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += Width(rune);
            if (used > width) return text[..fits] + "…";
            length += rune.Utf16SequenceLength;
            if (used < width) fits = length;
        }
        return text;
    }

    /// <summary>
    /// The text in exactly <paramref name="width"/> columns: cut, or filled with blanks behind it (before it where
    /// <paramref name="right"/>).
    /// </summary>
    public static string Fit(string text, int width, bool right = false)
    {
        var cut = Cut(text, width);
        var blanks = new string(' ', Math.Max(0, width - Width(cut)));
        return right ? blanks + cut : cut + blanks;
    }
}

using System.Text;

namespace OvsWizard.Cli;

/// <summary>Text in the columns of a terminal, where Chinese characters are two columns wide (Unicode Standard Annex 11).</summary>
public static class WideText
{
    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    private static int Width(Rune rune) => rune.Value switch
    {
        >= 0x1100 and <= 0x115f or >= 0x2e80 and <= 0x303e or >= 0x3041 and <= 0xa4cf or >= 0xac00 and <= 0xd7a3
            or >= 0xf900 and <= 0xfaff or >= 0xfe30 and <= 0xfe6f or >= 0xff00 and <= 0xff60 or >= 0xffe0 and <= 0xffe6
            or >= 0x1f300 and <= 0x1faff or >= 0x20000 and <= 0x3fffd => 2,
        >= 0x0300 and <= 0x036f or 0x200b or 0x200d or >= 0xfe00 and <= 0xfe0f => 0,
        _ => 1,
    };
}

namespace OvsWizard.Texts;

/// <summary>
/// Text from elsewhere as it may be shown: control characters, and with them every escape sequence, are made visible.
/// </summary>
public static class Printable
{
    /// <summary>Tabs and line ends stay. What is made visible is what JSON and YAML would write in a string.</summary>
    public static string Of(string text) =>
        text.Any(IsHostile) ? string.Concat(text.Select(c => IsHostile(c) ? Visible(c) : c.ToString())) : text;

    /// <summary>What was typed or pasted into a field: nothing that is not a character survives.</summary>
    public static string Typed(string text) =>
        text.Any(IsNoCharacter) ? string.Concat(text.Where(c => !IsNoCharacter(c))) : text;

    private static bool IsHostile(char c) => c is not ('\t' or '\n') && IsNoCharacter(c);

    // The C1 set is control to a terminal too; the marks that turn the direction of writing are used to hide what a
    // line says, and some programs end a line at U+2028 and U+2029.
    private static bool IsNoCharacter(char c) => char.IsControl(c)
        || c is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static string Visible(char c) => c < 0x20 ? $"^{(char)(c + 0x40)}" : $"\\u{(int)c:x4}";
}

namespace OvsWizard.Texts;

/// <summary>Text from elsewhere as it may be shown: control characters, and with them every escape sequence, are made visible.</summary>
public static class Harmless
{
    /// <summary>Tabs and line ends stay.</summary>
    public static string Of(string text) =>
        text.Any(IsHostile) ? string.Concat(text.Select(c => IsHostile(c) ? Visible(c) : c.ToString())) : text;

    /// <summary>What was typed or pasted into a field: nothing that is not a character survives.</summary>
    public static string Typed(string text) => text.Any(char.IsControl) ? string.Concat(text.Where(c => !char.IsControl(c))) : text;

    // The C1 set is control to a terminal too; the marks that turn the direction of writing are used to hide what a line says.
    private static bool IsHostile(char c) => (char.IsControl(c) && c is not ('\t' or '\n')) || c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';

    private static string Visible(char c) => c < 0x20 ? $"^{(char)(c + 0x40)}" : $"\\x{(int)c:x2}";
}

namespace OvsWizard.Cli;

/// <summary>How failures are printed: what happened and where, why, what to do now. Standard error only.</summary>
public static class Report
{
    public static void Failure(Failure failure, Colours colours)
    {
        var lines = Redactor.Clean(failure.ToString()).Split('\n');
        Console.Error.WriteLine($"{colours.Bad("error:")} {lines[0]}");
        foreach (var line in lines.Skip(1)) Console.Error.WriteLine(line);
    }

    /// <summary>Host output as it may be shown: control characters, and with them every escape sequence, are made visible.</summary>
    public static string Harmless(string text) =>
        text.Any(IsHostile) ? string.Concat(text.Select(c => IsHostile(c) ? Visible(c) : c.ToString())) : text;

    private static bool IsHostile(char c) => char.IsControl(c) && c is not ('\t' or '\n');

    private static string Visible(char c) => c < 0x20 ? $"^{(char)(c + 0x40)}" : $"\\x{(int)c:x2}";
}

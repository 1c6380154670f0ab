using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>How failures are printed: what happened and where, why, what to do now. Standard error only.</summary>
public static class Report
{
    public static void Failure(Failure failure, Colours colours, Language language)
    {
        var lines = Redactor.Clean(failure.ToString(language)).Split('\n');
        Console.Error.WriteLine($"{colours.Bad(language.Say($"error: "))}{lines[0]}");
        foreach (var line in lines.Skip(1)) Console.Error.WriteLine(line);
    }

    /// <summary>Host output as it may be shown.</summary>
    public static string Harmless(string text) => Texts.Harmless.Of(text);
}

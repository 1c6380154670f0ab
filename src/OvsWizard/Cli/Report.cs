using System.CommandLine;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>How failures are printed: what happened and where, why, what to do now. Standard error only.</summary>
public static class Report
{
    /// <summary>Standard output for sentences, broken between words where it is a terminal.</summary>
    public static TextWriter Prose => PrintableWriter.Prose;

    public static void Failure(Failure failure, Colours colours, Language language)
    {
        var lines = Redactor.Clean(failure.ToString(language)).Split('\n');
        Console.Error.WriteLine($"{colours.Bad(language.Say($"error: "))}{lines[0]}");
        foreach (var line in lines.Skip(1)) Console.Error.WriteLine(line);
    }

    /// <summary>Mistakes in files, each with its place first, as editors take them; returns the exit status.</summary>
    public static int Mistakes(IReadOnlyList<Failure> mistakes, ParseResult parsed)
    {
        foreach (var mistake in mistakes)
            parsed.InvocationConfiguration.Error.WriteLine(mistake.ToString(GlobalOptions.LanguageOf(parsed)));
        return mistakes.Count == 0 ? 0 : (int)FailureKind.Input;
    }

    /// <summary>What is no mistake, and had better be otherwise.</summary>
    public static void Warnings(IReadOnlyList<Failure> warnings, ParseResult parsed)
    {
        var language = GlobalOptions.LanguageOf(parsed);
        foreach (var warning in warnings)
            parsed.InvocationConfiguration.Error.WriteLine($"{language.Say($"warning: ")}{warning.ToString(language)}");
    }

    /// <summary>Host output as it may be shown.</summary>
    public static string Printable(string text) => Texts.Printable.Of(text);
}

using System.CommandLine;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// The run that a command is about: the one named, or the newest that will do. What was passed over for being damaged
/// is said on standard error.
/// </summary>
internal static class ChosenRun
{
    /// <param name="id">Null: the newest that can be read.</param>
    /// <exception cref="Failure">Input: there is none, or the one named cannot be read.</exception>
    public static RunRecord Of(ParseResult parsed, string? id) =>
        Newest(parsed, id, _ => true) ?? throw new Failure(FailureKind.Input, $"no run can be read",
            now: $"'ovswizard runs' shows what is wrong with each");

    /// <param name="id">Null: the newest that has changed something which is not undone.</param>
    /// <returns>Null: none has.</returns>
    /// <exception cref="Failure">Input: there is no run at all, or the one named cannot be read.</exception>
    public static RunRecord? ToRollBack(ParseResult parsed, string? id) => Newest(parsed, id, r => r.Changes.Any());

    /// <summary>Says what of a run is damaged and can be done without.</summary>
    public static void Tell(ParseResult parsed, RunRecord record)
    {
        foreach (var at in record.Damaged)
            Note(parsed, $"{at}: the before-image in this line is damaged; the host's own copy is used instead");
    }

    /// <summary>Says which runs cannot be read, where it matters what they have done.</summary>
    public static void Note(ParseResult parsed, PastRun unreadable) =>
        Note(parsed,
            $"run {unreadable.Id} is ignored: {unreadable.Unreadable!.ToString(GlobalOptions.LanguageOf(parsed)).ReplaceLineEndings(" ")}");

    private static RunRecord? Newest(ParseResult parsed, string? id, Func<RunRecord, bool> will)
    {
        if (id is not null)
        {
            var named = PastRun.Of(RunFolder.Find(id));
            Tell(parsed, named);
            return named;
        }
        // Whether there is any run at all.
        RunFolder.Find(null);
        foreach (var run in PastRun.Newest())
        {
            if (run.Record is null) Note(parsed, run);
            else if (will(run.Record))
            {
                Tell(parsed, run.Record);
                return run.Record;
            }
        }
        return null;
    }

    private static void Note(ParseResult parsed, FormattableString text) =>
        Console.Error.WriteLine(GlobalOptions.LanguageOf(parsed).Say($"note: {text}"));
}

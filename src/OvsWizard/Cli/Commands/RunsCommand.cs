using System.CommandLine;
using System.Text.Json.Nodes;
using OvsWizard.Journal;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard runs</c></summary>
public static class RunsCommand
{
    public static Command Create()
    {
        var command = new Command("runs", "List the runs, newest first") { PruneCommand.Create() };
        command.SetAction(parsed =>
        {
            var runs = PastRun.Newest();
            if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(new JsonArray([.. runs.Select(Json)]).ToJsonString());
            else Print(runs, Colours.For(parsed, Console.IsOutputRedirected), GlobalOptions.LanguageOf(parsed));
        });
        return command;
    }

    private static void Print(IReadOnlyList<PastRun> runs, Colours colours, Language language)
    {
        if (runs.Count == 0)
        {
            Console.Out.WriteLine(language.Say($"no run yet; begin one: ovswizard run RUNBOOK"));
            return;
        }
        var rows = runs.Select(r => (Run: r, Words: Words(r, language))).Prepend((null!, [language.Say($"run"), language.Say($"outcome"), language.Say($"hosts"), language.Say($"took")])).ToList();
        int WidthOf(int column) => rows.Max(r => Columns.Width(r.Words[column]));
        int[] widths = [WidthOf(0), WidthOf(1), WidthOf(2)];
        foreach (var (run, words) in rows)
        {
            var outcome = Columns.Fit(words[1], widths[1]);
            Console.Out.WriteLine($"{Columns.Fit(words[0], widths[0])}  {(run is null ? outcome : Coloured(run, outcome, colours))}  {Columns.Fit(words[2], widths[2])}  {words[3]}".TrimEnd());
        }
    }

    private static string[] Words(PastRun run, Language language) => run.Record is { } record
        ? [Harmless.Of(run.Id), run.IsWorkedOn ? language.Say($"under way") : record.Status.Word(language), $"{record.State.Hosts.Count}", record.State.Ended is { } ended ? $"{ended.Milliseconds / 1000.0:0.00} s" : ""]
        : [Harmless.Of(run.Id), language.Say($"cannot be read"), "", Why(run.Unreadable!, language)];

    /// <summary>Where and why, in one line.</summary>
    private static string Why(Failure failure, Language language) => Harmless.Of($"{failure.At}: {failure.In(language).Why ?? failure.In(language).What}".ReplaceLineEndings(" "));

    private static string Coloured(PastRun run, string outcome, Colours colours) => run switch
    {
        { IsWorkedOn: true } => colours.Strong(outcome),
        { Record.Status: RunStatus.Done } => colours.Good(outcome),
        { Record.Status: RunStatus.Interrupted or RunStatus.RolledBack } => colours.Changed(outcome),
        _ => colours.Bad(outcome),
    };

    private static JsonNode Json(PastRun past) => past.Record is { } run
        ? new JsonObject
        {
            ["run"] = run.Id,
            ["runbook"] = run.State.Plan.Runbook,
            ["status"] = run.Status.ToString().ToLowerInvariant(),
            ["started"] = run.State.Started?.At,
            ["milliseconds"] = run.State.Ended?.Milliseconds,
            ["hosts"] = new JsonArray([.. run.State.Hosts.Select(h => JsonValue.Create(h.Name))]),
        }
        : new JsonObject
        {
            ["run"] = past.Id,
            ["status"] = "unreadable",
            ["at"] = past.Unreadable!.At?.ToString(),
            ["why"] = past.Unreadable.Why ?? past.Unreadable.What,
        };
}

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
        var command = new Command("runs", "List the runs, newest first");
        command.SetAction(parsed =>
        {
            var runs = RunFolder.All().Select(RunRecord.Read).ToList();
            if (parsed.GetValue(GlobalOptions.Json)) Console.Out.WriteLine(new JsonArray([.. runs.Select(Json)]).ToJsonString());
            else Print(runs, Colours.For(parsed, Console.IsOutputRedirected), GlobalOptions.LanguageOf(parsed));
        });
        return command;
    }

    private static void Print(List<RunRecord> runs, Colours colours, Language language)
    {
        if (runs.Count == 0) Console.Out.WriteLine(language.Say($"no run yet; begin one: ovswizard run RUNBOOK"));
        var width = runs.Count == 0 ? 0 : runs.Max(r => r.Id.Length);
        foreach (var run in runs)
            Console.Out.WriteLine($"{run.Id.PadRight(width)}  {Status(run, colours, language)}  {language.Say($"{run.State.Hosts.Count} hosts")}  {Duration(run)}");
    }

    private static string Duration(RunRecord run) => run.State.Ended is { } ended ? $"{ended.Milliseconds / 1000.0:0.00} s" : "";

    private static string Status(RunRecord run, Colours colours, Language language) => run.Status switch
    {
        RunStatus.Done => colours.Good(run.Status.Word(language)),
        RunStatus.Interrupted or RunStatus.RolledBack => colours.Changed(run.Status.Word(language)),
        var other => colours.Bad(other.Word(language)),
    };

    private static JsonNode Json(RunRecord run) => new JsonObject
    {
        ["run"] = run.Id,
        ["runbook"] = run.State.Plan.Runbook,
        ["status"] = run.Status.ToString().ToLowerInvariant(),
        ["started"] = run.State.Started?.At,
        ["milliseconds"] = run.State.Ended?.Milliseconds,
        ["hosts"] = new JsonArray([.. run.State.Hosts.Select(h => JsonValue.Create(h.Name))]),
    };
}

using System.CommandLine;
using System.Text.Json.Nodes;
using OvsWizard.Journal;
using OvsWizard.Sessions;

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
            else Print(runs, Colours.For(parsed, Console.IsOutputRedirected));
        });
        return command;
    }

    private static void Print(List<RunRecord> runs, Colours colours)
    {
        if (runs.Count == 0) Console.Out.WriteLine("no run yet; begin one: ovswizard run RUNBOOK");
        var width = runs.Count == 0 ? 0 : runs.Max(r => r.Id.Length);
        foreach (var run in runs)
            Console.Out.WriteLine($"{run.Id.PadRight(width)}  {Status(run, colours)}  {run.State.Hosts.Count} hosts  {Duration(run)}");
    }

    private static string Duration(RunRecord run) => run.State.Ended is { } ended ? $"{ended.Milliseconds / 1000.0:0.00} s" : "";

    private static string Status(RunRecord run, Colours colours) => run.Status switch
    {
        RunStatus.Done => colours.Good("done"),
        RunStatus.Interrupted => colours.Changed("interrupted"),
        RunStatus.RolledBack => colours.Changed("rolled back"),
        var other => colours.Bad(RunWords.Of(other)),
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

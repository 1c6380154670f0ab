using System.CommandLine;
using System.Text.Json.Nodes;
using OvsWizard.Sessions;

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
            if (parsed.GetValue(GlobalOptions.Json))
                Console.Out.WriteLine(new JsonArray([.. runs.Select(Json)]).ToJsonString());
            else new RunsPrinter(Console.Out, Colours.For(parsed, Console.IsOutputRedirected),
                GlobalOptions.LanguageOf(parsed)).Print(runs);
        });
        return command;
    }

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

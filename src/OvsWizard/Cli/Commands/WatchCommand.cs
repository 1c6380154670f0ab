using System.CommandLine;
using System.Text.Json.Nodes;
using OvsWizard.Diagnosis;
using OvsWizard.Inspection;
using OvsWizard.Plans;
using OvsWizard.Sessions;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard watch</c></summary>
public static class WatchCommand
{
    private const int ShortestInterval = 1;

    private static readonly Option<int> Interval = new("--interval")
    {
        Description = "Seconds between the starts of two rounds", HelpName = "S", DefaultValueFactory = _ => 10,
    };
    private static readonly Option<int> Rounds = new("--rounds")
    {
        Description = "Exit after this many rounds: status 5 if the last one found a problem", HelpName = "N",
    };
    private static readonly Option<string?> MetricsFile = new("--metrics")
    {
        Description = "Write each round to this file in the Prometheus text format", HelpName = "FILE",
    };
    private static readonly Option<string?> Hook = new("--webhook")
    {
        Description = "Post each change to this URL, as JSON", HelpName = "URL",
    };
    private static readonly Option<string?> Runbook = new("--runbook")
    {
        Description = "Whose network it is; default: that of the newest run on these hosts", HelpName = "RUNBOOK",
        CompletionSources = { Suggestions.RunbookIds },
    };

    public static Command Create()
    {
        var command = new Command("watch",
            "Check the network periodically, read-only, and report changes: hosts, pairs, drift")
        {
            Interval, Rounds, MetricsFile, Hook, Runbook,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        if (parsed.GetValue(Interval) < ShortestInterval || parsed.GetValue(Rounds) < 0)
            throw new Failure(FailureKind.Input, $"--interval and --rounds must be at least 1",
                now: $"give integers, such as --interval 10");
        var url = parsed.GetValue(Hook) is { } said ? Webhook.Read(said) : null;
        var inventory = GlobalOptions.ReadInventory(parsed);
        var plan = PlanOf(parsed, inventory);
        var watch = new NetworkWatch(plan, inventory.Hosts, RunSession.Ssh, parsed.GetValue(GlobalOptions.Forks));
        var printer = new WatchPrinter(parsed, plan);
        NetworkState? before = null;
        var (round, rounds) = (0, parsed.GetValue(Rounds));
        await foreach (var state in watch.RoundsAsync(TimeSpan.FromSeconds(parsed.GetValue(Interval)), stop))
        {
            var changes = state.Since(before).ToList();
            printer.Print(state, changes, isFirst: before is null);
            if (parsed.GetValue(MetricsFile) is { } path) Metrics.Write(path, state);
            if (url is not null && changes.Count > 0)
                printer.Tell(await Webhook.SendAsync(url,
                    new JsonArray([.. changes.Select(c => (JsonNode)c.ToJson())]).ToJsonString()));
            before = state;
            if (++round == rounds) break;
        }
        return before!.IsHealthy ? 0 : (int)FailureKind.Drift;
    }

    /// <summary>What the hosts should be: as the runbook named says, else as the newest run left them.</summary>
    private static Plan PlanOf(ParseResult parsed, Inventories.Inventory inventory)
    {
        if (parsed.GetValue(Runbook) is { } named) return GlobalOptions.ReadPlan(parsed, named, inventory);
        return Subject.Of(null, inventory, GlobalOptions.ReadAnswers(parsed)).PlanOfNetwork();
    }
}

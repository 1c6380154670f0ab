using System.CommandLine;
using System.Text.Json;
using OvsWizard.Journal;
using OvsWizard.Sessions;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard plan RUNBOOK [--refresh [--detailed-exitcode]]</c></summary>
public static class PlanCommand
{
    private static readonly Argument<string> Runbook = GlobalOptions.RunbookArgument();
    private static readonly Option<bool> Refresh = new("--refresh")
    {
        Description = "Check on the hosts, read-only, what would change and what already holds",
    };
    private static readonly Option<bool> Detailed = new("--detailed-exitcode")
    {
        Description = "With --refresh: exit status 5 where something would change, 0 where nothing would",
    };

    public static Command Create()
    {
        var command = new Command("plan", "Show what would be done, on which host, fully rendered; touches no host")
        {
            Runbook, Refresh, Detailed,
        };
        command.SetAction((parsed, stop) =>
            parsed.GetValue(Refresh) ? RefreshAsync(parsed, stop) : Task.FromResult(Show(parsed)));
        return command;
    }

    private static int Show(ParseResult parsed)
    {
        if (parsed.GetValue(Detailed))
            throw new Failure(FailureKind.Input, $"--detailed-exitcode needs --refresh", $"without it no host is asked",
                $"add --refresh, or remove --detailed-exitcode");
        var plan = GlobalOptions.ReadPlan(parsed, parsed.GetValue(Runbook)!, GlobalOptions.ReadInventory(parsed));
        if (parsed.GetValue(GlobalOptions.Json))
            Console.Out.WriteLine(JsonSerializer.Serialize(plan, IndentedJson.Default.Plan));
        else
            new PlanPrinter(Console.Out, Colours.For(parsed, Console.IsOutputRedirected),
                GlobalOptions.LanguageOf(parsed),
                parsed.GetValue(GlobalOptions.Verbose)).Print(plan);
        return 0;
    }

    private static async Task<int> RefreshAsync(ParseResult parsed, CancellationToken stop)
    {
        var inventory = GlobalOptions.ReadInventory(parsed);
        var plan = GlobalOptions.ReadPlan(parsed, parsed.GetValue(Runbook)!, inventory);
        var (json, language) = (parsed.GetValue(GlobalOptions.Json), GlobalOptions.LanguageOf(parsed));
        PlanRefresh refresh;
        using (var progress = new CheckProgress(
            PlanRefresh.Checkable(plan), language, Colours.For(parsed, Console.IsErrorRedirected).On && !json))
            refresh = await PlanRefresh.RunAsync(
                plan, inventory.Hosts, RunSession.Ssh, parsed.GetValue(GlobalOptions.Forks), progress.See, stop);
        if (json) Console.Out.WriteLine(RefreshJson.Write(refresh));
        else
            new RefreshPrinter(Console.Out, Colours.For(parsed, Console.IsOutputRedirected), language,
                parsed.GetValue(GlobalOptions.Verbose)).Print(refresh);
        return ExitCodeOf(refresh, parsed.GetValue(Detailed));
    }

    /// <summary>What could not be checked weighs more than what would change.</summary>
    internal static int ExitCodeOf(PlanRefresh refresh, bool detailed) => refresh switch
    {
        { Lost.Count: > 0 } => refresh.Lost.Max(l => l.ExitCode),
        { Unmet.Count: > 0 } => (int)FailureKind.Step,
        { Changes.Count: > 0 } when detailed => (int)FailureKind.Drift,
        _ => 0,
    };
}

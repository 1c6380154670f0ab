using System.CommandLine;
using System.CommandLine.Completions;
using OvsWizard.Hosts;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;

namespace OvsWizard.Cli;

/// <summary>The options that every command takes, and what follows from them.</summary>
public static class GlobalOptions
{
    private const int DefaultGuard = 60;

    public static readonly Option<string?> Inventory = new("--inventory", "-i") { Description = "Inventory file (default: $OVSWIZARD_INVENTORY, then ./inventory.yml)", HelpName = "FILE", Recursive = true };
    public static readonly Option<string[]> Param = new("--param", "-p") { Description = "A parameter; HOST:NAME=VALUE for one host (repeatable)", HelpName = "NAME=VALUE", Recursive = true, DefaultValueFactory = _ => [] };
    public static readonly Option<string?> Answers = new("--answers") { Description = "YAML file of parameters", HelpName = "FILE", Recursive = true };
    public static readonly Option<string?> Limit = new("--limit") { Description = "Only these hosts", HelpName = "HOST,…", Recursive = true };
    public static readonly Option<int> Forks = new("--forks") { Description = "The most hosts connected to at the same moment", HelpName = "N", Recursive = true, DefaultValueFactory = _ => 50 };
    public static readonly Option<bool> Json = new("--json") { Description = "One JSON document on stdout, or JSON lines while a run goes on", Recursive = true };
    public static readonly Option<string?> Lang = new("--lang") { Description = "Language of texts: en or zh (default: the locale's)", HelpName = "en|zh", Recursive = true };
    public static readonly Option<bool> NoColor = new("--no-color") { Description = "No colours (also: NO_COLOR)", Recursive = true };
    public static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Show what the commands on the hosts print", Recursive = true };

    /// <summary>Of the commands that change hosts.</summary>
    public static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Agree to the changes without being asked" };

    /// <summary>Of the commands that change hosts.</summary>
    public static readonly Option<bool> TakeOver = new("--take-over") { Description = "End another run's session on a host instead of being refused" };

    /// <summary>Of the commands that change hosts.</summary>
    public static readonly Option<int> Guard = new("--guard") { Description = "Seconds after which a host takes a guarded step back by itself (10 to 600)", HelpName = "SECONDS", DefaultValueFactory = _ => DefaultGuard };

    public static IReadOnlyList<Option> All { get; } = [Inventory, Param, Answers, Limit, Forks, Json, Lang, NoColor, Verbose];

    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>The language asked for, else the locale's (LC_ALL, LC_MESSAGES, LANG), else English.</summary>
    public static Language LanguageOf(ParseResult parsed)
    {
        if (parsed.GetValue(Lang) is { } asked)
            return asked switch
            {
                "en" => Language.English,
                "zh" => Language.Chinese,
                _ => throw new Failure(FailureKind.Input, $"there is no language '{asked}'", now: $"--lang takes en or zh"),
            };
        var locale = LocaleVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        return locale is not null && locale.StartsWith("zh", StringComparison.Ordinal) ? Language.Chinese : Language.English;
    }

    /// <summary>Where the inventory is: as said, else $OVSWIZARD_INVENTORY, else ./inventory.yml.</summary>
    public static string InventoryPath(ParseResult parsed)
    {
        var named = parsed.GetValue(Inventory) ?? Environment.GetEnvironmentVariable("OVSWIZARD_INVENTORY");
        return string.IsNullOrEmpty(named) ? "inventory.yml" : named;
    }

    /// <summary>
    /// The same for the wizard, where the operator sees the hosts before anything is done: with no inventory named or here, the one of the newest run.
    /// </summary>
    public static string InventoryAtHand(ParseResult parsed)
    {
        var path = InventoryPath(parsed);
        return !File.Exists(path) && parsed.GetValue(Inventory) is null && PastRun.Newest(1) is [{ Record: { } run }] && run.Folder.ReadRequest().Inventory is var former && File.Exists(former) ? former : path;
    }

    /// <summary>The hosts to work on.</summary>
    public static Inventory ReadInventory(ParseResult parsed) => ReadInventory(parsed, InventoryPath(parsed));

    /// <inheritdoc cref="ReadInventory(ParseResult)"/>
    public static Inventory ReadInventory(ParseResult parsed, string path)
    {
        if (!File.Exists(path))
            throw new Failure(FailureKind.Input, $"there is no inventory '{path}'", now: $"name one with -i FILE, or make practice hosts: ovswizard lab up; ovswizard lab inventory > inventory.yml");
        var inventory = Hosts.Inventory.Load(path);
        return Limited(parsed) is { } names ? inventory.Limit(names) : inventory;
    }

    /// <summary>What a run is asked for, to be kept with it.</summary>
    public static RunRequest RequestOf(ParseResult parsed, string runbookId) => RequestOf(parsed, InventoryPath(parsed), runbookId, ReadAnswers(parsed));

    /// <param name="repairs">HOST:STEP, where the run only mends what was found wrong; else null.</param>
    public static RunRequest RequestOf(ParseResult parsed, string inventoryPath, string runbookId, Answers answers, IReadOnlyList<string>? repairs = null) => new(
        Path.GetFullPath(inventoryPath),
        File.Exists(runbookId) ? Path.GetFullPath(runbookId) : runbookId,
        Limited(parsed),
        [.. answers.InOrder.Select(a => new RequestedValue(a.Host, a.Name, a.Value.Text))],
        repairs);

    /// <summary>The hosts named by --limit; null: all.</summary>
    public static string[]? Limited(ParseResult parsed) =>
        parsed.GetValue(Limit)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Runbook, inventory and answers put together; nothing is asked of any host.</summary>
    public static Plan ReadPlan(ParseResult parsed, string runbookId, Inventory inventory) =>
        PlanBuilder.Build(RunbookLibrary.Default().Find(runbookId), inventory.Hosts, inventory.Params, ReadAnswers(parsed));

    /// <summary>What --answers and -p say.</summary>
    public static Answers ReadAnswers(ParseResult parsed)
    {
        var answers = new Answers();
        if (parsed.GetValue(Answers) is { } file) answers.AddFile(file);
        foreach (var option in parsed.GetValue(Param)!) answers.AddOption(option);
        return answers;
    }

    /// <summary>The time limit of guarded steps.</summary>
    public static int GuardOf(ParseResult parsed)
    {
        var seconds = parsed.GetResult(Guard)?.GetValueOrDefault<int>() ?? DefaultGuard;
        return seconds is >= 10 and <= 600 ? seconds
            : throw new Failure(FailureKind.Input, $"--guard cannot be {seconds}", $"a shorter time is over before anybody can log in, a longer one locks an operator out", $"give 10 to 600 seconds");
    }

    /// <summary>For commands about a run that has its values already.</summary>
    public static void RefuseAnswers(ParseResult parsed, string why)
    {
        if (parsed.GetValue(Limit) is not null) RefuseHere(why);
        RefuseParameters(parsed, why);
    }

    /// <summary>The same, of one whose hosts may still be chosen.</summary>
    public static void RefuseParameters(ParseResult parsed, string why)
    {
        if (parsed.GetValue(Param)!.Length > 0 || parsed.GetValue(Answers) is not null) RefuseHere(why);
    }

    private static void RefuseHere(string why) =>
        throw new Failure(FailureKind.Input, $"parameters and --limit cannot be given here", $"{why}", $"leave them out");

    /// <summary>The argument RUNBOOK of several commands.</summary>
    public static Argument<string> RunbookArgument() => new("RUNBOOK")
    {
        Description = "Id of a runbook ('ovswizard runbook list')",
        CompletionSources = { RunbookIds },
    };

    public static IEnumerable<CompletionItem> RunbookIds(CompletionContext _) => RunbookLibrary.Default().Ids.Select(id => new CompletionItem(id));

    /// <summary>Of the commands that take either.</summary>
    public static Failure RunbookAndRun() =>
        new(FailureKind.Input, $"RUNBOOK and --run cannot be given together", $"a run has its plan already", $"leave one out");
}

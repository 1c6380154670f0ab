using System.CommandLine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>The options that every command takes, and what follows from them.</summary>
public static class GlobalOptions
{
    private const int DefaultGuard = 60;
    private const string SshConfigName = "ssh-config";

    public static readonly Option<string[]> Inventory = new("--inventory", "-i")
    {
        Description =
            "Inventory: YAML, CSV, an ssh configuration, ssh-config for ~/.ssh/config, or what Ansible takes: files, folders, programs, HOST,…"
                + " (repeatable; default: $OVSWIZARD_INVENTORY, then ./inventory.yml)",
        HelpName = "FILE",
        Recursive = true,
        DefaultValueFactory = _ => [],
    };
    public static readonly Option<string[]> Param = new("--param", "-p")
    {
        Description = "A parameter; HOST:NAME=VALUE for one host (repeatable)",
        HelpName = "NAME=VALUE",
        Recursive = true,
        DefaultValueFactory = _ => [],
        CompletionSources = { Suggestions.Parameters }
    };
    public static readonly Option<string[]> Runbooks = new("--runbooks", "-R")
    {
        Description = "Folder of runbooks that come before your own and the shipped ones (repeatable)",
        HelpName = "DIR",
        Recursive = true,
        DefaultValueFactory = _ => []
    };
    public static readonly Option<string?> Answers =
        new("--answers") { Description = "YAML file of parameters", HelpName = "FILE", Recursive = true };
    public static readonly Option<string?> Limit = new("--limit")
    {
        Description = "Only these hosts or groups; !NAME leaves out, * stands for anything",
        HelpName = "HOST,…",
        Recursive = true,
        CompletionSources = { Suggestions.Hosts }
    };
    public static readonly Option<int> Forks = ForksOption();
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "One JSON document on stdout, or JSON lines while a run goes on",
        Recursive = true
    };
    public static readonly Option<string?> Lang = new("--lang")
    {
        Description = "Language of texts: en or zh (default: the locale's)",
        HelpName = "en|zh",
        Recursive = true,
        CompletionSources = { "en", "zh" }
    };
    public static readonly Option<bool> NoColor =
        new("--no-color") { Description = "No colours (also: NO_COLOR)", Recursive = true };
    public static readonly Option<bool> Verbose = new("--verbose",
        "-v") { Description = "Show what the commands on the hosts print", Recursive = true };

    /// <summary>Of the commands that change hosts.</summary>
    public static readonly Option<bool> Yes = new("--yes",
        "-y") { Description = "Agree to the changes without being asked" };

    /// <summary>Of the commands that change hosts.</summary>
    public static readonly Option<bool> TakeOver =
        new("--take-over") { Description = "End another run's session on a host instead of being refused" };

    /// <summary>Of the commands that change hosts.</summary>
    public static readonly Option<int> Guard = new("--guard")
    {
        Description = "Seconds after which a host undoes a guarded step by itself (10 to 600)",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => DefaultGuard
    };

    /// <summary>Of the commands that change hosts.</summary>
    public static readonly Option<string?> Webhook = new("--webhook")
    {
        Description = "Post the outcome to this URL, as JSON (default: $OVSWIZARD_WEBHOOK)",
        HelpName = "URL"
    };

    public static IReadOnlyList<Option> All { get; } =
    [
        Inventory, Param, Answers, Runbooks, Limit, Forks, Json, Lang, NoColor, Verbose
    ];

    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    /// <summary>The language asked for, else the locale's (LC_ALL, LC_MESSAGES, LANG), else English.</summary>
    public static Language LanguageOf(ParseResult parsed)
    {
        if (parsed.GetValue(Lang) is { } asked)
            return asked switch
            {
                "en" => Language.English,
                "zh" => Language.Chinese,
                _ => throw new Failure(FailureKind.Input, $"unknown language '{asked}'",
                    now: $"--lang must be en or zh"),
            };
        var locale = LocaleVariables.Select(Environment.GetEnvironmentVariable)
            .FirstOrDefault(v => !string.IsNullOrEmpty(v));
        return locale is not null && locale.StartsWith("zh", StringComparison.Ordinal) ? Language.Chinese
            : Language.English;
    }

    /// <summary>What -i says, a source a line; null: nothing.</summary>
    public static string? InventoryNamed(ParseResult parsed) =>
        parsed.GetValue(Inventory) is { Length: > 0 } named ? InventorySources.Join([.. named.Select(InHome)]) : null;

    /// <summary>
    /// Where the inventory is: as said (ssh-config is ~/.ssh/config), else $OVSWIZARD_INVENTORY, else ./inventory.yml.
    /// </summary>
    public static string InventoryPath(ParseResult parsed) =>
        InventoryNamed(parsed) ?? (Environment.GetEnvironmentVariable("OVSWIZARD_INVENTORY") is { Length: > 0 } usual
            ? InHome(usual) : "inventory.yml");

    private static string InHome(string source) =>
        source == SshConfigName && !File.Exists(source) ? Path.Combine(LocalUser.Current.Home, ".ssh", "config")
            : source;

    /// <summary>
    /// The same for the wizard, where the operator sees the hosts before anything is done: with no inventory named or
    /// here, the one of the newest run.
    /// </summary>
    public static string InventoryAtHand(ParseResult parsed)
    {
        var path = InventoryPath(parsed);
        if (InventorySources.AreThere(path) || InventoryNamed(parsed) is not null
            || PastRun.Newest(1) is not [{ Record: { } run }]) return path;
        return run.Folder.ReadRequest().Inventory is var former && InventorySources.AreThere(former) ? former : path;
    }

    /// <summary>The hosts to work on; what was passed over is said on standard error.</summary>
    public static Inventory ReadInventory(ParseResult parsed)
    {
        var inventory = ReadInventory(parsed, InventoryPath(parsed));
        Warn(parsed, inventory);
        return inventory;
    }

    /// <summary>Says on standard error what of an inventory was passed over.</summary>
    public static void Warn(ParseResult parsed, Inventory inventory)
    {
        var language = LanguageOf(parsed);
        foreach (var warning in inventory.Warnings) Console.Error.WriteLine(language.Say($"note: {warning}"));
    }

    /// <summary>The hosts to work on, of this inventory.</summary>
    public static Inventory ReadInventory(ParseResult parsed, string path)
    {
        var inventory = OpenInventory(parsed, path);
        return inventory.Format is InventoryFormat.SshConfig && Limited(parsed) is null
            ? throw new Failure(FailureKind.Input,
                $"an ssh configuration names hosts of every kind, and these are all of them",
                $"{string.Join(", ", inventory.Names)}", $"name those that are meant: --limit HOST,…")
            : inventory;
    }

    /// <summary>The inventory as it is, for looking at it.</summary>
    public static Inventory OpenInventory(ParseResult parsed, string path)
    {
        if (InventorySources.Split(path).FirstOrDefault(s => !InventorySources.IsThere(s)) is { } missing)
            throw new Failure(FailureKind.Input, $"inventory '{missing}' not found",
                now: $"give one with -i FILE, write one: ovswizard inventory init, or create practice hosts: ovswizard lab up; ovswizard lab inventory > inventory.yml");
        var inventory = Inventories.Inventory.Load(path);
        return Limited(parsed) is { } names ? inventory.Limit(names) : inventory;
    }

    /// <summary>What a run is asked for, to be kept with it.</summary>
    public static RunRequest RequestOf(ParseResult parsed, string runbookId) =>
        RequestOf(parsed, InventoryPath(parsed), runbookId, ReadAnswers(parsed));

    /// <param name="repairs">HOST:STEP, where the run only mends what was found wrong; else null.</param>
    public static RunRequest RequestOf(ParseResult parsed, string inventoryPath, string runbookId, Answers answers,
        IReadOnlyList<string>? repairs = null) => new(
            InventorySources.Absolute(inventoryPath),
            FileOf(runbookId, parsed),
            Limited(parsed),
            [.. answers.InOrder.Select(a => new RequestedValue(a.Host, a.Name, a.Value.Text))],
            repairs);

    /// <summary>Where to tell how a run ended, as said; null: where the environment says.</summary>
    /// <exception cref="Failure">Input: it is no URL.</exception>
    public static Uri? WebhookOf(ParseResult parsed) =>
        parsed.GetResult(Webhook)?.GetValueOrDefault<string>() is { } said ? Sessions.Webhook.Read(said) : null;

    /// <summary>
    /// What the runbook is found by when the run is resumed: its id, or its file where only this command line knows the
    /// folder.
    /// </summary>
    private static string FileOf(string runbookId, ParseResult parsed)
    {
        if (File.Exists(runbookId)) return Path.GetFullPath(runbookId);
        var named = parsed.GetValue(Runbooks)!
            .Select(folder => Path.GetFullPath(Path.Combine(folder, $"{runbookId}.yml"))).FirstOrDefault(File.Exists);
        return named ?? runbookId;
    }

    /// <summary>The hosts named by --limit; null: all.</summary>
    public static string[]? Limited(ParseResult parsed) =>
        parsed.GetValue(Limit)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Runbook, inventory and answers put together; nothing is asked of any host.</summary>
    public static Plan ReadPlan(ParseResult parsed, string runbookId, Inventory inventory) =>
        ReadPlan(parsed, RunbookLibrary.Default().Find(runbookId), inventory);

    public static Plan ReadPlan(ParseResult parsed, Runbook runbook, Inventory inventory) =>
        PlanBuilder.Build(runbook, inventory.Hosts, inventory.Params, ReadAnswers(parsed));

    /// <summary>What --answers and -p say.</summary>
    public static Answers ReadAnswers(ParseResult parsed)
    {
        var answers = new Answers();
        if (parsed.GetValue(Answers) is { } file) answers.AddFile(file);
        foreach (var option in parsed.GetValue(Param)!) answers.AddOption(option);
        return answers;
    }

    /// <summary>
    /// How many hosts are connected to at the same moment: at least one, or nothing would ever begin.
    /// </summary>
    private static Option<int> ForksOption()
    {
        var forks = new Option<int>("--forks") { Description = "Maximum number of hosts connected to at the same time",
            HelpName = "N", Recursive = true, DefaultValueFactory = _ => 50 };
        forks.Validators.Add(given =>
        {
            if (given.Tokens is [{ Value: var said }, ..] && int.TryParse(said, out var number) && number < 1)
                given.AddError("at least 1");
        });
        return forks;
    }

    /// <summary>The time limit of guarded steps.</summary>
    public static int GuardOf(ParseResult parsed)
    {
        var seconds = parsed.GetResult(Guard)?.GetValueOrDefault<int>() ?? DefaultGuard;
        return seconds is >= 10 and <= 600 ? seconds
            : throw new Failure(FailureKind.Input, $"--guard cannot be {seconds}",
                $"a shorter time ends before anybody can log in, a longer one locks the operator out",
                $"give 10 to 600 seconds");
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
        throw new Failure(FailureKind.Input, $"parameters and --limit cannot be given here", $"{why}", $"remove them");

    /// <summary>The argument RUNBOOK of several commands.</summary>
    public static Argument<string> RunbookArgument() => new("RUNBOOK")
    {
        Description = "Id of a runbook ('ovswizard runbook list')",
        CompletionSources = { Suggestions.RunbookIds },
    };

    /// <summary>The same, of commands that take a run instead.</summary>
    public static Argument<string?> OptionalRunbookArgument() => new("RUNBOOK")
    {
        Description = "Id of a runbook ('ovswizard runbook list')",
        Arity = ArgumentArity.ZeroOrOne,
        CompletionSources = { Suggestions.RunbookIds },
    };

    /// <summary>The argument RUN of several commands.</summary>
    public static Argument<string?> RunArgument(
        string description = "Id of a run ('ovswizard runs'); default: the newest") => new("RUN")
        {
            Description = description,
            Arity = ArgumentArity.ZeroOrOne,
            CompletionSources = { Suggestions.RunIds },
        };

    /// <summary>Of the commands that take either.</summary>
    public static Failure RunbookAndRun() =>
        new(FailureKind.Input, $"RUNBOOK and --run cannot be given together", $"a run already has its plan",
            $"remove one of them");
}

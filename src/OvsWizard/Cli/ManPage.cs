using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>The manual page, made from the commands and the help texts that --help shows; man(7).</summary>
public static class ManPage
{
    internal static readonly (int Status, string Meaning)[] Exits =
    [
        (0, "done; verify: no drift; diagnose: nothing wrong"),
        ((int)FailureKind.Step, "a step failed; the message says which, on which host, why, and how to fix it"),
        ((int)FailureKind.Input, "wrong usage or input, with file:line:column"),
        ((int)FailureKind.Declined, "the operator declined"),
        ((int)FailureKind.Host, "a host cannot be reached, trusted or logged in to"),
        ((int)FailureKind.Drift, "verify found drift; diagnose found a fault"),
        ((int)FailureKind.Refused,
            "refused: another run holds the hosts, or the plan is not the one the run began with"),
        ((int)FailureKind.Interrupted, "interrupted"),
    ];

    private static readonly (string Name, string Meaning)[] Variables =
    [
        ("OVSWIZARD_INVENTORY", "The inventory, where -i does not name one."),
        ("OVSWIZARD_RUNBOOKS", "Folders of runbooks, separated by colons, instead of your own and the shipped ones."),
        ("OVSWIZARD_HOME", "Where runs and logs are kept."),
        ("OVSWIZARD_WEBHOOK", "The default of --webhook."),
        ("OVSWIZARD_LAB", "The lab that the lab commands work on."),
        ("NO_COLOR", "No colours."),
    ];

    private static readonly (string Path, string Meaning)[] Files =
    [
        ("inventory.yml",
            "The hosts: YAML of its own, or an inventory of Ansible (INI, YAML), a CSV table, an ssh configuration; the content tells which. Of an Ansible inventory, variables called ovswizard_NAME are the parameter NAME."),
        ("~/.ssh/config, ~/.ssh/known_hosts", "How hosts are reached, and which host keys are trusted."),
        ("~/.config/ovswizard/runbooks/", "Your own runbooks; one with the id of a shipped runbook replaces it."),
        ("~/.local/state/ovswizard/", "Runs with their plans and journals; logs."),
    ];

    /// <summary>What the page says beside the help texts.</summary>
    internal static IEnumerable<string> Texts =>
    [
        .. Exits.Select(e => e.Meaning), .. Variables.Concat(Files).Select(v => v.Meaning),
        .. ManSections.All.SelectMany(s => s.Paragraphs.Prepend(s.Title)),
        Name, Commands, Options, NameTitle, Synopsis, Description, WithoutCommand, Everywhere, Status, Environment,
        FilesTitle, Examples, SeeAlso,
    ];

    private const string Name = "Open vSwitch networks between Docker hosts, step by step";
    private const string WithoutCommand = "Without a command it opens the wizard.";
    private const string Everywhere = "These apply to every command.";
    private const string NameTitle = "NAME", Synopsis = "SYNOPSIS", Description = "DESCRIPTION", Commands = "COMMANDS",
        Options = "OPTIONS";
    private const string Status = "EXIT STATUS", Environment = "ENVIRONMENT", FilesTitle = "FILES",
        Examples = "EXAMPLES", SeeAlso = "SEE ALSO";

    public static string Write(RootCommand root, Language language)
    {
        var page = new StringBuilder();
        if (language is Language.Chinese) page.Append("'\\\" -*- coding: UTF-8 -*-\n");
        page.Append($".TH OVSWIZARD 1 \"\" \"ovswizard {Product.Version}\" \"User Commands\"\n");
        if (language is Language.Chinese) page.Append(".ad l\n");
        Title(NameTitle);
        page.Append($"ovswizard \\- {Text(language.SayWhole(Name))}\n");
        Title(Synopsis);
        page.Append(".B ovswizard\n.RI [ OPTIONS ]\n.br\n.B ovswizard\n.I COMMAND\n.RI [ OPTIONS ]\n");
        Title(Description);
        page.Append($"{Said(root, language)}\n.PP\n{Text(language.SayWhole(WithoutCommand))}\n");
        Title(Commands);
        foreach (var command in root.Subcommands) Command(page, command, "ovswizard", language);
        Title(Options);
        page.Append($"{Text(language.SayWhole(Everywhere))}\n");
        foreach (var option in root.Options) Option(page, option, language);
        foreach (var (title, paragraphs) in ManSections.All)
        {
            Title(title);
            page.Append($"{string.Join("\n.PP\n", paragraphs.Select(p => Text(language.SayWhole(p))))}\n");
        }
        Table(Status, Exits.Select(e => ($"{e.Status}", e.Meaning)));
        Table(Environment, Variables);
        Table(FilesTitle, Files);
        Title(Examples);
        page.Append(".nf\n");
        foreach (var line in (string[])["ovswizard inventory init", "ovswizard hosts check",
            "ovswizard plan vxlan-overlay", "ovswizard run vxlan-overlay", "ovswizard diagnose --fix"])
            page.Append($"{Text(line)}\n");
        page.Append(".fi\n");
        Title(SeeAlso);
        page.Append(".BR ovs\\-vsctl (8),\n.BR ssh_config (5),\n.BR docker (1)\n");
        return page.ToString();

        void Title(string title) => page.Append($".SH {language.SayWhole(title)}\n");

        void Table(string title, IEnumerable<(string Name, string Meaning)> rows)
        {
            Title(title);
            foreach (var (name, meaning) in rows)
                page.Append($".TP\n.B {Text(name)}\n{Text(language.SayWhole(meaning))}\n");
        }
    }

    private static void Command(StringBuilder page, Command command, string above, Language language)
    {
        var path = $"{above} {command.Name}";
        var arguments = string.Concat(
            command.Arguments.Select(a => a.Arity.MinimumNumberOfValues == 0 ? $" [{a.Name}]" : $" {a.Name}"));
        page.Append(
            $".SS {Text(path + arguments)}\n{Said(command, language)}{(language is Language.Chinese ? "。" : ".")}\n");
        foreach (var argument in command.Arguments)
            page.Append($".TP\n.I {Text(argument.Name)}\n{Said(argument, language)}\n");
        foreach (var option in command.Options) Option(page, option, language);
        foreach (var sub in command.Subcommands) Command(page, sub, path, language);
    }

    private static void Option(StringBuilder page, Option option, Language language)
    {
        if (option.Hidden) return;
        var names = option.Aliases.Where(a => a[0] == '-').Prepend(option.Name).Order(StringComparer.Ordinal)
            .OrderBy(n => n.Length).Select(n => $"\\fB{Text(n)}\\fR");
        var value = option is HelpOption or VersionOption || option.HelpName is null ? ""
            : $" \\fI{Text(option.HelpName)}\\fR";
        page.Append($".TP\n{string.Join(", ", names)}{value}\n{Said(option, language)}\n");
    }

    private static string Said(Symbol symbol, Language language) =>
        Text(symbol.Description is { } description ? language.SayWhole(description) : null);

    /// <summary>A text that roff prints as it stands.</summary>
    private static string Text(string? text)
    {
        var safe = (text ?? "").ReplaceLineEndings(" ").Replace("\\", "\\e", StringComparison.Ordinal)
            .Replace("-", "\\-", StringComparison.Ordinal)
            .Replace("…", "...", StringComparison.Ordinal).Replace("~", "\\(ti", StringComparison.Ordinal)
            .Replace("^", "\\(ha", StringComparison.Ordinal).Replace("'", "\\(aq", StringComparison.Ordinal);
        // groff breaks lines at spaces, of which Chinese has none: it may after each character.
        var breakable = string.Concat(safe.Select(c => c >= '\u2e80' ? $"{c}\\:" : $"{c}"));
        return breakable.StartsWith('.') ? $"\\&{breakable}" : breakable;
    }
}

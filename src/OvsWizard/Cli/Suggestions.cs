using System.CommandLine.Completions;
using OvsWizard.Diagnosis;
using OvsWizard.Engine;
using OvsWizard.Inspection;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Runbooks;

namespace OvsWizard.Cli;

/// <summary>
/// How a word may go on: with what is on this machine now. A file that cannot be read suggests nothing.
/// </summary>
internal static class Suggestions
{
    public static IEnumerable<CompletionItem> RunbookIds(CompletionContext context) =>
        Items(context, () => LibraryOf(context).Ids);

    public static IEnumerable<CompletionItem> RunIds(CompletionContext context) =>
        Items(context, () => RunFolder.All().Select(r => r.Id));

    public static IEnumerable<CompletionItem> Views(CompletionContext context) =>
        Items(context, () => ViewLibrary.Default().All().Select(v => v.Id));

    public static IEnumerable<CompletionItem> Troubleshootings(CompletionContext context) =>
        Items(context, () => TroubleshootingLibrary.Default().Ids);

    public static IEnumerable<CompletionItem> Symptoms(CompletionContext context) =>
        Items(context, () => TroubleshootingLibrary.Default() is var all
            ? all.Ids.SelectMany(id => all.Find(id).Symptoms).Select(s => s.Id).Distinct() : []);

    /// <summary>The steps of the run that is named, else of the newest.</summary>
    public static IEnumerable<CompletionItem> Steps(CompletionContext context) =>
        Items(context, () => RunRecord.Read(RunFolder.Find(ArgumentOf(context, "RUN"))).State.Plan.Hosts
            .SelectMany(h => h.Steps).Select(s => s.Id).Distinct());

    /// <summary>Hosts and groups of the inventory; those before the last comma stay.</summary>
    public static IEnumerable<CompletionItem> Hosts(CompletionContext context) => Items(context, () =>
    {
        var before = context.WordToComplete[..(context.WordToComplete.LastIndexOf(',') + 1)];
        var inventory = Inventory.Load(GlobalOptions.InventoryPath(context.ParseResult));
        return inventory.Names.Concat(inventory.Groups.Keys).Except(before.Split(',')).Select(name => before + name);
    });

    /// <summary>Parameters of the runbook that is named, of all hosts or of one; then the values of a choice.</summary>
    public static IEnumerable<CompletionItem> Parameters(CompletionContext context) => Items(context, () =>
    {
        if (ArgumentOf(context, "RUNBOOK") is not { } id) return [];
        var parameters = LibraryOf(context).Find(id).Parameters;
        var word = context.WordToComplete;
        if (word.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals)
        {
            var name = word[(word.IndexOf(':', StringComparison.Ordinal) + 1)..equals];
            return parameters.FirstOrDefault(p => p.Name == name) switch
            {
                { Type: ParameterType.Boolean } => [word[..(equals + 1)] + "true", word[..(equals + 1)] + "false"],
                { } parameter => parameter.Choices.Select(c => word[..(equals + 1)] + c.Value),
                null => [],
            };
        }
        var host = word[..(word.IndexOf(':', StringComparison.Ordinal) + 1)];
        var names = parameters.Where(p => host.Length == 0 || p.Scope is ParameterScope.Host)
            .Select(p => $"{host}{p.Name}=");
        return host.Length > 0 ? names : names.Concat(
            Read(() => Inventory.Load(GlobalOptions.InventoryPath(context.ParseResult)).Names.Select(n => n + ":")));
    });

    private static RunbookLibrary LibraryOf(CompletionContext context) =>
        context.ParseResult.GetValue(GlobalOptions.Runbooks) is { Length: > 0 } first
            ? new([.. first, .. RunbookLibrary.Default().Folders]) : RunbookLibrary.Default();

    private static string? ArgumentOf(CompletionContext context, string name) =>
        context.ParseResult.CommandResult.Command.Arguments.FirstOrDefault(a => a.Name == name) is { } argument
            && context.ParseResult.GetResult(argument) is { Tokens: [var token, ..] }
            ? token.Value
            : null;

    /// <summary>Words that only have the typed one somewhere within are no way for it to go on.</summary>
    private static List<CompletionItem> Items(CompletionContext context, Func<IEnumerable<string>> find) =>
        [.. Read(find).Where(text => text.StartsWith(context.WordToComplete, StringComparison.Ordinal))
            .Select(text => new CompletionItem(text))];

    private static List<string> Read(Func<IEnumerable<string>> find)
    {
        try
        {
            return [.. find()];
        }
        catch (Failure)
        {
            return [];
        }
    }
}

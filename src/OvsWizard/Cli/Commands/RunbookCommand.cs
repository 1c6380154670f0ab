using System.CommandLine;
using OvsWizard.Inventories;
using OvsWizard.Runbooks;
using OvsWizard.Texts;

namespace OvsWizard.Cli.Commands;

/// <summary>
/// <c>runbook list | show ID | lint FILE… | new NAME</c>: what there is, what it does, whether it is well written, and
/// a first one.
/// </summary>
internal static class RunbookCommand
{
    public static Command Create()
    {
        var command = new Command("runbook", "List, show, check and create runbooks");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(Lint());
        command.Subcommands.Add(New());
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "All runbooks, by id");
        command.SetAction(result =>
        {
            var library = RunbookLibrary.Default();
            var (runbooks, mistakes) = library.All();
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(GlobalOptions.Json))
            {
                output.WriteLine(RunbookJson.OfAll(runbooks, library));
            }
            else
            {
                var width = runbooks.Select(r => r.Id.Length).DefaultIfEmpty().Max();
                foreach (var runbook in runbooks)
                    output.WriteLine(
                        $"{runbook.Id.PadRight(width)}  {runbook.Title.In(GlobalOptions.LanguageOf(result))}{Origin(runbook, library, GlobalOptions.LanguageOf(result))}");
            }
            return Report.Mistakes(mistakes, result);
        });
        return command;
    }

    /// <summary>Where a runbook that was not shipped comes from, and what it hides.</summary>
    private static string Origin(Runbook runbook, RunbookLibrary library, Language language)
    {
        var folder = Path.GetDirectoryName(runbook.At.File)!;
        var hidden = library.HiddenBy(runbook);
        return (folder == RunbookLibrary.Shipped ? "" : $"  ({LocalUser.Current.Shorten(folder)})")
            + (hidden.Count == 0 ? ""
                : language.Say($"  hides {string.Join(", ", hidden.Select(LocalUser.Current.Shorten))}"));
    }

    private static Command New()
    {
        var id = new Argument<string>("NAME") { Description = "The new runbook's id: a-z, 0-9 and single '-'" };
        var command = new Command("new",
            "Write a commented skeleton of a runbook (to -R DIR, else ~/.config/ovswizard/runbooks)") { id };
        command.SetAction(result =>
        {
            var path = RunbookStart.Write(result.GetRequiredValue(id),
                result.GetValue(GlobalOptions.Runbooks) is [var first, ..] ? first : RunbookLibrary.Own);
            result.InvocationConfiguration.Output.WriteLine(path);
            result.InvocationConfiguration.Error.WriteLine(GlobalOptions.LanguageOf(result)
                .Say(
                    $"  next: edit it, then ovswizard runbook lint {LocalUser.Current.Shorten(path)}; the guide is {Path.Combine(RunbookLibrary.Shipped, "README.md")}"));
        });
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string>("ID")
        {
            Description = "A runbook's id, or its file",
            CompletionSources = { Suggestions.RunbookIds }
        };
        var command = new Command("show", "What a runbook does, and why, step by step") { id };
        command.SetAction(result =>
        {
            var runbook = RunbookLibrary.Default().Find(result.GetRequiredValue(id));
            result.InvocationConfiguration.Output.Write(result.GetValue(GlobalOptions.Json)
                ? RunbookJson.Of(runbook) + "\n"
                : new RunbookPage(runbook, GlobalOptions.LanguageOf(result)).ToString());
        });
        return command;
    }

    private static Command Lint()
    {
        var files =
            new Argument<string[]>("FILE") { Description = "Runbooks to check", Arity = ArgumentArity.OneOrMore };
        var command = new Command("lint", "Every mistake in runbooks, with its place") { files };
        command.SetAction(result =>
        {
            var read = result.GetRequiredValue(files).Select(RunbookReader.Check).ToList();
            Report.Warnings([.. read.SelectMany(r => r.Warnings)], result);
            return Report.Mistakes([.. read.SelectMany(r => r.Findings)], result);
        });
        return command;
    }
}

using System.CommandLine;
using OvsWizard.Runbooks;

namespace OvsWizard.Cli.Commands;

/// <summary><c>runbook list | show ID | lint FILE…</c>: what there is, what it does, and whether it is well written.</summary>
internal static class RunbookCommand
{
    public static Command Create()
    {
        var command = new Command("runbook", "List, read and check runbooks");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(Lint());
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "All runbooks, by id");
        command.SetAction(result =>
        {
            var runbooks = RunbookLibrary.Default().All();
            var output = result.InvocationConfiguration.Output;
            if (result.GetValue(GlobalOptions.Json))
            {
                output.WriteLine(RunbookJson.OfAll(runbooks));
                return;
            }
            var width = runbooks.Select(r => r.Id.Length).DefaultIfEmpty().Max();
            foreach (var runbook in runbooks)
                output.WriteLine($"{runbook.Id.PadRight(width)}  {runbook.Title.In(GlobalOptions.LanguageOf(result))}");
        });
        return command;
    }

    private static Command Show()
    {
        var id = new Argument<string>("ID") { Description = "A runbook's id, or its file" };
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
        var files = new Argument<string[]>("FILE") { Description = "Runbooks to check", Arity = ArgumentArity.OneOrMore };
        var command = new Command("lint", "Every mistake in runbooks, with its place") { files };
        command.SetAction(result =>
        {
            var findings = result.GetRequiredValue(files).SelectMany(file => RunbookReader.Check(file).Findings).ToList();
            foreach (var finding in findings) result.InvocationConfiguration.Error.WriteLine(finding);
            return findings.Count == 0 ? 0 : (int)FailureKind.Input;
        });
        return command;
    }
}

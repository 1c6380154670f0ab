using System.CommandLine;
using OvsWizard.Engine;
using OvsWizard.Export;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard export [RUNBOOK] -o DIR --format FORMAT</c></summary>
public static class ExportCommand
{
    private static readonly Option<string?> Output = new("--output", "-o")
    {
        Description = "Folder to write to; created, or rewritten where it holds an earlier export",
        HelpName = "DIR"
    };
    private static readonly Option<string> Format = new("--format")
    {
        Description = "sh, ansible, markdown or html",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "sh",
        CompletionSources = { "sh", "ansible", "markdown", "html" }
    };
    private static readonly Option<string?> Run = new("--run")
    {
        Description = "The plan of this run; as a document, the report of it",
        HelpName = "RUN",
        CompletionSources = { Suggestions.RunIds }
    };

    public static Command Create()
    {
        var runbook = GlobalOptions.OptionalRunbookArgument();
        var command = new Command("export", "Export a plan as scripts, as a playbook or as a document; touches no host")
        {
            runbook, Output, Format, Run
        };
        command.SetAction(parsed =>
        {
            var folder = parsed.GetValue(Output)
                ?? throw new Failure(FailureKind.Input, $"export needs a folder to write to", now: $"name it: -o DIR");
            var format = FormatOf(parsed.GetValue(Format)!);
            var (plan, hosts, record) = parsed.GetValue(Run) is { } run ? OfRun(parsed, run, parsed.GetValue(runbook))
                : OfRunbook(parsed, parsed.GetValue(runbook));
            var files = Exporter.Files(format, plan, hosts, record?.State, GlobalOptions.LanguageOf(parsed),
                ExportTemplates.Default()).ToList();
            ExportFolder.Write(folder, files);
            foreach (var file
                in files.Where(f => !f.Path.EndsWith(".sh", StringComparison.Ordinal) || f.Path == "all.sh")
                    .Select(f => f.Path).Order(StringComparer.Ordinal))
                Console.Out.WriteLine(Path.Combine(folder, file));
        });
        return command;
    }

    private static ExportFormat FormatOf(string word) => word switch
    {
        "sh" => ExportFormat.Sh,
        "ansible" => ExportFormat.Ansible,
        "markdown" or "md" => ExportFormat.Markdown,
        "html" => ExportFormat.Html,
        _ => throw new Failure(FailureKind.Input, $"unknown export format '{word}'",
            now: $"--format must be sh, ansible, markdown or html"),
    };

    private static (Plan, IReadOnlyList<Host>, RunRecord?) OfRunbook(ParseResult parsed, string? runbook)
    {
        if (runbook is null) throw new Failure(FailureKind.Input, $"export needs a runbook, or a run",
            now: $"name one: ovswizard export RUNBOOK, or --run RUN");
        var inventory = GlobalOptions.ReadInventory(parsed);
        return (GlobalOptions.ReadPlan(parsed, runbook, inventory), inventory.Hosts, null);
    }

    private static (Plan, IReadOnlyList<Host>, RunRecord?) OfRun(ParseResult parsed, string run, string? runbook)
    {
        if (runbook is not null) throw GlobalOptions.RunbookAndRun();
        GlobalOptions.RefuseAnswers(parsed, "a run has its values already");
        var record = RunRecord.Read(RunFolder.Find(run));
        return (record.State.Plan, FormerRun.HostsAtHand(record, GlobalOptions.InventoryNamed(parsed)), record);
    }
}

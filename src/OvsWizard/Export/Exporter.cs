using OvsWizard.Engine;
using OvsWizard.Hosts;
using OvsWizard.Plans;

namespace OvsWizard.Export;

/// <summary>Gives a plan the form it is taken away in. Pure: equal plans give equal bytes.</summary>
public static class Exporter
{
    /// <param name="hosts">As the inventory has them, for the ways to them; empty where it is not at hand.</param>
    /// <param name="state">What a run made of the plan; null before one.</param>
    /// <exception cref="Failure">Input: the plan has steps that the form cannot hold.</exception>
    public static IEnumerable<ExportedFile> Files(ExportFormat format, Plan plan, IReadOnlyList<Host> hosts, RunState? state, Language language, ExportTemplates templates) => format switch
    {
        ExportFormat.Sh or ExportFormat.Ansible when Carrying(plan) is { } step => throw new Failure(FailureKind.Input, $"{plan.Runbook} cannot be taken away as a script",
            $"its step {step.Id} carries files between this machine and the hosts", $"use ovswizard run, or take it away as a document: --format markdown"),
        ExportFormat.Sh => new ScriptExport(plan, hosts, language, templates).Files(),
        ExportFormat.Ansible => new PlaybookExport(plan, hosts, language, templates).Files(),
        ExportFormat.Markdown => new DocumentExport(plan, state, language, templates).Files("md"),
        _ => new DocumentExport(plan, state, language, templates).Files("html"),
    };

    private static PlannedStep? Carrying(Plan plan) => plan.Hosts.SelectMany(h => h.Steps).FirstOrDefault(s => s.Transfer is not null);
}

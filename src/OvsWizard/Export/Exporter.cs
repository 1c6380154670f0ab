using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Plans;

namespace OvsWizard.Export;

/// <summary>
/// Gives a plan the form it is taken away in. Equal plans, and equal files where it carries some, give equal bytes.
/// </summary>
public static class Exporter
{
    /// <param name="hosts">As the inventory has them, for the ways to them; empty where it is not at hand.</param>
    /// <param name="state">What a run made of the plan; null before one.</param>
    /// <exception cref="Failure">Input: a file that the plan carries to the hosts is not on this machine any
    /// more.</exception>
    public static IEnumerable<ExportedFile> Files(ExportFormat format, Plan plan, IReadOnlyList<Host> hosts,
        RunState? state, Language language, ExportTemplates templates) => format switch
        {
            ExportFormat.Sh => new ScriptExport(plan, hosts, language, templates).Files(),
            ExportFormat.Ansible => new PlaybookExport(plan, hosts, language, templates).Files(),
            ExportFormat.Markdown => new DocumentExport(plan, state, language, templates).Files("md"),
            _ => new DocumentExport(plan, state, language, templates).Files("html"),
        };
}

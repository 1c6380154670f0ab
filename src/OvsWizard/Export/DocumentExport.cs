using OvsWizard.Engine;
using OvsWizard.Plans;

namespace OvsWizard.Export;

/// <summary>A plan as the document that a change is decided by, and after a run as its report. Pure.</summary>
/// <param name="state">What a run made of the plan; null before one.</param>
public sealed class DocumentExport(Plan plan, RunState? state, Language language, ExportTemplates templates)
{
    /// <param name="ending">md or html.</param>
    public IEnumerable<ExportedFile> Files(string ending)
    {
        yield return new($"{(state is null ? "change" : "report")}.{ending}",
            templates.Render($"document.{ending}", new PlanValues(plan, language, state).All()));
    }
}

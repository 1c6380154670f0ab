using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Plans;

/// <summary>Renders a step's scripts, file and texts with one host's values. Pure.</summary>
internal static class StepRenderer
{
    public static PlannedStep Render(Step step, int order, Runbook runbook, TemplateValues scope, string? peer)
    {
        string? Script(TemplateText? text) => text is null ? null : TemplateEngine.Render(text, Escape.Shell, scope).TrimEnd('\n');
        Text Words(Text text) => new(
            TemplateEngine.Render(new TemplateText(text.En, step.At), Escape.None, scope),
            TemplateEngine.Render(new TemplateText(text.Zh, step.At), Escape.None, scope));

        return new PlannedStep(
            step.Id,
            order,
            peer,
            step.Kind,
            Words(step.Title),
            Words(step.Why),
            step.AfterPeers,
            step.IsPreflight,
            Script(step.Check),
            Script(step.Do),
            Script(step.Verify),
            Script(step.Undo),
            step.Irreversible,
            step.Risk,
            (int)step.Timeout.TotalSeconds,
            step.File is { } file ? RenderFile(file, runbook, scope) : null,
            null,
            step.Explain);
    }

    private static PlannedFile RenderFile(FileTemplate file, Runbook runbook, TemplateValues scope)
    {
        var path = TemplateEngine.Render(file.Path, Escape.None, scope);
        // A template is written in the language its own name says; a text in the runbook, in that of the file it becomes.
        var language = file.Content.At.File == runbook.At.File ? path : file.Content.At.File;
        return new PlannedFile(
            path,
            TemplateEngine.Render(file.Content, TemplateEngine.EscapeFor(language), scope),
            file.Merge,
            file.Mode,
            file.Owner,
            file.Apply is { } apply ? TemplateEngine.Render(apply, Escape.Shell, scope).TrimEnd('\n') : null);
    }
}

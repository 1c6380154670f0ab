using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Plans;

/// <summary>Renders a step's scripts, file and texts with one host's values. Pure.</summary>
internal static class StepRenderer
{
    public static PlannedStep Render(Step step, int order, TemplateValues scope, string? peer)
    {
        string? Script(TemplateText? text) => text is null ? null : TemplateEngine.Render(text, Escape.Shell, scope).TrimEnd('\n');
        string Plain(TemplateText text) => TemplateEngine.Render(text, Escape.None, scope);
        Text Words(Text text) => new(Plain(new TemplateText(text.En, step.At)), Plain(new TemplateText(text.Zh, step.At)));

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
            Script(step.Keep),
            Script(step.Do),
            Script(step.Verify),
            Script(step.Undo),
            step.Irreversible,
            step.Touches is { } touches ? Plain(touches).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : [],
            step.Risk,
            (int)step.Timeout.TotalSeconds,
            step.File is { } file ? RenderFile(file, scope) : null,
            step.Prompt is { } prompt ? new Text(Plain(prompt.En), Plain(prompt.Zh)) : null,
            step.Explain);
    }

    private static PlannedFile RenderFile(FileTemplate file, TemplateValues scope)
    {
        var path = TemplateEngine.Render(file.Path, Escape.None, scope);
        return new PlannedFile(
            path,
            TemplateEngine.Render(file.Content, file.Escape, scope),
            file.Merge,
            file.Mode,
            file.Owner,
            file.Apply is { } apply ? TemplateEngine.Render(apply, Escape.Shell, scope).TrimEnd('\n') : null);
    }
}

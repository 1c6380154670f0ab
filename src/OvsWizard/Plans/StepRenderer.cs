using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Plans;

/// <summary>Renders a step's scripts, file and texts with one host's values. Pure.</summary>
internal static class StepRenderer
{
    public static PlannedStep Render(Step step, int order, TemplateValues scope, string? peer, SharedWords words)
    {
        string? Script(TemplateText? text) =>
            text is null ? null : words.Share(TemplateEngine.Render(text, Escape.Shell, scope).TrimEnd('\n'));
        string Plain(TemplateText text) => words.Share(TemplateEngine.Render(text, Escape.None, scope));
        Text Words(Text text) =>
            new(Plain(new TemplateText(text.En, step.At)), Plain(new TemplateText(text.Zh, step.At)));

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
            step.Touches is { } touches ? Plain(touches).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                : [],
            step.Risk,
            (int)step.Timeout.TotalSeconds,
            step.File is { } file ? RenderFile(file, scope, words) : null,
            step.Prompt is { } prompt ? new Text(Plain(prompt.En), Plain(prompt.Zh)) : null,
            step.Explain)
        {
            IsIndependent = step.IsIndependent,
            Publishes = step.Publishes,
            Transfer = step.Transfer is { } transfer ? RenderTransfer(step.Kind, transfer, scope) : null,
        };
    }

    private static PlannedTransfer RenderTransfer(StepKind kind, TransferTemplate transfer, TemplateValues scope)
    {
        var to = TemplateEngine.Render(transfer.To, Escape.None, scope);
        return kind is StepKind.Fetch
            ? new([], to) { List = TemplateEngine.Render(transfer.Files, Escape.Shell, scope).TrimEnd('\n') }
            : new(TemplateEngine.Render(transfer.Files, Escape.None, scope)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), to);
    }

    private static PlannedFile RenderFile(FileTemplate file, TemplateValues scope, SharedWords words)
    {
        var path = TemplateEngine.Render(file.Path, Escape.None, scope);
        return new PlannedFile(
            path,
            words.Share(TemplateEngine.Render(file.Content, file.Escape, scope)),
            file.Merge,
            file.Mode,
            file.Owner,
            file.Apply is { } apply ? TemplateEngine.Render(apply, Escape.Shell, scope).TrimEnd('\n') : null);
    }
}

using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Plans;

/// <summary>Renders a step's scripts, file and texts with one host's values. Pure.</summary>
internal static class StepRenderer
{
    public static PlannedStep Render(Step step, int order, TemplateValues scope, string? peer, SharedWords words)
    {
        string? Script(TemplateText? text) => text is null ? null : words.Share(TemplateEngine.Render(text, Escape.Shell, scope).TrimEnd('\n'));
        string Plain(TemplateText text) => words.Share(TemplateEngine.Render(text, Escape.None, scope));
        Text Words(Text text) => new(Plain(new TemplateText(text.En, step.At)), Plain(new TemplateText(text.Zh, step.At)));

        var planned = new PlannedStep(
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
            step.File is { } file ? RenderFile(file, scope, words) : null,
            step.Prompt is { } prompt ? new Text(Plain(prompt.En), Plain(prompt.Zh)) : null,
            step.Explain)
        { IsIndependent = step.IsIndependent, Publishes = step.Publishes };
        return step.Transfer is { } transfer ? WithTransfer(planned, transfer, scope) : planned;
    }

    /// <summary>What the host does in a step that carries files is always the same; see <c>transfer.sh</c>.</summary>
    private static PlannedStep WithTransfer(PlannedStep step, TransferTemplate transfer, TemplateValues scope)
    {
        var to = TemplateEngine.Render(transfer.To, Escape.None, scope);
        if (step.Kind is StepKind.Fetch)
            return step with
            {
                Transfer = new([], to),
                Check = $"ovsw_files=$(\n{TemplateEngine.Render(transfer.Files, Escape.Shell, scope).TrimEnd('\n')}\n)\novsw_offer \"$ovsw_files\"",
                Keep = "echo '# what was fetched stays where it is'",
                Do = ":",
                Verify = ":",
            };
        string[] files = TemplateEngine.Render(transfer.Files, Escape.None, scope).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var words = string.Join(' ', files.Select(Path.GetFileName).Prepend(to).Select(word => ShellQuote.Quote(word!)));
        return step with { Transfer = new(files, to), Check = $"ovsw_has {words}", Keep = $"ovsw_keep_sent {words}", Do = $"ovsw_receive {words}" };
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

using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Texts;
using OvsWizard.Tui;
using OvsWizard.Tui.Runs;

namespace OvsWizard.Cli;

/// <summary>
/// The operator at the command line: asked on standard error, or, without a terminal, told which option would have
/// answered.
/// </summary>
/// <param name="yes">Agrees to the changes beforehand.</param>
/// <param name="unattended">Nobody can be asked.</param>
internal sealed class TerminalOperator(Plan plan, Colours colours, Language language, bool yes, bool unattended,
    RunPrinter printer) : IOperator, IDisposable
{
    private readonly SemaphoreSlim one = new(1);

    /// <summary>A rollback: steps that stay as they are, on a host.</summary>
    public Func<string, PlannedStep, bool> Skips { get; init; } = (_, _) => false;

    public async Task<bool> ConsentAsync(RunState state)
    {
        if (state.Resumed?.Mode is "rollback") return await ConsentToRollbackAsync(state);
        if (yes)
        {
            foreach (var notice in Notices(state)) printer.Tell($"  {notice}");
            return true;
        }
        var stops = Stops(state).ToList();
        if (unattended)
            throw new Failure(FailureKind.Input,
                $"the run would change {plan.Hosts.Count} hosts, and there is no terminal to ask on",
                stops.Count > 0 ? (FormattableString)$"it would interrupt {string.Join("; ", stops)}" : null,
                $"add --yes to agree; nothing was changed");
        return await AgreesAsync(ConsentNotice.Of(state).Ask(language));
    }

    public async Task<bool> NextStepAsync(PlannedStep step)
    {
        if (step.Prompt is not { } prompt) return await AgreesAsync(Say($"next: {step.Id}, {step.Title}. Continue?"));
        if (yes) return true;
        if (unattended)
            throw new Failure(FailureKind.Input,
                $"step '{step.Id}' has to be done by you, and there is no terminal to confirm it on",
                $"{prompt.In(language)}", $"do it, then run again with --yes");
        return await AgreesAsync($"{prompt.In(language)}\n  {Say($"Done?")}");
    }

    public async Task<UndoChoice> ClashAsync(HostState host, StepState step)
    {
        if (yes || unattended) return UndoChoice.Refuse;
        printer.Tell(
            $"  {colours.Changed(Say($"{host.Name}: {step.Planned.Key} was changed since the run, in the same place:"))}");
        foreach (var clash in step.Since.Where(s => s.Clashes))
        {
            printer.Tell($"    {Report.Printable(clash.What.In(language))}");
            printer.Tell($"      {Say($"before the run:")} {Report.Printable(clash.Before ?? "-")}");
            printer.Tell($"      {Say($"after the run:")} {Report.Printable(clash.After ?? "-")}");
            printer.Tell($"      {Say($"now:")} {Report.Printable(clash.Now ?? "-")}");
        }
        return await AskAsync(
            $"{Say($"[k]eep the current state, [p]ut back the state before the run, or [s]kip the step")}? [s] ") switch
        {
            "k" or "keep" => UndoChoice.KeepTheirs,
            "p" or "put" => UndoChoice.PutBack,
            _ => UndoChoice.Skip,
        };
    }

    public async Task<FailureChoice> FailedAsync(HostState host, StepState? step, HostLost? lost)
    {
        if (yes || unattended) return FailureChoice.Stop;
        var choices = step is null ? Say($"[r]etry or [s]top") : Say($"[r]etry, s[k]ip it or [s]top");
        while (true)
        {
            switch (await AskAsync($"{host.Name}: {choices}? [s] "))
            {
                case "r" or "retry": return FailureChoice.Retry;
                case "k" or "skip" when step is not null: return FailureChoice.Skip;
                case "" or "s" or "stop": return FailureChoice.Stop;
                default: printer.Tell(
                    $"  {Say($"answer with one of the letters in brackets; Enter stops, and the run can be resumed")}");
                    break;
            }
        }
    }

    public void Dispose() => one.Dispose();

    private async Task<bool> ConsentToRollbackAsync(RunState state)
    {
        var notice = ConsentNotice.Of(state, Skips);
        if (yes)
        {
            foreach (var line in notice.ChangedByOthers(language).Concat(notice.Risks(language)))
                printer.Tell($"  {colours.Paint(line)}");
            return true;
        }
        if (unattended)
            throw new Failure(FailureKind.Input,
                $"the rollback would change {plan.Hosts.Count} hosts, and there is no terminal to ask on",
                now: $"add --yes to agree; nothing was changed");
        return await AgreesAsync(notice.Ask(language));
    }

    private IEnumerable<string> Notices(RunState state)
    {
        foreach (var host in state.Hosts)
        {
            foreach (var step in host.Steps.Where(s => s.Status is StepStatus.Drifted))
                yield return Say(
                    $"{colours.Changed(Say($"changed since:"))} {host.Name}: {step.Planned.Key} has drifted since the run, and is done again");
            if (host.Session is { } session)
                foreach (var step in host.Steps.Where(s => session.IsTouchedBy(s.Planned.Touches)))
                    yield return Say(
                        $"{colours.Changed(Say($"guarded:"))} {host.Name}: {step.Planned.Key} touches {session.Interface}, which carries this session; the host undoes it by itself unless a new login confirms it");
        }
    }

    private IEnumerable<string> Stops(RunState state) =>
        state.Interruptions.ByHost(language).Select(i => $"{i.Host}: {i.What}");

    private string Say(FormattableString text) => language.Say(text);

    /// <summary>The preview that the wizard shows, and its question.</summary>
    private Task<bool> AgreesAsync(Question preview)
    {
        foreach (var line in preview.Body) printer.Tell($"  {colours.Paint(line)}");
        return AgreesAsync(preview.Title);
    }

    private async Task<bool> AgreesAsync(string question)
    {
        while (true)
        {
            if (Reply.YesOrNo(await AskAsync($"{question} [y/N] ")) is { } answer) return answer;
            printer.Tell($"  {Say($"answer y (yes) or n (no); Enter is no")}");
        }
    }

    /// <summary>One question at a time; an end of input answers nothing.</summary>
    private async Task<string> AskAsync(string question)
    {
        await one.WaitAsync();
        try
        {
            using var quiet = printer.Quiet();
            await Console.Error.WriteAsync($"  {question}");
            return (await Console.In.ReadLineAsync())?.Trim() ?? "";
        }
        finally
        {
            one.Release();
        }
    }
}

using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Runs;

/// <summary>How a run ended, host by host, and what can be done with it. Pure.</summary>
public static class RunSummary
{
    /// <summary>The first line: how it ended.</summary>
    public static Line Conclusion(RunState state, Language language)
    {
        var steps = state.Hosts.SelectMany(h => h.Steps).ToList();
        var changed = steps.Count(s => s.Status is StepStatus.Done);
        var hosts = state.Hosts.Count(h => h.Steps.Any(s => s.Status is StepStatus.Done));
        var drifted = steps.Count(s => s.Status is StepStatus.Drifted);
        var took = TimeSpan.FromMilliseconds(state.Ended!.Milliseconds).Short();
        return state.Ended.Status switch
        {
            RunStatus.Done when drifted > 0 => new Line(
                language.Say($"{drifted} steps differ from what {state.Plan.Runbook} says ({took})"), Tone.Bad),
            RunStatus.Done when changed == 0 => new Line(language.Say(
                $"Nothing to change: {state.Hosts.Count} hosts are as {state.Plan.Runbook} says ({took})"), Tone.Good),
            RunStatus.Done =>
                new Line(language.Say($"Done: {changed} steps changed {hosts} of {state.Hosts.Count} hosts in {took}"),
                    Tone.Good),
            RunStatus.RolledBack => new Line(language.Say(
                $"Rolled back: {steps.Count(s => s.Status is StepStatus.Undone)} steps were undone in {took}"),
                Tone.Good),
            RunStatus.Unfit => new Line(
                language.Say($"Refused: a host lacks a prerequisite; nothing was changed on any host"), Tone.Bad),
            RunStatus.Declined => new Line(language.Say($"Declined: nothing was changed"), Tone.Changed),
            RunStatus.Interrupted => new Line(
                language.Say($"Interrupted after {changed} steps; it can be resumed or rolled back"), Tone.Changed),
            _ => new Line(language.Say($"Failed after {changed} steps were done; it can be resumed or rolled back"),
                Tone.Bad),
        };
    }

    /// <summary>What was changed on each host; where something is wrong, that first.</summary>
    public static IEnumerable<Line> Changes(RunState state, Language language)
    {
        foreach (var host in state.Hosts)
        {
            var told = host.Steps.Where(s => s.Status is not (StepStatus.Pending or StepStatus.Satisfied)).ToList();
            yield return new Line { { host.Name, Tone.Strong }, "  ", { Counted(host, language), Tone.Dim } };
            if (host.Lost?.In(language) is { } lost)
                yield return new Line { "  ", { lost.What, Tone.Bad }, lost.Why is null ? "" : $": {lost.Why}" };
            foreach (var step in told.OrderByDescending(s => s.Status.NeedsAttention()))
            {
                var line =
                    new Line { { $"  {step.Status.Mark()} ", step.Status.Tone() }, step.Planned.Title.In(language) };
                if (step.Planned.Peer is { } peer) line.Add($" ({peer})", Tone.Dim);
                if (step.Planned.File is { } file) line.Add($"  {file.Path}", Tone.Dim);
                yield return line;
                if (!step.Status.NeedsAttention() || step.Result is not { } result) continue;
                if (result.Why is { } why)
                    yield return new Line { { $"    {language.Say($"why: ")}", Tone.Dim }, why.In(language) };
                if (result.Now is { } now)
                    yield return new Line { { $"    {language.Say($"fix: ")}", Tone.Dim }, now.In(language) };
                foreach (var output in result.Output.TrimEnd('\n').Split('\n').Where(l => l.Length > 0).TakeLast(4))
                    yield return new Line($"    {output}");
            }
        }
    }

    /// <summary>What to type for what comes next.</summary>
    public static IEnumerable<Line> Next(RunWork work, RunState state, Language language) =>
        Commands(work, state, language).Select(c => new Line { { Columns.Fit(c.What, 14), Tone.Dim }, c.Command });

    /// <summary>The same to be copied: what it does, and the command.</summary>
    public static IEnumerable<(string What, string Command)> Commands(RunWork work, RunState state, Language language)
    {
        if (work.RunId is not { } run)
        {
            if (state.Hosts.Any(h => h.Steps.Any(s => s.Status is StepStatus.Drifted)))
                yield return (language.Say($"fix"), $"ovswizard run {state.Plan.Runbook}");
            yield break;
        }
        if (state.Ended!.Status is RunStatus.Failed or RunStatus.Interrupted)
            yield return (language.Say($"go on"), $"ovswizard resume {run}");
        else if (work.Next is not null && state.Ended.Status is RunStatus.Done)
            yield return (language.Say($"next batch"), $"ovswizard resume {run}");
        if (state.Hosts.Any(h => h.Steps.Any(s => s.Intended)))
            yield return (language.Say($"undo"), $"ovswizard rollback {run}");
        yield return (language.Say($"verify"), $"ovswizard verify --run {run}");
        yield return (language.Say($"step by step"), $"ovswizard show {run}");
        yield return (language.Say($"export"), $"ovswizard export --run {run} --format html -o DIR");
        if (work.Folder is { } folder) yield return (language.Say($"report"), folder);
    }

    private static string Counted(HostState host, Language language)
    {
        var same = host.Steps.Count(s => s.Status is StepStatus.Satisfied);
        var changed = host.Steps.Count(s => s.Status is StepStatus.Done);
        return language.Say($"{changed} changed, {same} as they should be");
    }
}

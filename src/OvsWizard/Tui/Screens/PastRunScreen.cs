using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Sessions;
using OvsWizard.Tui.Panes;
using OvsWizard.Tui.Runs;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Screens;

/// <summary>
/// One run of the journal, host by host and step by step; from here it is resumed, undone, verified, exported.
/// </summary>
public sealed class PastRunScreen : Screen
{
    private readonly Actions actions;
    private readonly PastRun past;
    private readonly RunRecord run;
    private readonly Page page = new() { X = 1, Y = 1 };
    private bool withOutput;

    public PastRunScreen(Wizard wizard, Actions actions, PastRun past) : base(wizard)
    {
        (this.actions, this.past, run) = (actions, past, past.Record!);
        Add(page);
    }

    public override string Heading => past.Id;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.R, run.Next is null ? Say($"resume") : Say($"next batch"), () => actions.Resume!(Wizard, run))
            { WhyNot = WhyNot(actions.Resume)
                ?? (run.CanResume || run.Next is not null ? null : Say($"nothing is left to do")) },
        new(Key.B, Say($"roll back"), () => actions.RollBack!(Wizard, run))
            { WhyNot = WhyNot(actions.RollBack) ?? (run.Changes.Any() ? null : Say($"none of its changes is left")) },
        new(Key.V, Say($"verify"), () => actions.Verify!(Wizard, run)) { WhyNot = WhyNot(actions.Verify) },
        new(Key.X, Say($"export"), () => actions.Export!(Wizard, run)) { WhyNot = WhyNot(actions.Export) },
        new(Key.O, withOutput ? Say($"without output") : Say($"with output"), ToggleOutput),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"This run by its journal. '=' already held, '✔' was changed and verified, '✘' failed, '!' was interrupted: whether it took effect is checked when the run is resumed."),
        Say(
            $"Rolling back undoes the steps in reverse order on all hosts, from the before-images; a step that cannot be undone said so before the run."),
    ];

    public override void Refresh() => page.Lines = [.. Describe()];

    private string? WhyNot(Action<Wizard, RunRecord>? action) =>
        action is null ? Say($"not in this version")
            : past.IsWorkedOn ? Say($"another ovswizard is working on it") : null;

    private void ToggleOutput()
    {
        withOutput = !withOutput;
        Refresh();
    }

    private IEnumerable<Line> Describe()
    {
        var state = run.State;
        yield return new Line(state.Plan.Title.In(Wizard.Language), Tone.Strong);
        yield return new Line
        {
            { run.Status.Name(Wizard.Language), run.Status.Tone() },
            { Say($", started {state.Started?.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {state.Hosts.Count} hosts"),
                Tone.Plain },
        };
        if (run.Rest is { } rest) yield return new Line(rest.Told(Wizard.Language), Tone.Changed);
        if (run.Torn)
            yield return new Line(
                Say(
                    $"The last line of the journal is incomplete: what it recorded is checked on the hosts when the run is resumed."),
                Tone.Changed);
        if (state.Pairs.Count > 0)
        {
            yield return Line.Empty;
            foreach (var line in MatrixPicture.Draw([.. state.Hosts.Select(h => h.Name)], state.Pairs,
                Math.Max(40, Wizard.Viewport.Width - 6), Wizard.Language))
                yield return line;
        }
        foreach (var host in state.Hosts)
        {
            yield return Line.Empty;
            yield return new Line(host.Name, Tone.Strong);
            foreach (var line in host.Steps.SelectMany(Describe)) yield return line;
            if (host.Lost?.In(Wizard.Language) is { } lost)
                yield return new Line($"  {lost.What}{(lost.Why is null ? "" : $": {lost.Why}")}", Tone.Bad);
        }
    }

    private IEnumerable<Line> Describe(StepState step)
    {
        // Begun and never heard of to the end.
        var status = step.Status.IsRunning() ? StepStatus.Interrupted : step.Status;
        var took = step.Result is { } result ? HistoryScreen.Seconds(result.Milliseconds) : "";
        yield return new Line { { $"  {status.Mark()} ", status.Tone() }, { $"{took,8}  ", Tone.Dim },
            step.Planned.Title.In(Wizard.Language), { $"  {step.Planned.Key}", Tone.Dim } };
        if (step.Result is not { } end || !(withOutput || status is StepStatus.Failed or StepStatus.UndoFailed))
            yield break;
        foreach (var line in end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            yield return new Line($"      {line}", Tone.Dim);
        if (end.Why is { } why)
            yield return new Line { { $"      {Say($"why: ")}", Tone.Dim }, why.In(Wizard.Language) };
        if (end.Now is { } now)
            yield return new Line { { $"      {Say($"fix: ")}", Tone.Dim }, now.In(Wizard.Language) };
    }
}

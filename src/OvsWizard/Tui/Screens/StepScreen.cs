using OvsWizard.Journal;
using OvsWizard.Engine;
using OvsWizard.Tui.Panes;
using OvsWizard.Tui.Runs;

namespace OvsWizard.Tui.Screens;

/// <summary>One step on one host: what it does and why, what is sent, how it ended, and all that it printed.</summary>
public sealed class StepScreen : Screen
{
    private readonly RunView view;
    private readonly string host;
    private readonly Cell cell;
    private readonly Page page = new() { X = 1, Indent = 2 };

    public StepScreen(Wizard wizard, RunView view, string host, Cell cell) : base(wizard)
    {
        (this.view, this.host, this.cell) = (view, host, cell);
        Add(page);
        page.SetFocus();
    }

    public override string Heading => $"{host}: {(cell.Steps.Count > 0 ? cell.Steps[0].Planned.Id : "")}";

    public override IReadOnlyList<(string What, string Text)> Copies =>
    [
        .. cell.Steps.Take(1).SelectMany(step => ((string[])["check", "do", "verify", "undo"])
            .Select(phase => SentCommand.Of(step.Planned, phase, default)).OfType<SentCommand>()
            .Select(c => (CommandsScreen.NameOf(c.Phase, Wizard.Language), c.Script))),
        .. cell.Steps.Take(1).Select(step => (Say($"output"), Whole(view.OutputOf(host, step.Planned.Key)))),
    ];

    private static string Whole(OutputRing output) =>
        string.Join("\n", Enumerable.Range(0, output.Count).Select(i => output[i]));

    public override IReadOnlyList<Line> Help =>
        [Say($"Everything about one step on one host, as it was when the screen was opened.")];

    public override void Refresh() => page.Lines = [.. cell.Steps.SelectMany(Tell)];

    private IEnumerable<Line> Tell(StepState step)
    {
        var planned = step.Planned;
        yield return new Line(planned.Peer is null ? planned.Title.In(Wizard.Language)
            : $"{planned.Title.In(Wizard.Language)} ({planned.Peer})", Tone.Strong);
        yield return planned.Why.In(Wizard.Language);
        yield return new Line(step.Status.Name(Wizard.Language), step.Status.Tone());
        if (step.Result?.Why is { } why) yield return new Line { { Say($"why: "), Tone.Dim }, why.In(Wizard.Language) };
        if (step.Result?.Now is { } now) yield return new Line { { Say($"fix: "), Tone.Dim }, now.In(Wizard.Language) };
        foreach (var phase in (string[])["check", "do", "verify", "undo"])
            if (SentCommand.Of(planned, phase, default) is { } command)
            {
                yield return Line.Empty;
                yield return new Line(CommandsScreen.NameOf(phase, Wizard.Language), Tone.Key);
                foreach (var line in command.Script.Split('\n')) yield return new Line($"  {line}");
            }
        yield return Line.Empty;
        yield return new Line(Say($"output"), Tone.Key);
        var output = view.OutputOf(host, planned.Key);
        if (output.Total > output.Count)
            yield return new Line(Say($"  the first {output.Total - output.Count} lines are not kept"), Tone.Dim);
        for (var i = 0; i < output.Count; i++) yield return new Line($"  {output[i]}");
        yield return Line.Empty;
    }
}

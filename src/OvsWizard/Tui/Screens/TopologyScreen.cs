using OvsWizard.Plans;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>The network as it will be, drawn.</summary>
public sealed class TopologyScreen : Screen
{
    /// <summary>Narrower it is not drawn, but cut.</summary>
    private const int LeastWidth = 56;

    private readonly NewRun run;
    private readonly Page advice = new() { X = 1, Height = 0, CanFocus = false };
    private readonly Page drawing = new() { X = 1, Wraps = false };
    private int width;

    public TopologyScreen(Wizard wizard, NewRun run) : base(wizard)
    {
        this.run = run;
        drawing.Y = Pos.Bottom(advice);
        StartsAt = drawing;
        Add(advice, drawing);
    }

    public override string Heading => Say($"Topology");

    public override Stage? Stage => OvsWizard.Tui.Stage.Topology;

    public override Stage LastStage => run.LastStage;

    public override IReadOnlyList<ScreenKey> Keys =>
        [new(Key.Enter, Say($"go on"), () => Wizard.Show(new PlanScreen(Wizard, run)))];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"The network as it will be. A box is a host: its Docker bridge with its address, attached to it the Open vSwitch bridge, on that the tunnels, which leave from the address at the bottom. Double lines are tunnels."),
        Say(
            $"Three or more hosts with tunnels to each other form a loop, and a broadcast in a loop never ends: either the tunnel ports do not forward to each other, or RSTP blocks the links that close it. An unprotected loop is refused before this screen."),
    ];

    public override void Refresh()
    {
        width = Wizard.Viewport.Width;
        var topology = run.Plan!.Topology!;
        var caption = TopologyDrawing.Caption(topology, Wizard.Language).ToList();
        advice.Lines = [.. (run.Plan.Advice ?? []).Select(text => new Line(text.In(Wizard.Language), Tone.Changed)),
            .. caption.Select(text => new Line(text))];
        advice.Height = advice.Lines.Sum(line => Math.Max(1, line.Wrap(Math.Max(1, width - 3)).Count()));
        drawing.Lines = [.. TopologyDrawing.Draw(topology, Math.Max(LeastWidth, width - 4), Wizard.Language)
            .Skip(caption.Count).Select(line => new Line(line))];
    }

    public override void Tick()
    {
        if (width != Wizard.Viewport.Width) Refresh();
    }
}

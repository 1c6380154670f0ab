using OvsWizard.Sessions;
using OvsWizard.Journal;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>The first screen: what can be done, and what was left open.</summary>
public sealed class HomeScreen : Screen
{
    /// <summary>Only so many of the newest runs are looked through for one that was left open.</summary>
    private const int LookedThrough = 20;

    private readonly Actions actions;
    private readonly Page open = new() { X = 2, Y = 1, Height = 2, CanFocus = false };
    private readonly Table<ScreenKey> entries = new() { X = 1, Y = 4, Height = Dim.Fill() };
    private RunRecord? interrupted;

    public HomeScreen(Wizard wizard, Actions actions) : base(wizard)
    {
        this.actions = actions;
        entries.Columns =
        [
            new("", e => new Line(e.Name, e.WhyNot is null ? Tone.Key : Tone.Dim)),
            new("", e => new Line(e.Label, e.WhyNot is null ? Tone.Plain : Tone.Dim)),
            new("", e => new Line(e.WhyNot ?? About(e.Key), Tone.Dim), Fills: true),
        ];
        Add(open, entries);
        entries.SetFocus();
        Wizard.Do(LookForOpenAsync);
    }

    public override string Heading => "OvsWizard";

    public override ISearched? Searched => null;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"choose"), () => Activate(entries.Selected)),
        .. Entries().Where(e => e.Key == Key.R && interrupted is not null),
        new(Key.Q, Say($"quit"), Wizard.Quit),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say($"OvsWizard ties Docker hosts together with Open vSwitch. It carries documented procedures out on the real hosts over SSH, step by step: it checks before, verifies after, and writes down what it is about to do before it does it."),
        Say($"From here a new run is begun, one that was interrupted is resumed, and what was done is looked at. Everything here can be done from the command line too; 'ovswizard --help' lists the commands."),
    ];

    public override void Refresh()
    {
        entries.Rows = [.. Entries()];
        open.Lines = interrupted is { } run
            ? [new Line { { Say($"Run {run.Id} was interrupted."), Tone.Changed }, " ", Say($"r resumes it.") }]
            : [new Line(Say($"Open vSwitch networks between Docker hosts, step by step."), Tone.Dim)];
    }

    private IEnumerable<ScreenKey> Entries()
    {
        var later = Say($"not in this version");
        yield return new(Key.N, Say($"new run"), () => { }) { WhyNot = later };
        yield return new(Key.Q, Say($"quit"), Wizard.Quit);
    }

    private string About(Key key) => key == Key.N ? Say($"choose a procedure and carry it out") : "";

    private void Activate(ScreenKey? entry)
    {
        if (entry is { WhyNot: { } why }) Wizard.Tell(new Line(why, Tone.Changed));
        else entry?.Act();
    }

    private async Task LookForOpenAsync()
    {
        var runs = await Task.Run(actions.Runs);
        interrupted = runs.Take(LookedThrough).FirstOrDefault() is { Status: RunStatus.Interrupted } newest ? newest : null;
        Refresh();
    }
}

using OvsWizard.Journal;
using OvsWizard.Texts;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Runs;

/// <summary>
/// A run in three panes: where it stands, its steps by hosts, and what the chosen step printed. It follows the run
/// until a cell is chosen.
/// </summary>
internal sealed class RunPanes
{
    private readonly Screen screen;
    private readonly RunView view;

    /// <param name="name">Of the run.</param>
    /// <param name="chosen">Called when the operator chooses a cell.</param>
    public RunPanes(Screen screen, RunView view, string name, TimeProvider clock, Action chosen)
    {
        (this.screen, this.view) = (screen, view);
        Grid = new GridPane(view, clock)
        {
            Y = 2, CanFocus = true,
            Chosen = () =>
            {
                FollowsRun = false;
                chosen();
            },
        };
        Grid.Height = Dim.Func(_ => HeightOfGrid());
        Output.Y = Pos.Bottom(Grid);
        Bar.Name = name;
        screen.Add(Bar, Grid, Output);
    }

    public RunBar Bar { get; } = new();
    public GridPane Grid { get; }
    public OutputPane Output { get; } = new();

    /// <summary>The step begun last is the one that is shown.</summary>
    public bool FollowsRun { get; private set; } = true;

    public bool Follows => FollowsRun && Output.Follows;

    /// <summary>The key that follows the run again.</summary>
    public string FollowLabel => Follows ? Say($"following") : Say($"follow");

    /// <summary>Said of a step that is under way and has printed nothing.</summary>
    public string? NothingYet { get; set; }

    /// <summary>Goes to the step begun last, where the run is followed.</summary>
    public void GoToLatest()
    {
        if (FollowsRun && view.Latest is { } latest) Find(latest.Host, latest.Step);
    }

    /// <summary>Goes to a step.</summary>
    public bool Find(string host, string step)
    {
        if (view.Grid.Find(host, step) is not { } at) return false;
        Grid.Select(at.Row, at.Column);
        return true;
    }

    /// <summary>Goes to a host and stays there.</summary>
    public void Stay(int column)
    {
        Grid.Select(Grid.Row, column);
        Grid.Chosen!();
    }

    public void Follow()
    {
        FollowsRun = true;
        Output.Follow();
    }

    /// <summary>Shows what the view has now.</summary>
    public void Show(Line status, string waiting = "")
    {
        var (ended, all) = view.Steps;
        Bar.Status = status;
        Bar.Progress = view.Progress;
        Bar.Counted = Say($"{ended.Count} of {all.Count} steps");
        Bar.Waiting = waiting;
        Bar.SetNeedsDraw();
        Grid.SetNeedsDraw();
        ShowCell();
    }

    /// <summary>What can be copied of the chosen step.</summary>
    public IReadOnlyList<(string What, string Text)> Copies(string? run) => Grid.Cell.Shown is not { } step ? [] :
    [
        .. step.Planned.Do is { } script ? [(Say($"command"), script)] : Array.Empty<(string, string)>(),
        (Say($"output"), Output.Whole),
        .. run is not null ? [(Say($"run"), run)] : Array.Empty<(string, string)>(),
    ];

    /// <summary>Three fifths, or as much as it has to show; some of the output stays in sight.</summary>
    private int HeightOfGrid()
    {
        var room = screen.Viewport.Height - 2;
        var lines = Grid.Lines(Math.Max(20, screen.Viewport.Width - 3));
        return Math.Clamp(Math.Max(room * 3 / 5, 3), 0, Math.Max(0, Math.Min(lines, room - 2)));
    }

    private void ShowCell()
    {
        var heading = new Line { { "── ", Tone.Dim }, { Grid.Host, Tone.Strong } };
        if (Grid.Cell.Shown is { } step)
        {
            var (language, title) = (screen.Wizard.Language, step.Planned.Title.In(screen.Wizard.Language));
            heading.Add(" › ", Tone.Dim).Add(step.Planned.Peer is { } peer ? $"{title} ({peer})" : title);
            heading.Add(" › ", Tone.Dim).Add(step.Status.Name(language), step.Status.Tone());
            Output.Nothing = step.Status.IsEnded() ? Say($"It printed nothing.")
                : NothingYet ?? Say($"It has printed nothing yet.");
            Output.Show(view.OutputOf(Grid.Host, step.Planned.Key));
        }
        else
        {
            Output.Nothing = Say($"This host has no such step.");
            Output.Show(new OutputRing(1));
        }
        Output.Heading = heading.Add(" ");
    }

    private string Say(FormattableString text) => screen.Wizard.Language.Say(text);
}

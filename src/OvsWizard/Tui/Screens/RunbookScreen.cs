using OvsWizard.Journal;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>The first stage: which procedure. Below the list is the chosen one's documentation.</summary>
public sealed class RunbookScreen : Screen
{
    /// <summary>Rows of the list; more scroll.</summary>
    private const int MostRows = 8;

    private readonly Actions actions;
    private readonly Purpose purpose;
    private readonly string? inventory;
    private readonly Table<Runbook> table = new() { X = 1, Y = 1 };
    private readonly Page page = new() { X = 1 };
    private readonly IReadOnlyList<Failure> mistakes;
    private IReadOnlyList<PastRun> runs = [];

    /// <param name="inventory">File with the hosts; null: the one the command line names.</param>
    public RunbookScreen(Wizard wizard, Actions actions, Purpose purpose, string? inventory) : base(wizard)
    {
        this.actions = actions;
        this.purpose = purpose;
        this.inventory = inventory;
        (table.Rows, mistakes) = actions.Runbooks();
        table.Columns = [new("", r => new Line(r.Id, Tone.Strong)),
            new("", r => r.Title.In(wizard.Language), Fills: true)];
        table.Moved = Describe;
        Divide(table, page, top: 1, () => table.Rows.Count, MostRows);
        StartsAt = table;
        Add(table, page);
        Wizard.Do(ReadRunsAsync);
    }

    public override string Heading => purpose switch
    {
        Purpose.Verify => Say($"Verify"),
        Purpose.Export => Say($"Export"),
        _ => Say($"New run"),
    };

    public override Stage? Stage => OvsWizard.Tui.Stage.Runbook;

    public override Stage LastStage => NewRun.LastStageOf(purpose);

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"choose"), Choose)
        {
            WhyNot = table.Selected is null ? Say($"no runbook is selected")
                : Next is null ? Say($"not in this version") : null,
        },
        new(Key.Tab, Say($"list or text"), () => (page.HasFocus ? (View)table : page).SetFocus()),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"A runbook is a procedure in a file: its steps, what each does and why, how it is checked, verified and undone. Choose one to run; what it does to the hosts is below the list."),
        Say(
            $"The next screens ask for the hosts and parameters it needs, and show everything it will do before anything is changed. The runbooks are in the folder 'runbooks' beside the program; $OVSWIZARD_RUNBOOKS names others."),
    ];

    public override void Refresh()
    {
        table.Nothing = Say($"no runbook; $OVSWIZARD_RUNBOOKS may name an empty folder");
        table.Redraw();
        Describe();
    }

    private Action<Wizard, Runbook, string?>? Next => purpose switch
    {
        Purpose.Verify => actions.BeginVerify,
        Purpose.Export => actions.BeginExport,
        _ => actions.Begin,
    };

    private void Choose() => Next!(Wizard, table.Selected!, inventory);

    private void Describe()
    {
        page.Lines = [.. mistakes.SelectMany(m => m.ToString(Wizard.Language).Split('\n'))
            .Select(l => new Line(l, Tone.Bad)),
            .. table.Selected is { } runbook ? new RunbookText(runbook, Wizard.Language, LastTime(runbook)).Lines : []];
        page.ScrollTo(0);
    }

    private TimeSpan? LastTime(Runbook runbook) =>
        runs.FirstOrDefault(r => r.Record is { Status: RunStatus.Done } done && done.State.Plan.Runbook == runbook.Id)
            is { Record.State.Ended: { } ended }
            ? TimeSpan.FromMilliseconds(ended.Milliseconds)
            : null;

    private async Task ReadRunsAsync()
    {
        runs = await Task.Run(() => actions.Runs(int.MaxValue));
        Describe();
    }
}

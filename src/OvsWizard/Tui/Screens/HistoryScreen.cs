using System.Globalization;
using OvsWizard.Journal;
using OvsWizard.Sessions;
using OvsWizard.Tui.Panes;
using OvsWizard.Tui.Runs;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Screens;

/// <summary>All runs in the journal, newest first.</summary>
public sealed class HistoryScreen : Screen
{
    private readonly Actions actions;
    private readonly Table<PastRun> table = new() { X = 1, Y = 1 };

    public HistoryScreen(Wizard wizard, Actions actions) : base(wizard)
    {
        this.actions = actions;
        Add(table);
    }

    public override string Heading => Say($"History");

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"open"), () => Wizard.Show(new PastRunScreen(Wizard, actions, table.Selected!)))
        {
            WhyNot = table.Selected switch
            {
                null => Say($"no run yet"),
                { Unreadable: { } failure } => failure.In(Wizard.Language).What,
                _ => null,
            },
        },
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say($"Every run has a folder with its plan and its journal: each change is recorded before a host is touched, and its outcome after. The folders are in {RunFolder.Home}."),
        Say($"A run that ended early can be resumed: what was done is kept, and what was under way is checked on the hosts first."),
    ];

    public override void Refresh()
    {
        table.Columns =
        [
            new(Say($"started (UTC)"), Begun),
            new(Say($"runbook"), r => r.Record?.State.Plan.Runbook ?? "?"),
            new(Say($"hosts"), r => r.Record is { } run ? Number(run.State.Hosts.Count) : "", Right: true, Drops: 2),
            new(Say($"took"), r => r.Record?.State.Ended is { } ended ? Seconds(ended.Milliseconds) : "", Right: true, Drops: 1),
            new(Say($"outcome"), Outcome, Fills: true),
        ];
        table.Nothing = Say($"no run yet");
        if (table.Rows.Count == 0) Wizard.Do(ReadAsync);
        else table.Redraw();
    }

    internal static string Seconds(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.00} s");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Where the journal does not tell, the id does: it begins with the time.</summary>
    private static Line Begun(PastRun run) =>
        run.Record?.State.Started is { } started ? started.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : new Line(string.Join('-', run.Id.Split('-').Take(2)), Tone.Dim);

    private Line Outcome(PastRun run) => run switch
    {
        { IsWorkedOn: true } => new Line(Say($"in use"), Tone.Key),
        { Record: { } record } => new Line(record.Status.Brief(Wizard.Language), record.Status.Tone()),
        _ => new Line(Say($"cannot be read"), Tone.Bad),
    };

    private async Task ReadAsync() => table.Rows = await Task.Run(() => actions.Runs(int.MaxValue));
}

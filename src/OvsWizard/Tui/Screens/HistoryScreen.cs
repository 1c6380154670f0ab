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
    /// <summary>Milliseconds until a run that is under way is checked again.</summary>
    private const long Again = 3000;

    private readonly Actions actions;
    private readonly Table<PastRun> table = new() { X = 1, Y = 1 };
    private long readAt;
    private bool isReading;

    public HistoryScreen(Wizard wizard, Actions actions) : base(wizard)
    {
        this.actions = actions;
        Add(table);
    }

    public override string Heading => Say($"History");

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, table.Selected is { IsWorkedOn: true } ? Say($"attach") : Say($"open"), Open)
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
        Say(
            $"Every run has a folder with its plan and its journal: each change is recorded before a host is touched, and its outcome after. The folders are in {RunFolder.Home}."),
        Say($"A run of another process is shown live: Enter attaches to it."),
        Say(
            $"A run that ended early can be resumed: what was done is kept, and what was under way is checked on the hosts first."),
    ];

    public override void Refresh()
    {
        table.Columns =
        [
            new(Say($"started (UTC)"), Begun),
            new(Say($"runbook"), r => r.Record?.State.Plan.Runbook ?? "?"),
            new(Say($"hosts"), r => r.Record is { } run ? Number(run.State.Hosts.Count) : "", Right: true, Drops: 2),
            new(Say($"took"), r => r.Record?.State.Ended is { } ended ? Seconds(ended.Milliseconds) : "",
                Right: true, Drops: 1),
            new(Say($"outcome"), Outcome, Fills: true),
        ];
        table.Nothing = Say($"no run yet");
        if (table.Rows.Count == 0 || IsLive) Wizard.Do(ReadAsync);
        else table.Redraw();
    }

    /// <summary>A run that is worked on elsewhere comes to its end by itself.</summary>
    public override void Tick()
    {
        if (IsLive && !isReading && Environment.TickCount64 - readAt > Again) Wizard.Do(ReadAsync);
    }

    internal static string Seconds(long milliseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.00} s");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Where the journal does not tell, the id does: it begins with the time.</summary>
    private static Line Begun(PastRun run) =>
        run.Record?.State.Started is { } started ? started.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture) : new Line(string.Join('-', run.Id.Split('-').Take(2)), Tone.Dim);

    private Line Outcome(PastRun run) => run switch
    {
        { IsWorkedOn: true } => new Line(Say($"in use"), Tone.Key),
        { Record: { } record } => new Line(record.Status.Brief(Wizard.Language), record.Status.Tone()),
        _ => new Line(Say($"cannot be read"), Tone.Bad),
    };

    private bool IsLive => table.Rows.Any(r => r.IsWorkedOn);

    private void Open()
    {
        if (table.Selected is { IsWorkedOn: true, Record: { } live }) actions.Attach(Wizard, actions, live.Folder);
        else Wizard.Show(new PastRunScreen(Wizard, actions, table.Selected!));
    }

    /// <summary>What is shown already stays as it is drawn, and selected.</summary>
    private async Task ReadAsync()
    {
        isReading = true;
        var runs = await Task.Run(() => actions.Runs(int.MaxValue));
        (isReading, readAt) = (false, Environment.TickCount64);
        if (runs.Select(r => (r.Id, r.IsWorkedOn, r.Record?.Status))
            .SequenceEqual(table.Rows.Select(r => (r.Id, r.IsWorkedOn, r.Record?.Status)))) return;
        var selected = table.Selected?.Id;
        table.Rows = runs;
        table.Selected = runs.FirstOrDefault(r => r.Id == selected);
        Wizard.Redraw();
    }
}

using OvsWizard.Journal;
using OvsWizard.Sessions;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>The first screen: what was left open, and what can be done.</summary>
public sealed class HomeScreen : Screen
{
    /// <summary>Only so many of the newest runs are looked through for one that was left open.</summary>
    private const int RunsRead = 20;

    /// <summary>Milliseconds until a run that is under way elsewhere is checked again.</summary>
    private const long Again = 3000;

    /// <summary>Rows from which what was left open stands apart from what can be done.</summary>
    private const int LeastForGap = 15;

    private readonly Actions actions;
    private readonly Page open = new() { X = 3, Y = 1, Height = 2, CanFocus = false };
    private readonly Table<Entry> entries = new() { X = 1 };
    private PastRun? left, live;
    private long lookedAt;
    private bool isReading;

    public HomeScreen(Wizard wizard, Actions actions) : base(wizard)
    {
        this.actions = actions;
        entries.Columns =
        [
            new("", e => new Line(e.Key.Name, e.Key.WhyNot is null ? Tone.Key : Tone.Dim)),
            new("", e => new Line(e.Key.Label, e.Key.WhyNot is null ? Tone.Plain : Tone.Dim)),
            new("", e => new Line(e.Key.WhyNot ?? e.About, Tone.Dim), Fills: true),
        ];
        // Where every row counts, none is left empty.
        entries.Y = Pos.Func(_ => Viewport.Height < LeastForGap ? 3 : 4);
        StartsAt = entries;
        Add(open, entries);
    }

    public override string Heading => "OvsWizard";

    public override ISearched? Searched => null;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"choose"), Choose) { WhyNot = entries.Selected?.Key.WhyNot },
        .. Entries().Select(e => e.Key with { IsShownElsewhere = true }),
        new(Key.Q, Say($"quit"), Wizard.Quit),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"OvsWizard connects Docker hosts with Open vSwitch. It runs documented procedures on the real hosts over SSH, step by step: it checks before, verifies after, and records every change before making it."),
        Say(
            $"From here you start a new run, resume an interrupted one, and read earlier runs. Everything here can be done from the command line too; 'ovswizard --help' lists the commands."),
    ];

    /// <summary>Shown, or come back to: a run may have been left open, or ended, meanwhile.</summary>
    public override void Refresh()
    {
        Fill();
        if (!isReading) Wizard.Do(FindOpenRunsAsync);
    }

    /// <summary>
    /// A run that is worked on elsewhere comes to its end by itself, and one that was left open may be taken up.
    /// </summary>
    public override void Tick()
    {
        if (isReading || Environment.TickCount64 - lookedAt <= Again) return;
        if (live is not null || left?.Record?.Folder?.IsClaimed() == true) Wizard.Do(FindOpenRunsAsync);
    }

    private void Fill()
    {
        entries.Rows = [.. Entries()];
        open.Lines = live is { } other
            ?
            [
                new Line(Say($"Run {other.Id} is under way in another process."), Tone.Key),
                Say($"a attaches to it and shows it live."),
            ]
            : left is { } run
            ?
            [
                new Line(Say($"Run {run.Id}: {run.Record!.Status.Name(Wizard.Language)}."), Tone.Changed),
                actions.Resume is null ? Say($"'ovswizard resume' continues it.")
                    : run.Record!.Next is { } next ? Say($"r resumes it: {next.Told(Wizard.Language)}")
                    : Say($"r resumes it; what was done is kept."),
            ]
            : [new Line(Say($"Open vSwitch networks between Docker hosts, step by step."), Tone.Dim)];
    }

    private IEnumerable<Entry> Entries()
    {
        var later = Say($"not in this version");
        if (live is not null)
            yield return new(new(Key.A, Say($"attach"), () => actions.Attach(Wizard, actions, live.Record!.Folder)),
                Say($"show the run of another process live"));
        yield return new(new(Key.N, Say($"new run"),
            () => Wizard.Show(new RunbookScreen(Wizard, actions, Purpose.CarryOut, inventory: null))),
            Say($"choose a runbook and run it on hosts"));
        yield return new(new(Key.R, Say($"resume"), () => actions.Resume!(Wizard, left!.Record!))
        {
            WhyNot = actions.Resume is null ? later : left is null ? Say($"no run to resume") : null,
        }, Say($"continue the run that ended early"));
        yield return new(new(Key.V, Say($"verify"), () => Wizard.Show(new RunbookScreen(Wizard, actions, Purpose.Verify,
            inventory: null))) { WhyNot = actions.BeginVerify is null ? later : null },
            Say($"check the hosts for drift; changes nothing"));
        yield return new(new(Key.I, Say($"inspect"),
            () => actions.Inspect!(Wizard)) { WhyNot = actions.Inspect is null ? later : null },
            Say($"bridges, tunnels, flows and routes, as they are now"));
        yield return new(
            new(Key.W, Say($"watch"), () => actions.Watch!(Wizard)) { WhyNot = actions.Watch is null ? later : null },
            Say($"live network: links, latency, loss, drift, events"));
        yield return new(new(Key.T, Say($"troubleshoot"),
            () => actions.Troubleshoot!(Wizard)) { WhyNot = actions.Troubleshoot is null ? later : null },
            Say($"from a symptom to its cause and repair"));
        yield return new(new(Key.X, Say($"export"), () => Wizard.Show(new RunbookScreen(Wizard, actions, Purpose.Export,
            inventory: null))) { WhyNot = actions.BeginExport is null ? later : null },
            Say($"the plan as scripts, a playbook or a document; touches no host"));
        yield return new(new(Key.H, Say($"history"), () => Wizard.Show(new HistoryScreen(Wizard, actions))),
            Say($"all runs, step by step; resume, roll back"));
        yield return new(new(Key.P, Say($"practice lab"), () => Wizard.Show(new PracticeScreen(Wizard, actions)))
            { WhyNot = actions.Practice.WhyNot?.In(Wizard.Language).What },
            Say($"practice hosts on this machine"));
        yield return new(new(Key.S, Say($"settings"), () => Wizard.Show(new SettingsScreen(Wizard))),
            Say($"language, theme, mouse"));
    }

    /// <summary>Where one can go to from everywhere.</summary>
    internal IEnumerable<PaletteEntry> Places()
    {
        var busy = Wizard.UnderWay() is null ? null : Say($"a run is under way");
        foreach (var (key, about) in Entries()) yield return new PaletteEntry(key.Label, key.Name, about, key.Act,
            key.WhyNot ?? (key.Key == Key.N || key.Key == Key.R ? busy : null));
        foreach (var runbook in actions.Runbooks().Runbooks)
            yield return new PaletteEntry(Say($"new run: {runbook.Id}"), "", runbook.Title.In(Wizard.Language), () =>
                actions.Begin!(Wizard, runbook, null), actions.Begin is null ? Say($"not in this version") : busy);
    }

    private void Choose()
    {
        if (entries.Selected is { } entry) entry.Key.Act();
    }

    private async Task FindOpenRunsAsync()
    {
        isReading = true;
        var runs = await Task.Run(() => actions.Runs(RunsRead));
        (isReading, lookedAt) = (false, Environment.TickCount64);
        var before = (left?.Id, left?.Record?.Status, live?.Id);
        left = runs is [{ IsOpen: true } newest, ..] ? newest : null;
        live = runs.FirstOrDefault(r => r is { IsWorkedOn: true, Record: not null });
        if (before == (left?.Id, left?.Record?.Status, live?.Id)) return;
        Fill();
        if (live?.Id != before.Item3) entries.Selected = entries.Rows[0];
    }

    private sealed record Entry(ScreenKey Key, string About);
}

using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>
/// Everything that would be done: the steps at the left, at the right what one of them is on one host. The hosts are
/// checked meanwhile, and nothing is changed.
/// </summary>
public sealed class PlanScreen : Screen
{
    private const int Left = 26;

    private readonly NewRun run;
    /// <summary>Rows for what changes and what that interrupts.</summary>
    private const int MostStake = 3;

    private readonly Page stake = new() { X = 1, CanFocus = false, Indent = 2 };
    private readonly Table<PlanRow> steps = new() { X = 1, Width = Left };
    private readonly Page host = new() { X = Left + 3, Height = 2, CanFocus = false };
    private readonly Page page = new() { X = Left + 3, Indent = 2 };
    private readonly RunState found;
    private readonly CancellationTokenSource gone = new();
    private bool isNews, isChecking = true;
    private int at;

    public PlanScreen(Wizard wizard, NewRun run) : base(wizard)
    {
        this.run = run;
        found = new RunState(PlanRefresh.Checkable(run.Plan!));
        steps.Rows = PlanRow.Of(run.Plan!);
        steps.Moved = Describe;
        stake.Height = Dim.Func(_ => Viewport.Height < 14 ? MostStake - 1 : MostStake);
        steps.Y = host.Y = Pos.Bottom(stake) + 1;
        page.Y = Pos.Bottom(host);
        StartsAt = steps;
        Add(stake, steps, host, page);
        if (run.Purpose is Purpose.Export) isChecking = false;
        else Wizard.Do(CheckAsync);
    }

    public override string Heading => Say($"Plan");

    public override Stage? Stage => OvsWizard.Tui.Stage.Plan;

    public override Stage LastStage => run.LastStage;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, EnterDoes,
            () => run.Start!(Wizard, run)) { WhyNot = run.Start is null ? Say($"not in this version") : null },
        new(Key.CursorLeft, Say($"host"), () => Switch(-1)),
        new(Key.CursorRight, Say($"host"), () => Switch(1)),
        .. HostJump.Keys(Wizard, Plan.Hosts, h => h.Host, Go),
        .. run.Purpose is not Purpose.CarryOut ? Array.Empty<ScreenKey>() :
        [
            new(Key.S, Say($"batches"), () => Wizard.Do(AskBatchesAsync)) { WhyNot = WhyNoBatches },
            new(Key.C, run.Canary == Host ? Say($"not first") : Say($"this host first"),
                () => SetBatches(run.Serial, run.Canary == Host ? null : Host)) { WhyNot = WhyNoBatches },
        ],
        .. run.Purpose is Purpose.Export ? Array.Empty<ScreenKey>()
            : [new(Key.X, Say($"export"), () => ExportEntry.Export(Wizard, Plan, run.Hosts))],
        new(Key.Tab, Say($"steps or text"), () => (page.HasFocus ? (View)steps : page).SetFocus()),
    ];

    public override Host? HostHere =>
        run.Purpose is Purpose.Export ? null : run.Hosts.FirstOrDefault(h => h.Name == Host);

    public override IReadOnlyList<(string What, string Text)> Copies =>
        steps.Selected?.On(Host).FirstOrDefault()?.Do is { } script ? [(Say($"command"), script)] : [];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"Everything the run would do: the commands as they are sent, the files as they are written. The left and right arrows go from host to host."),
        Say(
            $"Meanwhile the hosts are checked, and nothing is changed: a step that already holds is marked =, a file is shown as a diff. The marks in the list: ! interrupts something, !! may cut the host off, a dot changes nothing."),
        Say(
            $"A large site can run in batches, each tested before the next is touched: s sets their sizes, c puts the selected host first. After each batch the wizard waits for you."),
        Say(
            $"Enter starts the run. It first checks every host and then asks, naming what it would interrupt, before it changes the first one."),
    ];

    private string EnterDoes => run.Purpose switch
    {
        Purpose.Verify => Say($"verify the hosts"),
        Purpose.Export => Say($"export"),
        _ when run.InBatches is not null => Say($"start the first batch"),
        _ => Say($"start the run"),
    };

    private Plan Plan => run.Plan!;

    private string Host => Plan.Hosts[at].Host;

    public override void Refresh()
    {
        steps.Columns = [new("", r => Mark(r)),
            new("", r => new Line(r.Id, r.On(Host).Any() ? Tone.Plain : Tone.Dim), Fills: true)];
        steps.Redraw();
        Describe();
    }

    public override void Tick()
    {
        if (!isNews) return;
        isNews = false;
        Refresh();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            gone.Cancel();
            gone.Dispose();
        }
        base.Dispose(disposing);
    }

    private Line Mark(PlanRow row)
    {
        var here = row.On(Host).ToList();
        if (here.Count > 0 && here.TrueForAll(s => Found(s.Key) is { Holds: true })) return new Line("= ", Tone.Good);
        if (row.IsReadOnly) return new Line("· ", Tone.Dim);
        return row.Risk.Level switch
        {
            RiskLevel.Lockout => new Line("!!", Tone.Bad),
            RiskLevel.Interrupts => new Line("! ", Tone.Changed),
            _ => new Line("  "),
        };
    }

    private void Describe()
    {
        stake.Lines = [Sum(), .. Stake()];
        host.Lines = [new Line { { Host, Tone.Strong },
        {
            $"  {Say($"{at + 1} of {Plan.Hosts.Count} hosts")}", Tone.Dim
        }, { run.Canary == Host ? Say($", comes first") : "", Tone.Key } }, Coming()];
        var lines = new List<Line>();
        foreach (var step in steps.Selected?.On(Host) ?? [])
        {
            if (lines.Count > 0) lines.Add(Line.Empty);
            if (step.Peer is { } peer) lines.Add(new Line(Say($"towards {peer}"), Tone.Dim));
            lines.AddRange(PlanPage.Lines(step, Found(step.Key), Wizard.Language).Select(Toned));
        }
        page.Lines = lines.Count > 0 ? lines : [new Line(Say($"nothing to do on this host"), Tone.Dim)];
        page.ScrollTo(0);
    }

    /// <summary>What was found of a step on the host that is shown.</summary>
    private StepFound? Found(string step) =>
        found.Hosts.FirstOrDefault(h => h.Name == Host)?.Steps.FirstOrDefault(s => s.Planned.Key == step) switch
        {
            { Status: StepStatus.Satisfied } holds => new StepFound(true, holds.Result?.Output ?? ""),
            { Status: StepStatus.Drifted } differs => new StepFound(false, differs.Result?.Output ?? ""),
            _ => null,
        };

    /// <summary>What would change, against the hosts as they are.</summary>
    private Line Sum()
    {
        if (run.Purpose is Purpose.Export) return Line.Empty;
        var refresh = PlanRefresh.Of(found);
        if (isChecking)
            return new Line(
                Say(
                    $"checking what already holds on the hosts: {refresh.Holding + refresh.Changes.Count} of {refresh.Holding + refresh.Changes.Count + refresh.Unknown} …"),
                Tone.Dim);
        if (refresh.Unmet.Count > 0)
            return new Line(
                Say(
                    $"cannot run: {refresh.Unmet.Select(u => u.Host).Distinct().Count()} of {Plan.Hosts.Count} hosts lack a prerequisite"),
                Tone.Bad);
        return refresh is { Changes.Count: 0, Unknown: 0 }
            ? new Line(Say($"No changes. {refresh.Holding} hold."), Tone.Good)
            : new Line(Say($"{refresh.Changes.Count} to change, {refresh.Holding} hold, {refresh.Unknown} unknown"),
                Tone.Changed);
    }

    /// <summary>
    /// What the run interrupts: by name where it was found out, and nothing where no step that would is to change.
    /// </summary>
    private IEnumerable<Line> Stake()
    {
        if (isChecking) yield break;
        if (found.Interruptions.Count > 0)
        {
            var names = found.Interruptions.ByHost(Wizard.Language).Select(i => $"{i.Host}: {i.What}");
            yield return new Line { { Say($"will be stopped and started again: "), Tone.Changed },
                string.Join("; ", names) };
        }
        else if (run.Preview is not { InterruptsNothing: true })
            yield return new Line(Plan.Interrupts.In(Wizard.Language), Tone.Changed);
    }

    private static Line Toned(PlanLine line) => new(line.Text, line.Kind switch
    {
        PlanLineKind.Heading => Tone.Strong,
        PlanLineKind.Note => Tone.Dim,
        PlanLineKind.Holds or PlanLineKind.Added => Tone.Good,
        PlanLineKind.Risk => Tone.Changed,
        PlanLineKind.Removed => Tone.Bad,
        _ => Tone.Plain,
    });

    private string? WhyNoBatches => Plan.Hosts.Count > 1 ? null : Say($"there is one host");

    private Line Coming()
    {
        const int named = 8;
        return run.InBatches is { } batches
            ? new Line(
                Say(
                    $"{batches.Total} batches: {string.Join(", ", batches.Sizes.Take(named))}{(batches.Total > named ? ", …" : "")}"),
                Tone.Key)
            : Line.Empty;
    }

    private async Task AskBatchesAsync()
    {
        var sizes = await Wizard.AskTextAsync(Say($"In batches"),
            [
                Say(
                    $"Batch sizes, in hosts or percent, separated by commas; the last one repeats: 1,5,25%. Empty: all at once.")],
            Say($"in these batches"), run.Serial ?? "");
        if (sizes is not null) SetBatches(sizes.Trim() is { Length: > 0 } serial ? serial : null, run.Canary);
    }

    private void SetBatches(string? serial, string? canary)
    {
        run.SetBatches(serial, canary);
        if (run.InBatches is null && (serial ?? canary) is not null) Wizard.Tell(
            new Line(Say($"that is one batch of all hosts: {run.Runbook.Id} needs at least {run.Runbook.MinHosts}"),
                Tone.Changed));
        Refresh();
    }

    private void Switch(int by) => Go((at + by + Plan.Hosts.Count) % Plan.Hosts.Count);

    private void Go(int to)
    {
        at = to;
        Refresh();
    }

    private async Task CheckAsync()
    {
        var stop = gone.Token;
        try
        {
            await Task.Run(() =>
                run.Previewer.RunAsync(Plan, run.Hosts, happened => Wizard.Post(() => See(happened)), stop), stop);
        }
        finally
        {
            (isChecking, isNews) = (false, true);
            run.Preview = PlanRefresh.Of(found);
        }
    }

    private void See(RunEvent happened)
    {
        found.Apply(happened);
        isNews = true;
    }
}

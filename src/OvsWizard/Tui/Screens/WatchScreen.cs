using OvsWizard.Inspection;
using OvsWizard.Plans;
using OvsWizard.Tui.Inspection;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>The network as it is, round after round: links, pairs, drift, and what happens. Read-only.</summary>
public sealed class WatchScreen : Screen
{
    /// <summary>Columns from which two pages stand beside each other.</summary>
    private const int TwoFrom = 140;

    /// <summary>Columns from which the sum of a round stands in one line.</summary>
    private const int OneLineFrom = 80;

    private static readonly int[] intervals = [10, 30, 60, 5];

    private readonly Plan plan;
    private readonly Func<TimeSpan, CancellationToken, IAsyncEnumerable<NetworkState>> rounds;
    private readonly Action inspect;
    private readonly NetworkHistory history = new();
    private readonly Page summary = new() { X = 1, CanFocus = false };
    private readonly Page left = new() { X = 1, Y = 2, Indent = 4 };
    private readonly Page right = new() { Y = 2, Indent = 4 };
    private CancellationTokenSource? watching;
    private int interval;
    private int drawnFor = -1;
    private bool hasBegun;

    /// <param name="rounds">What each round finds, one a time.</param>
    /// <param name="inspect">Shows the hosts as they are now.</param>
    public WatchScreen(Wizard wizard, Plan plan,
        Func<TimeSpan, CancellationToken, IAsyncEnumerable<NetworkState>> rounds, Action inspect) : base(wizard)
    {
        (this.plan, this.rounds, this.inspect) = (plan, rounds, inspect);
        summary.Height = Dim.Func(_ => Viewport.Width < OneLineFrom ? 2 : 1);
        left.Width = Dim.Func(_ => IsWide ? Half : Math.Max(1, Viewport.Width - 1));
        right.X = Pos.Func(_ => IsWide ? Half + 2 : 0);
        Add(summary, left, right);
        StartsAt = left;
    }

    public override string Heading => Say($"Watch");

    public override ISearched? Searched => MostFocused as ISearched ?? left;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.P, watching is null ? Say($"go on") : Say($"pause"), Pause),
        new(Key.T, Say($"every {intervals[interval]} s"), NextInterval),
        new(Key.G, Say($"check now"), Begin),
        new(Key.I, Say($"inspect the hosts"), inspect),
    ];

    public override IReadOnlyList<(string What, string Text)> Copies =>
        history.Now is null ? []
        : [(Say($"events"),
            string.Join('\n', history.Changes.Select(c => $"{c.At:yyyy-MM-dd HH:mm:ss}  {c.In(Wizard.Language)}")))];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"The current network, checked periodically; read-only. Each round runs the checks and pings of verify and reads the tunnels' counters: one login, one shell and some pings per host. The same from the command line: ovswizard watch"),
        Say(
            $"A link is a tunnel. Latency and loss are measured by pings between containers at its ends, in both directions; packets are counted by Open vSwitch at its first end, since the tunnel was created."),
        Say(
            $"The matrix shows a ping from a container of the row's host to one of the column's host. With many hosts, each tries some of the others. Drift is a step of the run that no longer holds; troubleshooting finds its cause."),
    ];

    public override void Refresh()
    {
        drawnFor = Viewport.Width;
        right.Visible = IsWide;
        if (history.Now is null)
        {
            summary.Lines = [new Line($"{Say($"checking {plan.Hosts.Count} hosts")} …", Tone.Key)];
            return;
        }
        var picture = new NetworkPicture(plan, history, Wizard.Language);
        var status = picture.Summary();
        if (watching is null) status.Add($"  {Say($"paused")}", Tone.Changed);
        summary.Lines = [status];
        var width = Math.Max(40, (IsWide ? Half : drawnFor) - 4);
        left.Lines = IsWide ? [.. Parted(picture.Links(), picture.Drift(), picture.Topology(width))]
            : [.. Parted(picture.Links(), picture.Pairs(width), picture.Drift(), picture.Events(),
                picture.Topology(width))];
        right.Lines = IsWide ? [.. Parted(picture.Pairs(width), picture.Events())] : [];
    }

    public override void Tick()
    {
        if (!hasBegun) Begin();
        hasBegun = true;
        if (Viewport.Width != drawnFor) Refresh();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Stop();
        base.Dispose(disposing);
    }

    private bool IsWide => Viewport.Width >= TwoFrom;

    private int Half => (Viewport.Width - 3) / 2;

    private static IEnumerable<Line> Parted(params IEnumerable<Line>[] parts)
    {
        var isFirst = true;
        foreach (var part in parts.Select(p => p.ToList()).Where(p => p.Count > 0))
        {
            if (!isFirst) yield return Line.Empty;
            isFirst = false;
            foreach (var line in part) yield return line;
        }
    }

    private void Begin()
    {
        Stop();
        watching = new CancellationTokenSource();
        Wizard.Do(() => WatchAsync(watching));
        Refresh();
    }

    private void Stop()
    {
        watching?.Cancel();
        watching = null;
    }

    private async Task WatchAsync(CancellationTokenSource own)
    {
        try
        {
            // Off the screen's thread: connecting does its cryptography synchronously.
            await Task.Run(async () =>
            {
                var every = TimeSpan.FromSeconds(intervals[interval]);
                await foreach (var state in rounds(every, own.Token)) Wizard.Post(() => Take(own, state));
            }, own.Token);
        }
        finally
        {
            if (ReferenceEquals(watching, own)) watching = null;
            Wizard.Redraw();
        }
    }

    private void Take(CancellationTokenSource own, NetworkState state)
    {
        if (!ReferenceEquals(watching, own)) return;
        var changes = history.Add(state);
        if (history.Count > 1 && changes.FirstOrDefault(c => c.IsBad) is { } bad) Wizard.Call(bad.In(Wizard.Language));
        if (ReferenceEquals(Wizard.Top, this)) Refresh();
    }

    private void Pause()
    {
        if (watching is null) Begin();
        else Stop();
        Refresh();
    }

    private void NextInterval()
    {
        interval = (interval + 1) % intervals.Length;
        if (watching is not null) Begin();
    }
}

using OvsWizard.Inspection;
using OvsWizard.Tui.Inspection;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>The hosts as they are now: one view at a time, of one host or of all side by side. Read-only.</summary>
public sealed class InspectorScreen : Screen
{
    /// <summary>From one check a view to the next.</summary>
    private static readonly TimeSpan interval = TimeSpan.FromSeconds(10);

    private readonly IReadOnlyList<string> hosts;
    private readonly Inspector inspector;
    private readonly IReadOnlyList<HostView> views;
    private readonly IReadOnlyList<Component> components;
    private readonly Page about = new() { X = 1, CanFocus = false };
    private readonly Table<TableRow> table = new();
    private readonly Dictionary<string, IReadOnlyList<HostTable>> seen = [];
    private readonly CancellationTokenSource leaving = new();
    private readonly TimeProvider clock;
    private int view;
    private int host;
    private int compared;
    private bool isSideBySide;
    private bool isRefreshing;
    private bool isUnderWay;
    private bool isRefreshed = true;
    private DateTimeOffset? lookedAt;

    /// <param name="clock">When a view is refreshed by itself.</param>
    public InspectorScreen(
        Wizard wizard, IReadOnlyList<string> hosts, Inspector inspector, ViewLibrary? library = null,
        TimeProvider? clock = null) : base(wizard)
    {
        (this.hosts, this.inspector, this.clock) = (hosts, inspector, clock ?? TimeProvider.System);
        library ??= ViewLibrary.Default();
        views = library.All();
        components = library.Components();
        compared = views[0].Compared;
        isSideBySide = hosts.Count > 1;
        about.Height = Dim.Func(_ => Viewport.Height < 14 ? 2 : 5);
        table.Y = Pos.Bottom(about) + 1;
        Add(about, table);
        StartsAt = table;
    }

    public override string Heading => Say($"Inspector");

    public override ISearched? Searched => table;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"the row"), () => Wizard.Show(new RowScreen(Wizard, View, table.Selected!)))
            { WhyNot = table.Selected is null ? Say($"no row is selected") : null },
        new(Key.CursorLeft, Say($"view before"), () => Go(view - 1)),
        new(Key.CursorRight, Say($"next view"), () => Go(view + 1)),
        new(Key.L, Say($"list of views"), () => Wizard.Show(new ViewListScreen(Wizard, views, components, Go))),
        new(Key.H, Say($"next host"), NextHost) { WhyNot = hosts.Count < 2 ? Say($"there is one host only") : null },
        new(Key.S, isSideBySide ? Say($"one host") : Say($"side by side"),
            SideBySide) { WhyNot = hosts.Count < 2 ? Say($"there is one host only") : null },
        new(Key.C, Say($"compare another column"),
            CompareNext) { WhyNot = isSideBySide ? null : Say($"only side by side") },
        new(Key.O, Say($"raw output"), () => Wizard.Show(new OutputScreen(Wizard, View, Seen))),
        new(Key.G, Say($"refresh"), RefreshViews) { WhyNot = isRefreshing ? Say($"refreshing") : null },
        new(Key.P, isRefreshed ? Say($"every {interval.TotalSeconds} s") : Say($"on request"),
            () => isRefreshed = !isRefreshed),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"What Open vSwitch, the kernel and Docker report on each host, as tables. Nothing is changed. The same from the command line: ovswizard inspect {View.Id}"),
        Say(
            $"The view is refreshed every {interval.TotalSeconds} seconds; p stops that."),
        new Line(View.Title.In(Wizard.Language), Tone.Strong),
        View.Shows.In(Wizard.Language),
        .. components.Where(c => View.Components.Contains(c.Id))
            .Select(c => new Line { { $"{c.Id}: ", Tone.Strong }, c.What.In(Wizard.Language) }),
        new Line(Say($"The command: {View.Command.Trim()}"), Tone.Dim),
    ];

    public override void Refresh()
    {
        var title = new Line { { View.Title.In(Wizard.Language), Tone.Strong },
        {
            Say($"  {view + 1} of {views.Count}  "), Tone.Dim
        }, isSideBySide ? Say($"{hosts.Count} hosts side by side") : hosts[host] };
        if (isSideBySide) title.Add(Say($", compared by {View.Columns[compared].Title}"), Tone.Dim);
        if (isRefreshing) title.Add($"  {Say($"refreshing")} …", Tone.Key);
        about.Lines = [title, View.Shows.In(Wizard.Language)];
        var failed = Seen.Where(t => t.Failure is not null && (isSideBySide || t.Host == hosts[host])).ToList();
        if (failed is [{ Failure: { } failure } first, ..]) Wizard.Tell(new Line(
            Say($"{first.Host}: {failure.In(Wizard.Language).What}: {failure.In(Wizard.Language).Why}"), Tone.Bad));
        table.Nothing = isRefreshing ? "" : View.Empty.In(Wizard.Language);
        var shown = isSideBySide ? SideBySideRows.Of(View, Seen, compared)
            : HostRows.Of(View, Seen.FirstOrDefault(t => t.Host == hosts[host]));
        table.Columns = isSideBySide ? SideBySideRows.ColumnsOf(View, shown, hosts, Wizard.Language)
            : HostRows.ColumnsOf(View, shown, Wizard.Language);
        table.Rows = shown;
        table.Redraw();
    }

    public override void Tick()
    {
        if (lookedAt is null) RefreshViews();
        else if (isRefreshed && !isUnderWay && clock.GetUtcNow() - lookedAt >= interval)
            Wizard.Do(() => RefreshAsync(quietly: true));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            leaving.Cancel();
            _ = inspector.DisposeAsync().AsTask();
        }
        base.Dispose(disposing);
    }

    private HostView View => views[view];

    private IReadOnlyList<HostTable> Seen => seen.GetValueOrDefault(View.Id) ?? [];

    private void Go(int to)
    {
        view = (to + views.Count) % views.Count;
        compared = View.Compared;
        table.Rows = [];
        RefreshViews();
    }

    private void NextHost()
    {
        host = (host + 1) % hosts.Count;
        isSideBySide = false;
        Refresh();
    }

    private void SideBySide()
    {
        isSideBySide = !isSideBySide;
        Refresh();
    }

    private void CompareNext()
    {
        compared = compared + 1 < View.Columns.Count ? compared + 1 : Math.Min(View.KeyColumns, View.Columns.Count - 1);
        Refresh();
    }

    private void RefreshViews() => Wizard.Do(() => RefreshAsync(quietly: false));

    /// <param name="quietly">Nothing is drawn unless something is otherwise than before.</param>
    private async Task RefreshAsync(bool quietly)
    {
        var asked = View;
        (isRefreshing, lookedAt) = (!quietly, clock.GetUtcNow());
        if (!quietly) Refresh();
        isUnderWay = true;
        // Off the screen's thread: connecting does its cryptography synchronously.
        var tables = await Task.Run(() => inspector.InspectAsync(hosts, [asked], leaving.Token), leaving.Token);
        isUnderWay = false;
        var before = seen.GetValueOrDefault(asked.Id);
        seen[asked.Id] = [.. tables.Select(t => t[0])];
        if (!ReferenceEquals(asked, View)) return;
        (isRefreshing, lookedAt) = (false, clock.GetUtcNow());
        if (!quietly || before is null || !before.Zip(seen[asked.Id], IsSame).All(same => same)) Refresh();
    }

    private static bool IsSame(HostTable a, HostTable b) =>
        a.Output == b.Output && a.Failure?.ToString() == b.Failure?.ToString();
}

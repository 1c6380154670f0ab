using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Ssh;
using OvsWizard.Templates;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>
/// The hosts of a run: checked in the background, chosen, added, mended. Below the list is what is known of the
/// selected one.
/// </summary>
public sealed class HostsScreen : Screen
{
    /// <summary>Rows for what is known of a host: less of them where there are hosts to be shown instead.</summary>
    private const int MostDetails = 8, LeastDetails = 3;

    private readonly NewRun run;
    private readonly HostBoard board;
    private readonly Table<HostRow> table = new() { X = 1, Y = 1, CanMark = true };
    private readonly Page summary = new() { X = 3, Height = 1, CanFocus = false };
    private readonly Page details = new() { X = 3 };
    private readonly CancellationTokenSource gone = new();
    private bool showsUnfit;
    private bool isNews;

    public HostsScreen(Wizard wizard, NewRun run) : base(wizard)
    {
        this.run = run;
        board = new HostBoard(run);
        table.Moved = Describe;
        table.Height = Dim.Func(_ => Math.Max(2, Viewport.Height - 2 - Details));
        details.Y = Pos.Bottom(table) + 1;
        details.Height = Dim.Func(_ => Details);
        StartsAt = table;
        Add(summary, table, details);
        Test(board.Rows.Where(r => r.Choice.IsChosen));
    }

    public override string Heading => Say($"Hosts");

    public override Stage? Stage => OvsWizard.Tui.Stage.Hosts;

    public override Stage LastStage => run.LastStage;

    public override IReadOnlyList<ScreenKey> Keys
    {
        get
        {
            var selected = table.Selected;
            var none = selected is null ? Say($"no host is selected") : null;
            var some = table.MarkCount > 1 ? Say($" ({table.MarkCount} marked)") : "";
            return
            [
                new(Key.Enter, Say($"go on"), () => Wizard.Do(NextAsync))
                {
                    WhyNot = board.Objection(Wizard.Language),
                    Points = () => table.Selected = board.Unfit.FirstOrDefault() ?? table.Selected
                },
                new(Key.A, Say($"add"), Add),
                new(Key.E, Say($"edit"), () => Edit(selected!)) { WhyNot = none },
                new(Key.D, table.Chosen.Any(r => r.Choice.IsChosen) ? Say($"leave out") + some : Say($"include") + some,
                    Toggle) { WhyNot = none },
                new(Key.K, Say($"accept key"),
                    () => Wizard.Do(() => AcceptAsync(selected!))) { WhyNot = none ?? WhyNoKey(selected!) },
                new(Key.T, Say($"check again") + some, CheckAgain) { WhyNot = none },
                new(Key.Space, Say($"mark"), () => { }) { WhyNot = none },
                new(new Key('*'), Say($"all"), () => { }) { WhyNot = none },
                new(new Key('~'), Say($"others"), () => { }) { WhyNot = none },
                new(Key.O, showsUnfit ? Say($"all hosts") : Say($"only those that need you"),
                    ShowUnfit) { WhyNot = showsUnfit || board.Unfit.Any() ? null : Say($"no host needs you") },
                new(Key.Tab, Say($"list or text"), () => (details.HasFocus ? (View)table : details).SetFocus()),
                new(Key.W, Say($"write inventory"), () => Wizard.Do(async () => await WriteAsync()))
                    { WhyNot = run.Hosts.Count == 0 ? Say($"no host is chosen") : null },
            ];
        }
    }

    public override Host? HostHere => table.Selected?.Host;

    public override IReadOnlyList<(string What, string Text)> Copies => table.Selected is not { } row ? [] :
    [
        (Say($"address"), row.Host.Address),
        .. row.Status.Key is { } key ? [(Say($"fingerprint"), key.Fingerprint)] : Array.Empty<(string, string)>(),
        (Say($"ssh command"), string.Join(" ", HostShell.CommandFor(row.Host).Select(ShellQuote.Quote))),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"The hosts to work on: those of the inventory are selected, those of ~/.ssh/config can be included, and others added. Each is checked in the background; nothing is changed on it."),
        Say(
            $"Reach: an SSH server answers. Key: its host key is in known_hosts. Login: the user can log in. Root: the user is root, or becomes root by sudo. An unknown key is accepted only after you have compared its fingerprint; a changed one never is: remove the old line first, if you know why it changed."),
        Say(
            $"A run keeps the path of its inventory, to be resumed from: hosts that are in none are written to one first."),
        Say(
            $"Many hosts at once: Space marks one, * all that are shown or none, ~ inverts the marks; / filters. d and t then apply to all marked ones."),
    ];

    public override void Refresh()
    {
        var words = new HostText(Wizard.Language);
        table.Columns =
        [
            new("", r => r.Choice.IsChosen ? new Line("●", Tone.Key) : new Line("○", Tone.Dim)),
            new(Say($"host"), r => new Line(r.Host.Name, r.Choice.IsChosen ? Tone.Strong : Tone.Dim)),
            new(Say($"reach"), r => HostText.Mark(r, CheckStage.Reach)),
            new(Say($"key"), r => HostText.Mark(r, CheckStage.Trust)),
            new(Say($"login"), r => HostText.Mark(r, CheckStage.Login)),
            new(Say($"root"), r => HostText.Mark(r, CheckStage.Become)),
            new(Say($"system"), r => HostFactsText.System(r.Status.Facts), Drops: 3),
            new("Docker", r => HostText.Version(r.Status.Facts.Docker, r.Status.Facts.DockerVersion), Drops: 2),
            new("OVS", r => HostText.Version(r.Status.Facts.Ovs, r.Status.Facts.OvsVersion), Drops: 1),
            new("", words.State, Fills: true),
        ];
        table.Nothing = showsUnfit ? Say($"no host needs you any more: o shows all hosts")
            : Say($"no host yet: a adds one");
        Update();
    }

    public override void Tick()
    {
        if (!isNews) return;
        isNews = false;
        Update();
        Wizard.Redraw();
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

    public override async Task<bool> MayLeaveAsync()
    {
        var lost = Unkept().ToList();
        return lost.Count == 0 || await Wizard.MayLoseAsync(lost);
    }

    /// <summary>What would be gone with the screen, and stands in no file.</summary>
    private IEnumerable<Line> Unkept()
    {
        var choices = run.Selection.Choices;
        var typed = choices.Where(c => c is { IsChosen: true, Source: HostSource.Typed })
            .Select(c => c.Host.Name).ToList();
        if (typed.Count > 0)
            yield return Say($"Entered, and in no inventory yet: {string.Join(", ", typed)}. w writes one.");
        var others =
            choices.Count(c => c.IsChosen != c.Source is HostSource.Inventory && c.Source is not HostSource.Typed);
        if (others > 0) yield return Say($"Included or left out: {others} hosts.");
        var values = run.Form?.Fields.Count(f => f.Origin is FieldOrigin.Typed) ?? 0;
        if (values > 0) yield return Say($"Entered on the next screen: {values} values.");
    }

    private int Details => Math.Clamp(Viewport.Height - 3 - table.Rows.Count, LeastDetails,
        Math.Max(LeastDetails, Math.Min(MostDetails, Viewport.Height / 2)));

    private void Update()
    {
        summary.Lines = [new HostText(Wizard.Language).Summary(board.Rows)];
        table.Rows = [.. showsUnfit ? board.Unfit : board.Rows];
        table.Redraw();
        Describe();
    }

    private void Describe()
    {
        details.Lines = table.Selected is { } row ? [.. new HostText(Wizard.Language).Details(row)] : [];
        details.ScrollTo(0);
    }

    /// <summary>Among many hosts those that are to be mended are not looked for.</summary>
    private void ShowUnfit()
    {
        showsUnfit = !showsUnfit;
        Refresh();
    }

    private string? WhyNoKey(HostRow row) => row.Status switch
    {
        { KeyToAccept: not null } => null,
        { Stage: CheckStage.Trust, Failure: not null } =>
            Say($"this key is not new: it differs from the one recorded, see below"),
        _ => Say($"there is no unknown key to accept"),
    };

    private void Test(IEnumerable<HostRow> rows)
    {
        var hosts = rows.Select(r => r.Host).ToList();
        if (hosts.Count == 0) return;
        foreach (var host in hosts) board.See(HostStatus.Before(host));
        var stop = gone.Token;
        Wizard.Do(() =>
            Task.Run(() => run.Check.RunAsync(hosts, status => Wizard.Post(() => See(status)), stop), stop));
    }

    private void See(HostStatus status)
    {
        board.See(status);
        isNews = true;
    }

    /// <summary>Leaves all chosen ones out that are in, or takes them in where none is.</summary>
    private void Toggle()
    {
        var rows = table.Chosen;
        var leaves = rows.Any(r => r.Choice.IsChosen);
        foreach (var row in rows.Where(r => r.Choice.IsChosen == leaves)) run.Selection.Toggle(row.Host.Name);
        table.Unmark();
        Update();
        Test(board.Rows.Where(r =>
            rows.Contains(r) && r is { Choice.IsChosen: true, Status.Stage: CheckStage.Waiting }));
    }

    private void CheckAgain()
    {
        Test(table.Chosen);
        table.Unmark();
    }

    private void Add() =>
        Wizard.Show(new HostEntryScreen(Wizard, null, run.LastStage, entry => Entered(run.Selection.Add(entry))));

    private void Edit(HostRow row) => Wizard.Show(new HostEntryScreen(Wizard, HostEntry.Of(row.Host), run.LastStage,
        entry => Entered(run.Selection.Edit(row.Host.Name, entry))));

    private void Entered(Host host)
    {
        var row = board.Rows.Single(r => ReferenceEquals(r.Host, host));
        Update();
        table.Selected = row;
        Test([row]);
    }

    private async Task AcceptAsync(HostRow row)
    {
        var key = row.Status.KeyToAccept!;
        var file = run.User.Shorten(KnownHosts.FilesFor(key.Host, run.User)[0]);
        var yes = await Wizard.ConfirmAsync(Say($"Trust {key.Host.Name}?"),
        [
            Say($"{key.Host.Name} ({key.Host.Address}) shows this {key.Type} key, which is not known here:"),
            new Line($"  {key.Fingerprint}", Tone.Strong),
            Line.Empty,
            Say(
                $"Compare it on the host's own console: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub (or the file of its type). If it differs, this may be a man-in-the-middle attack."),
            Say($"It is recorded in {file}."),
        ], Key.Y, Say($"it is the same: trust it"));
        if (!yes) return;
        key.Accept(run.User);
        // One jump host may have kept many from being checked.
        Test(board.Rows.Where(r => r.Status.KeyToAccept?.Fingerprint == key.Fingerprint).ToList());
        Update();
    }

    private async Task NextAsync()
    {
        if (board.IsUnwritten && !await WriteAsync()) return;
        run.Fill();
        Wizard.Show(new ParametersScreen(Wizard, run));
    }

    /// <summary>Writes the chosen hosts as an inventory; false where the operator does not want to.</summary>
    private async Task<bool> WriteAsync()
    {
        var path = await Wizard.AskTextAsync(Say($"Write the inventory"),
            [
                Say(
                    $"The {run.Hosts.Count} chosen hosts are written to this file, so that the run can be resumed and repeated:")],
            Say($"write"), run.InventoryPath);
        if (path is null or "") return false;
        path = Path.GetFullPath(run.User.Expand(path));
        var replace = File.Exists(path);
        if (replace && !await Wizard.ConfirmAsync(Say($"Replace it?"),
            [Say($"{path} already exists. Its comments and layout would be lost; the old file is kept as {path}.old.")],
            Key.R, Say($"replace it"))) return false;
        InventoryFile.Write(path, InventoryText.Write(run.Hosts, run.SiteParams), replace);
        run.InventoryPath = path;
        run.Selection.Written();
        Update();
        Wizard.Tell(new Line(Say($"written to {path}"), Tone.Good));
        return true;
    }
}

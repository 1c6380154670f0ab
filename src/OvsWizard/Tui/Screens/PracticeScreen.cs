using OvsWizard.Lab;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Screens;

/// <summary>Practice hosts on this machine: which there are, up, down, and a run on them.</summary>
public sealed class PracticeScreen : Screen
{
    /// <summary>What the overlay needs at the least.</summary>
    private const int Least = 2, Usual = 3;

    /// <summary>Rows of the list; more scroll.</summary>
    private const int MostRows = 8;

    private const string Runbook = "vxlan-overlay";

    private readonly Actions actions;
    private readonly Table<PracticeHost> table = new() { X = 1, Y = 1 };
    private readonly Page progress = new() { X = 1 };
    private readonly List<Line> said = [];
    private string? inventory;
    private bool isBusy;

    /// <param name="upWith">Brings so many hosts up at once and goes on to a run on them; 0: waits for a key.</param>
    public PracticeScreen(Wizard wizard, Actions actions, int upWith = 0) : base(wizard)
    {
        this.actions = actions;
        Divide(table, progress, top: 1, () => MostRows, MostRows);
        StartsAt = table;
        Add(table, progress);
        if (upWith > 0) Wizard.Do(async () =>
        {
            await UpAsync(upWith);
            Run();
        });
    }

    public override string Heading => Say($"Practice lab");

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"set up an overlay on them"), () => Wizard.Do(RunAsync))
            { WhyNot = Busy ?? NoHosts ?? (actions.Begin is null ? Say($"not in this version") : null) },
        new(Key.U, Say($"bring up"), () => Wizard.Do(AskUpAsync)) { WhyNot = Busy },
        new(Key.D, Say($"take down"), () => Wizard.Do(AskDownAsync)) { WhyNot = Busy ?? NoHosts },
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"Practice hosts are complete hosts on this machine, each with systemd, sshd, Docker and Open vSwitch, in separate network namespaces: this machine's network is not touched. What works here works on real hosts."),
        Say($"'ovswizard lab' does the same from the command line, and more: power failures, cut cables, reboots."),
    ];

    public override void Refresh()
    {
        table.Columns =
        [
            new(Say($"host"), h => h.Name),
            new(Say($"address"), h => h.Address),
            new(Say($"state"),
                h => h.IsRunning ? new Line(Say($"running"), Tone.Good) : new Line(Say($"switched off"), Tone.Dim),
                Fills: true),
        ];
        table.Nothing = Say($"no practice hosts; u creates some");
        table.Rows = actions.Practice.Hosts;
    }

    public override async Task<bool> MayLeaveAsync()
    {
        if (isBusy) await Wizard.AskAsync(new Question(Say($"Not now"), [Busy!], []));
        return !isBusy;
    }

    private string? Busy => isBusy ? Say($"the lab is being changed; please wait") : null;

    private string? NoHosts => table.Rows.Count == 0 ? Say($"no practice hosts; u creates some") : null;

    private async Task AskUpAsync()
    {
        var count = await Wizard.AskTextAsync(Say($"Practice hosts"), [Say(
            $"How many, {Least} to {LabHost.Most}? The first time, their disk image is built, which takes a minute.")],
            Say($"bring up"), $"{Math.Max(Usual, table.Rows.Count)}");
        if (count is null) return;
        if (!int.TryParse(count, out var hosts) || hosts is < Least or > LabHost.Most)
            Wizard.Tell(new Line(Say($"'{count}' is not a number from {Least} to {LabHost.Most}"), Tone.Changed));
        else await UpAsync(hosts);
    }

    private async Task AskDownAsync()
    {
        if (!await Wizard.ConfirmAsync(Say($"Remove the practice hosts?"),
            [Say($"The practice hosts and everything on them are removed. Runs on them can no longer be resumed.")],
            Key.Y, Say($"take down"))) return;
        inventory = null;
        await WorkAsync(actions.Practice.DownAsync);
    }

    private Task UpAsync(int count) =>
        WorkAsync(async writer => inventory = await actions.Practice.UpAsync(count, writer));

    private async Task RunAsync()
    {
        if (inventory is null) await UpAsync(table.Rows.Count);
        Run();
    }

    private void Run()
    {
        if (inventory is not null && actions.Begin is { } begin
            && actions.Runbooks().Runbooks.FirstOrDefault(r => r.Id == Runbook) is { } overlay)
            begin(Wizard, overlay, inventory);
    }

    /// <summary>The lab works with files and processes: not on the screen's thread.</summary>
    private async Task WorkAsync(Func<TextWriter, Task> work)
    {
        isBusy = true;
        try
        {
            await Task.Run(() => work(new LineWriter(line => Wizard.Post(() => Told(line)))));
        }
        finally
        {
            isBusy = false;
            Refresh();
        }
    }

    private void Told(string line)
    {
        said.Add(line);
        progress.Lines = [.. said];
        progress.ScrollTo(said.Count * 2);
    }
}

using System.Threading.Channels;
using OvsWizard.Inspection;
using OvsWizard.Plans;
using OvsWizard.Tests.Plans;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>The network live: the test says what each round finds.</summary>
public sealed class WatchScreenTests
{
    private static readonly DateTimeOffset begun = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Channel<NetworkState> found = Channel.CreateUnbounded<NetworkState>();
    private readonly List<TimeSpan> intervals = [];
    private Plan plan = Overlay.Plan(3);
    private int inspected;

    private Headless Show(int columns = 80, int rows = 24, Language language = Language.English) =>
        new(w => new WatchScreen(w, plan, Rounds, () => inspected++), columns, rows, language);

    private IAsyncEnumerable<NetworkState> Rounds(TimeSpan interval, CancellationToken stop)
    {
        lock (intervals) intervals.Add(interval);
        return found.Reader.ReadAllAsync(stop);
    }

    private void Round(int second, params string[] wrong) =>
        found.Writer.TryWrite(SimulatedRounds.Of(plan, begun.AddSeconds(second), 12_345 + second, wrong));

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void A_healthy_network(int columns, int rows, Language language)
    {
        using var screen = Show(columns, rows, language);
        Round(0);
        Golden.Check(screen.WaitFor("12:00:00 UTC"), "watch-healthy", mayCut: true);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void A_link_that_is_cut_and_a_route_that_has_drifted(int columns, int rows, Language language)
    {
        using var screen = Show(columns, rows, language);
        Round(0);
        Round(10, "h1>h2", "h2>h1");
        Round(20, "h1>h2", "h2>h1", "h3:route");
        Golden.Check(screen.WaitFor("12:00:20 UTC"), "watch-faulty", mayCut: true);
    }

    [Fact]
    public void Before_the_first_round_it_says_what_it_does()
    {
        using var screen = Show();
        screen.Shows("checking 3 hosts …");
    }

    [Fact]
    public void A_host_that_goes_and_comes_back_is_told_in_order_and_called()
    {
        var sent = "";
        using var screen = Show(160, 48);
        screen.Wizard.ToTerminal = text => sent += text;
        Round(0);
        screen.WaitFor("nothing has changed");
        Round(10, "h2");
        screen.WaitFor("h2: unreachable").Shows("✘ h2");
        Assert.Contains("h2: unreachable", sent, StringComparison.Ordinal);
        Round(20);
        var rows = screen.WaitFor("h2: reachable again").Screen.Split('\n').ToList();
        Assert.True(rows.FindIndex(r => r.Contains("reached again", StringComparison.Ordinal))
            < rows.FindLastIndex(r => r.Contains("h2: unreachable", StringComparison.Ordinal)));
        screen.Shows("✔ h2");
    }

    [Fact]
    public void Loss_is_counted_over_the_rounds()
    {
        using var screen = Show();
        Round(0);
        Round(10, "h1>h2", "h2>h1");
        Round(20);
        Round(30);
        screen.WaitFor("12:00:30 UTC").Shows("loss in 4 rounds").Shows("25 %");
    }

    [Fact]
    public void Keys_pause_it_change_the_interval_check_at_once_and_inspect()
    {
        using var screen = Show();
        Round(0);
        screen.WaitFor("12:00:00 UTC").Keys("p").Shows("paused");
        Round(10);
        screen.Keys("g").WaitFor("12:00:10 UTC").Keys("t").Shows("every 30 s").Until(() => intervals.Count == 3);
        Assert.Equal([10, 10, 30], intervals.Select(i => i.TotalSeconds));
        screen.Keys("i");
        Assert.Equal(1, inspected);
    }

    [Fact]
    public void What_cannot_be_watched_says_why()
    {
        using var screen = Show();
        found.Writer.Complete(new Failure(FailureKind.Input, $"the secret 'x' is empty"));
        screen.WaitFor("the secret 'x' is empty").Keys("Esc").Shows("p go on");
    }

    [Fact]
    public void Of_two_hundred_hosts_the_worst_links_come_first()
    {
        plan = Overlay.Plan(60, "topology=hub", "hub=h1");
        using var screen = Show(160, 48);
        Round(0, "h57");
        screen.WaitFor("no answer").Shows("and 29 more").Shows("═╳═ h57");
    }

    [Fact]
    public void Home_and_a_result_lead_to_it()
    {
        var watched = 0;
        using var home = new Headless(w => new HomeScreen(w, PastRuns.Actions() with { Watch = _ => watched++ }));
        home.Keys("w");
        Assert.Equal(1, watched);
    }

    [Fact]
    public void Tunnels_are_read_from_the_inspector_s_view()
    {
        var view = OvsWizard.Tests.Inspection.Captured.Library.Find("tunnels");
        var rows = TableReader.Read(view, OvsWizard.Tests.Inspection.Captured.Output("tunnels"));
        var tunnels = NetworkWatch.TunnelsIn(view, new HostTable("docker01", rows, "", null)).ToList();
        Assert.Equal(rows.Count, tunnels.Count);
        Assert.Contains(tunnels,
            t => t is { Host: "docker01", Remote.Length: > 0, Received: not null, Sent: not null });
    }
}

using OvsWizard.Inspection;
using OvsWizard.Ssh;
using OvsWizard.Tests.Inspection;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>The inspector over shells of this machine whose commands say what a real host said.</summary>
public sealed class InspectorScreenTests
{
    private static Headless Show(int columns = 80, int rows = 24, Language language = Language.English,
        params string[] hosts)
    {
        var inspector = new Inspector((host, mark, _) => host == "gone"
            ? throw new Failure(FailureKind.Host, $"cannot be reached", $"no route to host", host: host)
            : Task.FromResult<IHostShell>(new CapturedHost(host)), forks: 4);
        return new Headless(w => new InspectorScreen(w, hosts.Length == 0 ? ["docker01", "docker02"] : hosts,
            inspector, Captured.Library), columns, rows, language).WaitFor("br-bond");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Side_by_side(int columns, int rows, Language language)
    {
        using var screen = Show(columns, rows, language);
        Golden.Check(screen.Keys("→").WaitFor("br-bond"), "inspector-side-by-side", mayCut: true);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void One_host(int columns, int rows, Language language)
    {
        using var screen = Show(Golden.WideColumns, Golden.WideRows, language);
        Golden.Check(screen.Keys("→", "→").WaitFor("vxlan").Resize(columns, rows).Keys("s"), "inspector-one-host",
            mayCut: true);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void The_list_of_views(int columns, int rows, Language language)
    {
        using var screen = Show(columns, rows, language);
        Golden.Check(screen.Keys("l"), "inspector-views", mayCut: true);
    }

    [Fact]
    public void What_is_cut_in_a_small_terminal_is_whole_in_a_wide_one()
    {
        using var small = Show();
        Assert.Contains("…", string.Join("\n", small.Keys("s").Screen.Split("\n")[7..20]));
        using var wide = Show(columns: 220);
        Assert.DoesNotContain("…", wide.Keys("s").Screen);
    }

    [Fact]
    public void A_view_is_chosen_from_the_list_and_searched()
    {
        using var screen = Show();
        screen.Keys("l", "End", "Enter").WaitFor("ovs-tcpdump");
        screen.Keys("/").Type("dpctl");
        Assert.DoesNotContain("ovs-tcpdump", screen.Screen);
    }

    [Fact]
    public void A_row_is_shown_whole_and_the_output_word_by_word()
    {
        using var screen = Show();
        Assert.Contains("far end", screen.Keys("→", "→", "→").WaitFor("gre0").Keys("Enter").Screen);
        Assert.Contains("ovs-vsctl --format=list", screen.Keys("Esc", "o").Screen);
    }

    [Fact]
    public void Help_explains_the_programs()
    {
        using var screen = Show();
        Assert.Contains("ovsdb-server: The database of the configuration", screen.Keys("F1").Screen);
    }

    [Fact]
    public void A_host_out_of_reach_is_told_and_the_others_are_shown()
    {
        using var screen = Show(hosts: ["docker01", "gone"]);
        Assert.Contains("gone: cannot be reached: no route to host", screen.Screen);
    }

    [Fact]
    public void A_view_is_read_again_by_itself_and_drawn_only_where_something_is_otherwise()
    {
        var clock = new ScriptedRun(ScriptedRun.Overlay());
        var (host, looks) = (new ChangingHost(), 0);
        var inspector = new Inspector((_, _, _) => Task.FromResult<IHostShell>(host), forks: 4);
        using var screen = new Headless(w => new InspectorScreen(w, ["docker01"], inspector, Captured.Library, clock))
            .WaitFor("br-bond");
        void Again()
        {
            looks = host.Looks;
            // The screen may not have taken the answer before yet, and does not ask again until it has.
            var next = DateTime.MinValue;
            screen.Until(() =>
            {
                if (host.Looks > looks) return true;
                if (DateTime.UtcNow < next) return false;
                next = DateTime.UtcNow.AddSeconds(2);
                clock.Wait(11);
                return false;
            });
        }

        Again();
        Again();
        Assert.DoesNotContain("refreshing", screen.Screen, StringComparison.Ordinal);
        host.Bridge = "br-other";
        Again();
        screen.WaitFor("br-other").Keys("p").Shows("on request");
        looks = host.Looks;
        clock.Wait(60);
        Assert.Equal(looks, screen.Keys().Keys() is null ? 0 : host.Looks);
        screen.Keys("g").Until(() => host.Looks > looks);
    }

    private sealed class ChangingHost : IHostShell
    {
        private readonly CapturedHost captured = new("docker01");

        public string Bridge { get; set; } = "br-bond";
        public int Looks { get; private set; }
        public string HostName => "docker01";
        public int? ExitStatus => null;
        public string? ExitSignal => null;

        public async Task<ExecResult> ExecAsync(string command, string? stdin, TimeSpan timeout,
            CancellationToken cancellation)
        {
            var said = await captured.ExecAsync(command, stdin, timeout, cancellation);
            Looks++;
            return said with { Output = said.Output.Replace("br-bond", Bridge, StringComparison.Ordinal) };
        }

        public ValueTask WriteAsync(string script, CancellationToken cancellation) => throw new NotSupportedException();

        public IAsyncEnumerable<ShellLine> ReadAllAsync(CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task KillAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

namespace OvsWizard.Tests.Tui;

/// <summary>The program in a real terminal: it comes up, and leaves it as it was.</summary>
public sealed class TerminalTests : IDisposable
{
    private const string Usual = "0 0 1";
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(30);
    private readonly Tmux terminal;

    public TerminalTests()
    {
        Assert.SkipUnless(Tmux.IsThere, "tmux is not installed");
        terminal = new Tmux();
    }

    public void Dispose() => terminal?.Dispose();

    [Fact]
    public void It_opens_shows_Chinese_and_q_leaves_the_terminal_as_it_was()
    {
        var before = Settings();
        Open();
        terminal.Keys("F2");
        Assert.Contains("新建执行", terminal.WaitFor("断点续跑"));
        terminal.Keys("q");
        terminal.WaitFor("exit 0.");
        Assert.Equal((before, Usual), (Settings(), terminal.Modes));
    }

    [Fact]
    public void After_a_change_of_size_nothing_of_it_stays_behind()
    {
        Open();
        terminal.Resize(120, 36);
        Assert.True(SpinWait.SpinUntil(() => terminal.Screen.Split('\n')[0].Length > 90, patience), terminal.Screen);
        terminal.Keys("q");
        Assert.DoesNotContain("new run", terminal.WaitFor("exit 0."), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void A_signal_ends_it_and_the_terminal_is_as_it_was(string signal)
    {
        var before = Settings();
        var process = Open();
        System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{process}"]).WaitForExit();
        terminal.WaitFor("exit 130.");
        Assert.Equal((before, Usual), (Settings(), terminal.Modes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("trap '' HUP; ")]
    public void It_ends_when_its_terminal_goes_away(string first)
    {
        var process = Open(first);
        terminal.Close();
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists($"/proc/{process}"), patience), "it still runs");
    }

    [Fact]
    public void Ctrl_Z_gives_the_terminal_back_and_fg_the_screen()
    {
        var before = Settings();
        var process = Open();
        terminal.Keys("s");
        terminal.WaitFor("F2 does this anywhere");
        terminal.Keys("C-z");
        terminal.WaitFor("exit 148.");
        Assert.Equal((before, Usual), (Settings(), terminal.Modes));

        terminal.Line("clear; fg");
        terminal.WaitFor("F2 does this anywhere");
        terminal.Keys("Escape");
        terminal.WaitFor("new run");
        terminal.Keys("q");
        // What is typed before it has ended is typed to it.
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists($"/proc/{process}"), patience), "it still runs");
        terminal.Line("clear; echo \"told $?.\"");
        terminal.WaitFor("told 0.");
        Assert.Equal(Usual, terminal.Modes);
    }

    /// <summary>
    /// Less than 0.3 % of a core: of the hundredths of a second that the system counts, three in ten seconds.
    /// </summary>
    [Fact]
    public void While_nothing_happens_it_uses_next_to_no_time_and_writes_nothing()
    {
        const int ticks = 3;
        var process = Open();
        var written = Path.Combine(terminal.Folder, "written");
        var (used, wrote) = (ticks + 1L, 1L);
        terminal.WriteTo(written);
        // What is compiled, read and drawn while it begins is over at some time.
        for (var tries = 0; (used > ticks || wrote > 0) && tries < 9; tries++)
        {
            var (first, bytes) = (TimeOf(process), new FileInfo(written).Length);
            Thread.Sleep(TimeSpan.FromSeconds(10));
            (used, wrote) = (TimeOf(process) - first, new FileInfo(written).Length - bytes);
        }
        Assert.True(used <= ticks && wrote == 0, $"{used} hundredths of a second of 10 s, {wrote} bytes");
    }

    [Fact]
    public void A_screen_that_breaks_parks_the_run_and_leaves_the_terminal_as_it_was()
    {
        var before = Settings();
        var parked = Path.Combine(terminal.Folder, "parked");
        terminal.Line($"clear; {ScreenProcess.Command("crash", parked)}; echo \"exit $?.\"");
        terminal.WaitFor("x break");
        terminal.Keys("x");
        Assert.Contains("defect: the screen broke", terminal.WaitFor("exit 1."));
        Assert.Equal((before, Usual), (Settings(), terminal.Modes));
        Assert.True(File.Exists(parked), "the run was not parked");
    }

    [Fact]
    public void A_flood_of_output_from_a_hundred_hosts_leaves_keys_their_turn()
    {
        var told = Path.Combine(terminal.Folder, "told");
        terminal.Line($"clear; {ScreenProcess.Command("flood", told)}");
        terminal.WaitFor("a line that the step prints");
        terminal.Keys("Down");
        terminal.WaitFor("─ docker100 › Configure docker0's subnet");
        terminal.Keys("Up");
        terminal.WaitFor("─ docker100 › Allow the tunnel");
        Assert.False(File.Exists(told), "the keys had to wait for the end of the flood");
        Assert.True(SpinWait.SpinUntil(() => File.Exists(told), patience), terminal.Screen);
        terminal.WaitFor("499: a line that the step prints");
        TestContext.Current.TestOutputHelper?.WriteLine(File.ReadAllText(told));
    }

    private int Open(string first = "")
    {
        terminal.Line(
            $"clear; {first}sh -c 'echo $$ > {terminal.Folder}/pid; exec {PublishedBinary.Path}'; echo \"exit $?.\"");
        terminal.WaitFor("new run");
        return int.Parse(File.ReadAllText(Path.Combine(terminal.Folder, "pid")),
            System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Processor time of a process in hundredths of a second: utime and stime of /proc/PID/stat.</summary>
    private static long TimeOf(int process) =>
        File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].Split(' ')[11..13].Sum(long.Parse);

    /// <summary>The terminal's line settings (termios), as stty tells them.</summary>
    private string Settings()
    {
        terminal.Line($"clear; stty -a > {terminal.Folder}/stty; echo \"told $?.\"");
        terminal.WaitFor("told 0.");
        return File.ReadAllText(Path.Combine(terminal.Folder, "stty"));
    }
}

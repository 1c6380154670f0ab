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

    private int Open(string first = "")
    {
        terminal.Line($"clear; {first}sh -c 'echo $$ > {terminal.Folder}/pid; exec {PublishedBinary.Path}'; echo \"exit $?.\"");
        terminal.WaitFor("new run");
        return int.Parse(File.ReadAllText(Path.Combine(terminal.Folder, "pid")), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The terminal's line settings (termios), as stty tells them.</summary>
    private string Settings()
    {
        terminal.Line($"clear; stty -a > {terminal.Folder}/stty; echo \"told $?.\"");
        terminal.WaitFor("told 0.");
        return File.ReadAllText(Path.Combine(terminal.Folder, "stty"));
    }
}

using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

public sealed class LocalShellTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<List<string>> ReadAsync(LocalShell shell)
    {
        var lines = new List<string>();
        await foreach (var line in shell.ReadAllAsync(Cancellation)) lines.Add((line.IsError ? "!" : "") + line.Text);
        return lines;
    }

    [Fact]
    public async Task It_answers_like_the_shell_on_a_host()
    {
        await using var shell = LocalShell.Open("here", "m1");
        await shell.WriteAsync("echo $OVSW_MARK; exit 4\n", Cancellation);

        Assert.Equal(["m1"], await ReadAsync(shell));
        Assert.Equal(4, shell.ExitStatus);
        Assert.Equal(new ExecResult(2, null, "in", "e\n"),
            await shell.ExecAsync("cat; echo e >&2; exit 2", "in", TimeSpan.FromSeconds(10), Cancellation));
    }

    [Fact]
    public async Task It_kills_what_it_started_and_nothing_else()
    {
        var mark = ShellScript.NewNonce();
        await using var shell = LocalShell.Open("here", mark);
        await using var other = LocalShell.Open("here", mark + "0");
        await shell.WriteAsync("trap '' TERM; setsid sleep 300 & echo up; sleep 300\n", Cancellation);
        await foreach (var _ in shell.ReadAllAsync(Cancellation)) break;

        await shell.KillAsync();

        Assert.Equal(1, (await other.ExecAsync($"grep -lzx 'OVSW_MARK={mark}' /proc/[0-9]*/environ 2>/dev/null", null,
            TimeSpan.FromSeconds(10), Cancellation)).ExitStatus is > 0 ? 1 : 0);
        await other.WriteAsync("exit 6\n", Cancellation);
        await ReadAsync(other);
        Assert.Equal(6, other.ExitStatus);
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_killed()
    {
        await using var shell = LocalShell.Open("here", "m1");
        var failure = await Assert.ThrowsAsync<Failure>(() =>
            shell.ExecAsync("trap '' TERM; sleep 60", null, TimeSpan.FromMilliseconds(300), Cancellation));
        Assert.Equal(FailureKind.Step, failure.Kind);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("a;b")]
    public void A_mark_that_would_need_quoting_is_a_defect(string mark) =>
        Assert.Throws<ArgumentException>(() => LocalShell.Open("here", mark));
}

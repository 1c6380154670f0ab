using System.Diagnostics;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

public sealed class RemoteShellTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>4 MB of commands that do nothing; a channel's window is half of that.</summary>
    private static string LargerThanTheWindow { get; } = string.Concat(
        Enumerable.Repeat(": " + new string('x', 998) + "\n", 4000));

    private static async Task<List<ShellLine>> ReadAsync(IHostShell shell)
    {
        var lines = new List<ShellLine>();
        await foreach (var line in shell.ReadAllAsync(Cancellation)) lines.Add(line);
        return lines;
    }

    [Fact]
    public async Task Both_streams_and_the_status_arrive()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync();
        await using var shell = await connection.OpenShellAsync("m1", Cancellation);
        await shell.WriteAsync("echo out; echo err >&2; printf 'b\\303\\244\\377d'; exit 7\n", Cancellation);

        var lines = await ReadAsync(shell);
        Assert.Equal(["out", "bä\uFFFDd"], lines.Where(l => !l.IsError).Select(l => l.Text));
        Assert.Equal(["err"], lines.Where(l => l.IsError).Select(l => l.Text));
        Assert.Equal(7, shell.ExitStatus);
    }

    [Fact]
    public async Task Ten_megabytes_and_a_line_of_one_megabyte_arrive_whole()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync();
        await using var shell = await connection.OpenShellAsync("m1", Cancellation);
        await shell.WriteAsync("seq 1 1300000; head -c 1000000 /dev/zero | tr '\\0' x >&2; exit\n", Cancellation);

        var lines = await ReadAsync(shell);
        Assert.Equal(1_300_000, lines.Count(l => !l.IsError));
        Assert.Equal(1_000_000, lines.Where(l => l.IsError).Sum(l => l.Text.Length));
        Assert.True(lines.Max(l => l.Text.Length) <= 64 * 1024);
    }

    [Fact]
    public async Task A_script_larger_than_the_window_runs_though_the_shell_is_busy_at_first()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync();
        await using var shell = await connection.OpenShellAsync("m1", Cancellation);
        await shell.WriteAsync("sleep 1\n" + LargerThanTheWindow + "echo done; exit\n", Cancellation);

        Assert.Equal(["done"], (await ReadAsync(shell)).Select(l => l.Text));
    }

    [Fact]
    public async Task A_shell_that_is_killed_while_it_is_written_to_is_not_waited_for()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync();
        await using var shell = await connection.OpenShellAsync("m1", Cancellation);
        var writing = shell.WriteAsync("echo $$; sleep 60\n" + LargerThanTheWindow, Cancellation).AsTask();
        await using var lines = shell.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await lines.MoveNextAsync());

        await connection.ExecAsync($"kill -9 {lines.Current.Text}", null, TimeSpan.FromSeconds(60), Cancellation);

        var failure = await Assert.ThrowsAsync<Failure>(() =>
            writing.WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
        Assert.Equal("the shell has ended", failure.What);
        // What it had started holds its streams still.
        Assert.False(await lines.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation));
    }

    [Fact]
    public async Task Killing_the_shell_ends_children_that_ignore_signals_and_left_its_session()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync();
        // What carries it is killed on the whole machine, where other tests have shells.
        var mark = ShellScript.NewNonce();
        await using var shell = await connection.OpenShellAsync(mark, Cancellation);
        await using var other = await connection.OpenShellAsync(mark + "0", Cancellation);
        var marker = $"86{Random.Shared.Next(1000, 9999)}";
        await shell.WriteAsync(
            $"trap '' TERM HUP INT\nfor i in 1 2 3; do setsid sh -c 'trap \"\" TERM; sleep {marker}; sleep {marker}' & done\necho up\nwait\n",
            Cancellation);
        await using var reader = shell.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await reader.MoveNextAsync());

        await shell.KillAsync();

        var left = await connection.ExecAsync($"grep -alz '[8]{marker[1..]}' /proc/[0-9]*/cmdline 2>/dev/null | wc -l",
            null, TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal("0", left.Output.Trim());
        while (await reader.MoveNextAsync()) { }
        await other.WriteAsync("exit 5\n", Cancellation);
        await ReadAsync(other);
        Assert.Equal(5, other.ExitStatus);
    }

    [Fact]
    public async Task A_command_beside_the_shell_has_its_own_input_and_time()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync();
        Assert.Equal("a'b\n", (await connection.ExecAsync("cat", "a'b\n", TimeSpan.FromSeconds(10),
            Cancellation)).Output);
        Assert.Equal(new ExecResult(3, null, "", "x\n"),
            await connection.ExecAsync("cat # reads nothing\necho x >&2; exit 3", null, TimeSpan.FromSeconds(10),
            Cancellation));

        var watch = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<Failure>(() =>
            connection.ExecAsync("trap '' TERM; sleep 60; sleep 60", null, TimeSpan.FromSeconds(1), Cancellation));
        Assert.Equal(FailureKind.Step, failure.Kind);
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 8);
    }

    [Fact]
    public async Task A_daemon_that_keeps_the_streams_open_does_not_hold_up_its_command()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync();
        var watch = Stopwatch.StartNew();
        var result = await connection.ExecAsync("sleep 30 & echo $!", null, TimeSpan.FromSeconds(20), Cancellation);
        Assert.Equal(0, result.ExitStatus);
        Assert.True(watch.Elapsed.TotalSeconds < 10);
        await connection.ExecAsync($"kill {result.Output}", null, TimeSpan.FromSeconds(5), Cancellation);
    }

    [Fact]
    public async Task A_frozen_server_is_noticed_by_a_probe()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync(
            options: sshd.Options() with { Silence = TimeSpan.FromSeconds(1), ProbeTimeout = TimeSpan.FromSeconds(2) });
        await using var shell = await connection.OpenShellAsync("m1", Cancellation);
        await shell.WriteAsync("sleep 60\n", Cancellation);
        foreach (var session in sshd.Sessions()) Sshd.Signal(session, "STOP");

        var watch = Stopwatch.StartNew();
        var failure = await Assert.ThrowsAsync<Failure>(() => ReadAsync(shell));
        Assert.Equal((FailureKind.Host, "the connection to docker01 was lost"), (failure.Kind, failure.What));
        Assert.InRange(watch.Elapsed.TotalSeconds, 2, 8);
        await Assert.ThrowsAsync<Failure>(() => shell.ExecAsync(":", null, TimeSpan.FromSeconds(5), Cancellation));
    }

    [Fact]
    public async Task A_long_silence_of_a_living_host_is_no_loss()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync(
            options: sshd.Options() with { Silence = TimeSpan.FromMilliseconds(300),
            ProbeTimeout = TimeSpan.FromSeconds(3) });
        await using var shell = await connection.OpenShellAsync("m1", Cancellation);
        await shell.WriteAsync("sleep 3; echo awake; exit\n", Cancellation);

        Assert.Equal(["awake"], (await ReadAsync(shell)).Select(l => l.Text));
    }

    [Fact]
    public async Task What_a_shell_said_before_it_ended_is_heard_where_the_connection_is_lost_then()
    {
        const int lines = 4_000_000;
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync();
        await using var shell = (RemoteShell)await connection.OpenShellAsync("m1", Cancellation);
        await shell.WriteAsync($"seq {lines}; exit\n", Cancellation);

        Assert.True(SpinWait.SpinUntil(() => shell.ExitStatus is not null, TimeSpan.FromMinutes(1)));
        foreach (var session in sshd.Sessions()) Sshd.Signal(session, "KILL");

        // What sshd had not sent yet when it told of the exit is lost with it: of 31 MB, what buffers hold. All else
        // has arrived, and is heard.
        Assert.InRange((await ReadAsync(shell)).Count, lines / 2, lines);
    }

    [Fact]
    public async Task A_server_that_is_killed_is_noticed_at_once()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync();
        await using var shell = await connection.OpenShellAsync("m1", Cancellation);
        await shell.WriteAsync("echo up; sleep 60\n", Cancellation);
        await using var reader = shell.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await reader.MoveNextAsync());
        var watch = Stopwatch.StartNew();
        foreach (var session in sshd.Sessions()) Sshd.Signal(session, "KILL");

        var failure = await Assert.ThrowsAsync<Failure>(async () => await reader.MoveNextAsync());
        Assert.Equal("the connection to docker01 was lost", failure.What);
        Assert.True(watch.Elapsed.TotalSeconds < 3);
    }
}

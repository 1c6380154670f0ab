using System.Diagnostics;
using System.Net.Sockets;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

/// <summary>A command in place of a connection, as ProxyCommand has it.</summary>
public sealed class ProxyCommandTests
{
    /// <summary>What nc does, in the shell that is there.</summary>
    private const string Netcat = "bash -c 'exec 3<>/dev/tcp/%h/%p; cat <&3 & cat >&3; kill $!'";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Its_streams_are_the_connection()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync(sshd.Configured($"ProxyCommand {Netcat}"));

        var result = await connection.ExecAsync("head -c 3000000 /dev/zero | tr '\\0' x; cat | wc -c",
            new string('y', 500_000), Limit, TestContext.Current.CancellationToken);
        Assert.Equal(new string('x', 3_000_000) + "500000\n", result.Output);
    }

    [Fact]
    public async Task Ssh_itself_may_be_it_and_so_lead_through_another_host()
    {
        if (!File.Exists("/usr/bin/ssh")) Assert.Skip("openssh-client is not installed (/usr/bin/ssh)");
        await using var bastion = await Sshd.StartAsync();
        await using var sshd = await Sshd.StartAsync();
        bastion.Configured("BatchMode yes", "bastion");
        await using var connection = await sshd.ConnectAsync(
            sshd.Configured($"ProxyCommand ssh -F {bastion.Directory}/ssh_config -W %h:%p bastion"));

        Assert.NotEmpty(bastion.Sessions());
        Assert.Equal("ok\n", (await connection.ExecAsync("echo ok", null, Limit,
            TestContext.Current.CancellationToken)).Output);
    }

    [Fact]
    public async Task It_ends_with_the_connection_whatever_it_has_started()
    {
        await using var sshd = await Sshd.StartAsync();
        var mark = $"ovsw-proxy-{Guid.NewGuid():N}";
        await using (await sshd.ConnectAsync(sshd.Configured($"ProxyCommand env MARK={mark} {Netcat}")))
            Assert.NotEmpty(Marked(mark));

        for (var i = 0; Marked(mark).Any() && i < 100; i++) await Task.Delay(100,
            TestContext.Current.CancellationToken);
        Assert.Empty(Marked(mark));
    }

    [Fact]
    public async Task What_it_says_when_it_fails_is_said()
    {
        await using var sshd = await Sshd.StartAsync();
        var failure = await sshd.RefusalAsync(sshd.Configured("ProxyCommand sh -c 'echo no way there >&2; exit 7'"));

        Assert.Equal("cannot connect to docker01: its ProxyCommand ended with status 7", failure.What);
        Assert.Equal("no way there", failure.Why);
    }

    [Fact]
    public async Task One_that_says_nothing_is_given_up_in_time()
    {
        await using var sshd = await Sshd.StartAsync();
        var failure = await sshd.RefusalAsync(sshd.Configured("ProxyCommand sleep 100\nConnectTimeout 1"));

        Assert.Contains("did not answer within 1 s", failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_has_no_terminal_to_ask_on()
    {
        await using var sshd = await Sshd.StartAsync();
        var failure = await sshd.RefusalAsync(sshd.Configured("ProxyCommand sh -c 'read answer </dev/tty || exit 5'"));

        Assert.Contains("status 5", failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_jump_host_may_be_reached_by_one()
    {
        await using var first = await Sshd.StartAsync();
        await using var second = await Sshd.StartAsync();
        await using var connection = await second.ConnectAsync(
            second.Host() with { Jumps = [first.Configured($"ProxyCommand {Netcat}", "jump1")] });

        Assert.Equal("ok\n", (await connection.ExecAsync("echo ok", null, Limit,
            TestContext.Current.CancellationToken)).Output);
    }

    [Fact]
    public async Task Nobody_else_gets_into_the_port_that_it_is_reached_by()
    {
        var (theirs, ours) = (new Pipe(), new Pipe());
        using var bridge = new LoopbackBridge(theirs.Reader, ours.Writer);
        // Another process, of the same user.
        var stranger = Sshd.Shell("/",
            $"bash -c 'exec 3<>/dev/tcp/127.0.0.1/{bridge.EndPoint.Port}; echo hello >&3; cat <&3' 2>/dev/null || :; echo over");
        Assert.Equal("over\n", stranger);

        using var client = new TcpClient();
        await client.ConnectAsync(bridge.EndPoint, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync("mine"u8.ToArray(), TestContext.Current.CancellationToken);
        var got = new byte[4];
        await ours.Reader.ReadExactlyAsync(got, TestContext.Current.CancellationToken);
        Assert.Equal("mine"u8.ToArray(), got);
    }

    private static IEnumerable<string> Marked(string mark) => Process.GetProcesses().Select(p => Environ(p.Id))
        .Where(e => e.Contains(mark, StringComparison.Ordinal));

    private static string Environ(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/environ");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private sealed class Pipe
    {
        private readonly System.IO.Pipelines.Pipe pipe = new();
        public Stream Reader => pipe.Reader.AsStream();
        public Stream Writer => pipe.Writer.AsStream();
    }
}

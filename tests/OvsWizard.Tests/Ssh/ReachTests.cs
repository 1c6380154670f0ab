using System.Net;
using System.Net.Sockets;

namespace OvsWizard.Tests.Ssh;

public sealed class ReachTests
{
    [Fact]
    public async Task A_closed_port_and_an_unknown_name_are_told_apart()
    {
        await using var sshd = await Sshd.StartAsync();
        Assert.Contains("refused the connection",
            (await sshd.RefusalAsync(sshd.Host() with { Port = Sshd.FreePort() })).What, StringComparison.Ordinal);
        Assert.Contains("does not resolve",
            (await sshd.RefusalAsync(sshd.Host() with { Address = "no-such-host.invalid" })).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_in_time()
    {
        await using var sshd = await Sshd.StartAsync();
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();

        var failure = await sshd.RefusalAsync(sshd.Host() with { Port = ((IPEndPoint)mute.LocalEndpoint).Port },
            sshd.Options() with { ConnectTimeout = TimeSpan.FromSeconds(1) });
        Assert.Contains("did not answer within 1 s", failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_behind_two_jump_hosts_is_reached()
    {
        await using var first = await Sshd.StartAsync();
        await using var second = await Sshd.StartAsync();
        await using var third = await Sshd.StartAsync();

        await using var connection = await third.ConnectAsync(
            third.Host() with { Jumps = [first.Host("jump1"), second.Host("jump2")] });
        var result = await connection.ExecAsync("echo $SSH_CONNECTION", null, TimeSpan.FromSeconds(10),
            TestContext.Current.CancellationToken);
        Assert.EndsWith($" {third.Port}\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_untrusted_jump_host_is_refused_by_its_own_name()
    {
        await using var first = await Sshd.StartAsync();
        await using var second = await Sshd.StartAsync();
        first.Trust("");

        var failure = await second.RefusalAsync(second.Host() with { Jumps = [first.Host("jump1")] });
        Assert.Equal("jump1", failure.Host);
    }

    [Fact]
    public async Task A_missing_network_namespace_is_named()
    {
        await using var sshd = await Sshd.StartAsync();
        Assert.Equal("network namespace 'ovsw-none' not found",
            (await sshd.RefusalAsync(sshd.Host() with { Netns = "ovsw-none" })).What);
    }

    [Fact]
    public async Task The_connection_is_opened_inside_the_network_namespace()
    {
        if (!Environment.IsPrivilegedProcess
            || !File.Exists("/usr/sbin/ip")) Assert.Skip("making a network namespace needs root and ip(8)");
        await using var sshd = await Sshd.StartAsync();
        var name = $"ovswt{Environment.ProcessId}";
        try
        {
            Sshd.Shell("/", $"ip netns add {name} && ip -n {name} link set lo up");
        }
        catch (Xunit.Sdk.TrueException)
        {
            Assert.Skip("network namespaces cannot be made here");
        }
        try
        {
            // The loopback of a new namespace is another one: nothing listens there.
            Assert.Contains("refused the connection",
                (await sshd.RefusalAsync(sshd.Host() with { Netns = name })).What, StringComparison.Ordinal);
            await using var connection = await sshd.ConnectAsync();
        }
        finally
        {
            Sshd.Shell("/", $"ip netns delete {name}");
        }
    }

    [Fact]
    public async Task A_host_that_allows_one_session_is_refused_by_that_name_and_not_in_mid_step()
    {
        await using var sshd = await Sshd.StartAsync("MaxSessions 1");
        await using var connection = await sshd.ConnectAsync();
        await using var shell = await connection.OpenShellAsync("mark", TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<Failure>(connection.SessionsAsync);
        var lost = await Assert.ThrowsAsync<Failure>(async () =>
        {
            await foreach (var _ in shell.ReadAllAsync(
                TestContext.Current.CancellationToken)) Assert.Fail("it says nothing");
        });

        Assert.Equal((FailureKind.Host, "sshd on docker01 allows only one session on a connection"),
            (failure.Kind, failure.What));
        Assert.Equal(failure.What, lost.What);
    }

    [Fact]
    public async Task Two_sessions_are_enough()
    {
        await using var sshd = await Sshd.StartAsync("MaxSessions 2");
        await using var connection = await sshd.ConnectAsync();
        await using var shell = await connection.OpenShellAsync("mark", TestContext.Current.CancellationToken);

        await connection.SessionsAsync();

        Assert.Equal("here\n", (await shell.ExecAsync("echo here", null, TimeSpan.FromSeconds(10),
            TestContext.Current.CancellationToken)).Output);
    }
}

using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Ssh;
using OvsWizard.Tests.Ssh;

namespace OvsWizard.Tests.Facts;

public sealed class HostCheckTests
{
    private const string Answers = "printf 'uid\\t0\\nos\\tDebian 12\\tdebian\\t12\\nend\\n'";

    private static async Task<(HostStatus Last, List<HostStatus> Seen)> LookAsync(Sshd sshd, string script = Answers,
        Host? host = null)
    {
        var seen = new List<HostStatus>();
        var check = new HostCheck(sshd.Options(), script);
        var found = await check.RunAsync([host ?? sshd.Host()], status => { lock (seen) seen.Add(status); },
            TestContext.Current.CancellationToken);
        return (Assert.Single(found), seen);
    }

    [Fact]
    public async Task A_host_is_seen_to_come_through_every_stage()
    {
        await using var sshd = await Sshd.StartAsync();
        var (last, seen) = await LookAsync(sshd);

        Assert.True(last.IsFit);
        Assert.Equal("Debian 12", last.Facts.Os);
        Assert.Equal([CheckStage.Reach, CheckStage.Login, CheckStage.Become, CheckStage.Facts, CheckStage.Done],
            seen.Select(s => s.Stage).Distinct());
    }

    [Fact]
    public async Task The_real_script_tells_what_this_machine_is()
    {
        await using var sshd = await Sshd.StartAsync();
        var (last, _) = await LookAsync(sshd, HostScripts.Facts);

        if (!Environment.IsPrivilegedProcess)
            Assert.Contains("is not root", last.Failure!.What, StringComparison.Ordinal);
        else Assert.Equal(("", true, "127.0.0.1"),
            (last.Failure?.ToString() ?? "", last.Facts.IsComplete, last.Facts.SessionAddress));
    }

    [Fact]
    public async Task An_unknown_key_waits_for_a_yes_and_is_recorded_then()
    {
        await using var sshd = await Sshd.StartAsync();
        File.Delete(sshd.KnownHosts);
        var (before, _) = await LookAsync(sshd);

        Assert.Equal((CheckStage.Trust, CheckMark.Good, CheckMark.Wrong, CheckMark.Waiting),
            (before.Stage, before.MarkOf(CheckStage.Reach), before.MarkOf(CheckStage.Trust),
                before.MarkOf(CheckStage.Login)));
        Assert.Contains(before.KeyToAccept!.Fingerprint, Sshd.Shell(sshd.Directory, "ssh-keygen -lf host_ed25519.pub"),
            StringComparison.Ordinal);
        Assert.Equal(sshd.KnownHosts, before.KeyToAccept.Accept(sshd.Options().User));

        Assert.Equal("600\n", Sshd.Shell(sshd.Directory, "stat -c %a known_hosts"));
        Assert.True((await LookAsync(sshd)).Last.IsFit);
    }

    [Fact]
    public async Task Where_ssh_hides_names_an_accepted_key_hides_its_own()
    {
        await using var sshd = await Sshd.StartAsync();
        File.Delete(sshd.KnownHosts);
        var host = sshd.Configured("HashKnownHosts yes");

        (await LookAsync(sshd, host: host)).Last.KeyToAccept!.Accept(sshd.Options().User);

        Assert.DoesNotContain("127.0.0.1", File.ReadAllText(sshd.KnownHosts), StringComparison.Ordinal);
        Assert.True((await LookAsync(sshd)).Last.IsFit);
    }

    [Fact]
    public async Task A_changed_key_cannot_be_accepted_and_the_way_out_is_told()
    {
        await using var sshd = await Sshd.StartAsync();
        sshd.Trust($"[127.0.0.1]:{sshd.Port} {File.ReadAllText(sshd.ClientKey + ".pub")}");
        var (last, _) = await LookAsync(sshd);

        Assert.Null(last.KeyToAccept);
        Assert.Contains($"ssh-keygen -f {sshd.KnownHosts} -R '[127.0.0.1]:{sshd.Port}'", last.Failure!.Now,
            StringComparison.Ordinal);
        Assert.Throws<Failure>(() => last.Key!.Accept(sshd.Options().User));
    }

    [Fact]
    public async Task The_key_of_a_jump_host_is_recorded_for_the_jump_host()
    {
        await using var first = await Sshd.StartAsync();
        await using var second = await Sshd.StartAsync();
        first.Trust("");
        var (last, _) = await LookAsync(second, host: second.Host() with { Jumps = [first.Host("jump1")] });

        Assert.Equal("jump1", last.KeyToAccept!.Host.Name);
        Assert.Equal(first.KnownHosts, last.KeyToAccept.Accept(first.Options().User));
        Assert.True((await LookAsync(second, host: second.Host() with { Jumps = [first.Host("jump1")] })).Last.IsFit);
    }

    [Theory]
    [InlineData("127.0.0.1", true, "nobody", CheckStage.Login)]
    [InlineData("no-such-host.invalid", true, null, CheckStage.Reach)]
    [InlineData("127.0.0.1", false, null, CheckStage.Reach)]
    public async Task The_stage_that_failed_is_named(string address, bool open, string? user, CheckStage stage)
    {
        await using var sshd = await Sshd.StartAsync();
        var host = sshd.Host()
            with { Address = address, User = user ?? Environment.UserName, Port = open ? sshd.Port : Sshd.FreePort() };

        Assert.Equal((stage, FailureKind.Host),
            ((await LookAsync(sshd, host: host)).Last.Stage, (await LookAsync(sshd, host: host)).Last.Failure!.Kind));
    }

    [Theory]
    [InlineData("printf 'uid\\t1000\\nend\\n'", CheckStage.Become,
        "set 'become: sudo' in the inventory, or log in as root")]
    [InlineData("printf 'uid\\t0\\n'", CheckStage.Facts, "see what hangs")]
    public async Task A_host_without_rights_or_without_an_answer_is_not_fit(string script, CheckStage stage, string now)
    {
        await using var sshd = await Sshd.StartAsync();
        var (last, _) = await LookAsync(sshd, script);

        Assert.Equal((stage, false), (last.Stage, last.IsFit));
        Assert.Contains(now, last.Failure!.Now, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_are_looked_at_side_by_side_and_come_back_in_order()
    {
        await using var sshd = await Sshd.StartAsync();
        var hosts = Enumerable.Range(1, 8).Select(i => sshd.Host($"h{i}")).ToList();
        var check = new HostCheck(sshd.Options(), Answers, forks: 3);

        Assert.Equal(hosts.Select(h => h.Name),
            (await check.RunAsync(hosts, _ => { }, TestContext.Current.CancellationToken)).Where(s => s.IsFit)
                .Select(s => s.Host.Name));
    }
}

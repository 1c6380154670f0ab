using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>The small procedures of every day, each done, done again, looked at and taken back.</summary>
[Collection("uplink")]
public sealed class DayTwoTests(UplinkLab lab) : OnFreshHosts(lab)
{
    private static readonly string[] Two = ["--limit", "docker01,docker02"];

    private Task<ProgramResult> RunAsync(string runbook, params string[] words) =>
        Ovs.AsyncOf("run", [runbook, "--yes", .. Two, .. words]);

    /// <summary>
    /// Runs it, and once more: nothing is left to change, nothing has drifted. Returns the first run.
    /// </summary>
    private async Task<ProgramResult> TwiceAsync(string runbook, params string[] words)
    {
        var run = await RunAsync(runbook, words);
        WizardAssert.Ended(0, run);
        Says(await RunAsync(runbook, words), "nothing to change: 2 hosts");
        WizardAssert.Ended(0, await Ovs.AsyncOf("verify", [runbook, .. Two, .. words]));
        return run;
    }

    /// <summary>Takes all runs back, the newest first.</summary>
    private async Task RollBackAllAsync()
    {
        foreach (var run in Directory.EnumerateDirectories(Path.Combine(Ovs.Home, "runs"))
            .OrderDescending(StringComparer.Ordinal))
            WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", Path.GetFileName(run)));
    }

    [Fact]
    public async Task A_NIC_goes_into_a_bridge_and_out_with_the_session_that_comes_in_by_it()
    {
        Lab.Require();
        Ovs.ComeInThroughTheUplink(2);
        var before = await Snapshot.OfAsync(Lab);

        Says(await TwiceAsync("add-nic", "-p", "nic=eth1"), "guarded: docker01: nic touches eth1");
        Assert.Equal("", await Lab.OnAsync("docker01", "ip -4 -o addr show dev eth1"));
        await Lab.MustAsync("reboot", "docker01");
        WizardAssert.Ended(0, await Ovs.AsyncOf("verify", ["add-nic", .. Two, "-p", "nic=eth1"]));
        await TwiceAsync("remove-nic", "-p", "nic=eth1");
        Assert.Contains("inet 172.16.10.1/24 ", await Lab.OnAsync("docker01", "ip -4 -o addr show dev eth1"),
            StringComparison.Ordinal);
        Assert.Equal("default via 172.16.10.254 dev eth1 \n", await Lab.OnAsync("docker01", "ip route show default"));
        Assert.Equal("ovswizard-nic-ovsBridge0.service\n", await Lab.OnAsync("docker01",
            "systemctl is-enabled -q ovswizard-nic-ovsBridge0.service || echo ovswizard-nic-ovsBridge0.service"));

        await RollBackAllAsync();
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task Two_NICs_are_bonded_fail_over_and_are_parted_again()
    {
        Lab.Require();
        foreach (var host in (string[])["docker01", "docker02"])
            await Lab.OnAsync(host, "ip link add eth2 type veth peer name far2; ip link set eth2 up");
        var before = await Snapshot.OfAsync(Lab);

        await TwiceAsync("add-nic", "-p", "nic=eth1", "-p", "vlans=10-12");
        await TwiceAsync("bond", "-p", "nics=eth1,eth2");
        Assert.Equal("[0, 10, 11, 12]\n", await Lab.OnAsync("docker01", "ovs-vsctl get port bond0 trunks"));
        // Through the L3 switch, by the member that has a carrier.
        await Lab.OnAsync("docker01", "ping -n -c 2 -W 2 172.16.20.1");
        Assert.Contains("(eth1)", await Lab.OnAsync("docker01",
            "ovs-appctl bond/show bond0 | grep '^active member mac'"), StringComparison.Ordinal);
        Assert.Contains("(eth2)",
            await Lab.OnAsync("docker01",
                "ip link set far2 up; ip link set eth1 down; sleep 1; ovs-appctl bond/show bond0 | grep '^active member mac'"),
            StringComparison.Ordinal);
        Assert.Equal(5, (await Ovs.AsyncOf("verify", ["bond", .. Two, "-p", "nics=eth1,eth2"])).ExitCode);
        await Lab.OnAsync("docker01", "ip link set far2 down; ip link set eth1 up");
        await TwiceAsync("unbond", "-p", "nic=eth1");
        Assert.Equal("[0, 10, 11, 12]\n", await Lab.OnAsync("docker01", "ovs-vsctl get port eth1 trunks"));

        await RollBackAllAsync();
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task A_spanning_tree_is_turned_on_and_off()
    {
        Lab.Require();
        WizardAssert.Ended(0, await RunAsync("add-nic", "-p", "nic=eth1"));

        await TwiceAsync("stp", "-p", "protocol=rstp");
        Assert.Contains("Forwarding", await Lab.OnAsync("docker01", "ovs-appctl rstp/show ovsBridge0"),
            StringComparison.Ordinal);
        await Lab.OnAsync("docker02", "ovs-vsctl set bridge ovsBridge0 rstp_enable=false");
        Assert.Equal(5, (await Ovs.AsyncOf("verify", ["stp", .. Two])).ExitCode);
        await TwiceAsync("stp", "-p", "protocol=none");
        Assert.Equal("false\nfalse\n",
            await Lab.OnAsync("docker01", "ovs-vsctl get bridge ovsBridge0 stp_enable rstp_enable"));
    }

    [Fact]
    public async Task A_bridge_with_all_that_is_in_it_is_deleted_and_brought_back()
    {
        Lab.Require();
        foreach (var host in (string[])["docker01", "docker02"])
            await Lab.OnAsync(host, """
                ip link add eth2 type veth peer name far2
                ip link add eth3 type veth peer name far3
                ovs-vsctl add-br br7 -- set bridge br7 datapath_type=netdev fail_mode=secure other_config:mac-aging-time=60 -- set-controller br7 ptcp:6699:127.0.0.1 \
                  -- add-bond br7 bond7 eth2 eth3 bond_mode=balance-slb trunks=7,8 -- add-port br7 int7 tag=7 -- set interface int7 type=internal
                ip addr add 10.77.0.1/24 dev int7
                ip link set int7 up
                ip route add 10.78.0.0/16 via 10.77.0.9
                ovs-ofctl add-flow br7 priority=9,in_port=int7,ip,nw_dst=10.9.9.9,actions=drop
                ovs-ofctl add-flow br7 priority=1,actions=normal
                """);
        const string everything =
            "ovs-ofctl --names --no-stats dump-flows br7 | sort; ovs-vsctl show | sort; ovs-vsctl --columns=name,bond_mode list port | sort";
        var (before, more) = (await Snapshot.OfAsync(Lab), await Lab.OnAsync("docker01", everything));

        var refused = await RunAsync("delete-bridge", "-p", "bridge=br8");
        Assert.Equal(1, refused.ExitCode);
        Says(refused, "there are: br7", "nothing was changed on any host");
        Says(await RunAsync("delete-bridge", "-p", "bridge=br8", "-p", "if_exists=true"), "nothing to change: 2 hosts");
        WizardAssert.Ended(0, await RunAsync("delete-bridge", "-p", "bridge=br7"));
        Assert.Equal("",
            await Lab.OnAsync("docker01", "ovs-vsctl list-br; ip -o link show dev int7 2>/dev/null || true"));
        WizardAssert.Ended(0, await Ovs.AsyncOf("verify", ["delete-bridge", .. Two, "-p", "bridge=br7"]));
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));

        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        Assert.Equal(more, await Lab.OnAsync("docker01", everything));
    }

    [Fact]
    public async Task A_bridge_that_could_not_be_brought_back_is_refused()
    {
        Lab.Require();
        await Lab.OnAsync("docker01",
            "ovs-vsctl add-br br7 -- set bridge br7 datapath_type=netdev -- --id=@m create mirror name=m -- set bridge br7 mirrors=@m");

        var run = await Ovs.AsyncOf("run", "delete-bridge", "--yes", "--limit", "docker01", "-p", "bridge=br7");

        Assert.Equal(1, run.ExitCode);
        Says(run, "mirrors=[", "nothing was changed on any host");
    }
}

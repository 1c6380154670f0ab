using System.Globalization;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Containers on the physical network, from the first command to the rollback. Every test gets hosts that nobody has
/// changed.
/// </summary>
[Collection("uplink")]
public sealed class UplinkTests(UplinkLab lab) : OnFreshHosts(lab)
{
    private static readonly string[] Two = ["docker01", "docker02"];

    private Task<ProgramResult> RunAsync(params string[] words) =>
        Ovs.AsyncOf("run", ["vlan-uplink", "--yes", "--limit", string.Join(',', Two), .. words]);

    private Task<ProgramResult> VerifyAsync() => Ovs.AsyncOf("verify", "vlan-uplink", "--limit", string.Join(',', Two));

    [Fact]
    public async Task From_nothing_containers_are_on_the_physical_network_and_a_second_run_changes_nothing()
    {
        Lab.Require();

        WizardAssert.EveryPairAnswers(await RunAsync(), Two);

        foreach (var host in LabHost.First(Two.Length))
        {
            Assert.Equal("", await Lab.OnAsync(host.Name, "ip -4 -o addr show dev eth1"));
            Assert.Contains($"inet {host.Uplink}/24 ", await Lab.OnAsync(host.Name, "ip -4 -o addr show dev docker0"),
                StringComparison.Ordinal);
            Assert.Contains(" master docker0 ", await Lab.OnAsync(host.Name, "ip -o link show dev eth1"),
                StringComparison.Ordinal);
            Assert.Equal($"default via {host.Gateway} dev docker0 \n",
                await Lab.OnAsync(host.Name, "ip route show default"));
            Assert.DoesNotContain("MASQUERADE", await Lab.OnAsync(host.Name, "iptables -t nat -S"),
                StringComparison.Ordinal);
            var container = (await Lab.OnAsync(host.Name,
                "docker inspect -f '{{.NetworkSettings.IPAddress}} {{.NetworkSettings.Gateway}}' web"))
                .Trim().Split(' ');
            Assert.InRange(int.Parse(container[0].Split('.')[3], CultureInfo.InvariantCulture), 64, 127);
            Assert.Equal(host.Gateway, container[1]);
            // The L3 switch knows the container by its own address: nothing on the way has put another in its place.
            Assert.Contains("lladdr", await HostProgram.RunAsync("ip",
                ["-n", new LabName(Lab.Name).Router, "neigh", "show", container[0]]), StringComparison.Ordinal);
        }
        var again = await RunAsync();
        WizardAssert.EveryPairAnswers(again, Two);
        Assert.Contains("nothing to change: 2 hosts", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Through_the_very_NIC_it_survives_a_reboot_and_a_restart_of_docker_and_is_taken_back_to_the_byte()
    {
        Lab.Require();
        Ovs.ComeInThroughTheUplink(Two.Length);
        var before = await Snapshot.OfAsync(Lab);

        WizardAssert.EveryPairAnswers(await RunAsync(), Two);
        await Lab.MustAsync("reboot", "docker01");
        await Lab.OnAsync("docker02", "systemctl restart docker; docker start web");
        WizardAssert.EveryPairAnswers(await VerifyAsync(), Two);
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));

        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task A_script_moves_the_very_NIC_it_comes_in_by_and_takes_it_back()
    {
        Lab.Require();
        Ovs.ComeInThroughTheUplink(Two.Length);
        var before = await Snapshot.OfAsync(Lab);
        var scripts = await ScriptedHosts.OfAsync(Ovs, "sh", "vlan-uplink", "--limit", string.Join(',', Two));

        var apply = await scripts.AllAsync("apply", "--yes");

        WizardAssert.Ended(0, apply);
        foreach (var host in LabHost.First(Two.Length)) Assert.Matches(
            $@"{host.Name}  \[06/12\] made     uplink(.*\n)*{host.Name}  \[06/12\] changed  uplink", apply.Output);
        WizardAssert.EveryPairAnswers(await VerifyAsync(), Two);
        WizardAssert.Ended(0, await scripts.AllAsync("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task A_script_whose_change_nobody_confirms_is_undone_by_the_host()
    {
        Lab.Require();
        Ovs.ComeInThroughTheUplink(Two.Length);
        await Lab.OnAsync("docker03", "ip addr add 172.16.10.253/24 dev eth1");
        var before = await Snapshot.OfAsync(Lab);
        var scripts = await ScriptedHosts.OfAsync(Ovs, "sh", "vlan-uplink", "--limit", "docker01",
            "-p", "docker01:gateway=172.16.10.253");

        var apply = await scripts.AllAsync("apply", "--yes", "--guard", "15");

        Assert.Equal(1, apply.ExitCode);
        WizardAssert.Ended(0, await scripts.AllAsync("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task A_gateway_that_leads_nowhere_locks_nobody_out()
    {
        Lab.Require();
        Ovs.ComeInThroughTheUplink(Two.Length);
        // It answers, and has no way back to the operator.
        await Lab.OnAsync("docker03", "ip addr add 172.16.10.253/24 dev eth1");
        var before = await Snapshot.OfAsync(Lab);

        var run = await Ovs.AsyncOf("run", "vlan-uplink", "--yes", "--limit", "docker01",
            "-p", "docker01:gateway=172.16.10.253");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("put itself back", run.Error + run.Output, StringComparison.Ordinal);
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task A_host_of_the_inventory_becomes_the_router_and_is_taken_back()
    {
        Lab.Require();
        await Lab.MustAsync("router", "down");
        var before = await Snapshot.OfAsync(Lab);

        WizardAssert.EveryPairAnswers(
            await Ovs.AsyncOf("run", "vlan-uplink", "--yes", "-p", "router=linux", "-p", "router_host=docker03"), Two);
        await Lab.MustAsync("reboot", "docker03");
        WizardAssert.Ended(0,
            await Ovs.AsyncOf("verify", "vlan-uplink", "-p", "router=linux", "-p", "router_host=docker03"));
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));

        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task A_docker_network_of_its_own_leaves_docker0_alone()
    {
        Lab.Require();
        var before = await Snapshot.OfAsync(Lab);
        var docker0 = await Lab.OnAsync("docker01",
            "ip -4 -o addr show dev docker0; docker ps --format '{{.Status}}' | cut -d' ' -f1");

        WizardAssert.EveryPairAnswers(await RunAsync("-p", "docker_bridge=br-phys"), Two);

        Assert.Equal(docker0, await Lab.OnAsync("docker01",
            "ip -4 -o addr show dev docker0; docker ps --format '{{.Status}}' | cut -d' ' -f1"));
        var address = (await Lab.OnAsync("docker01",
            "docker run -d --rm --name guest --network br-phys practice:latest >/dev/null; docker exec guest ip -4 -o addr show dev eth0 | sed 's/.* inet \\([^/]*\\).*/\\1/'"))
            .Trim();
        await Lab.OnAsync("docker02", $"ping -n -c 3 -W 2 {address}");
        await Lab.OnAsync("docker01", "docker stop guest");
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Theory]
    [InlineData("docker01", "ip addr add 192.0.2.1/24 dev eth1", "has 172.16.10.1/24 192.0.2.1/24")]
    [InlineData("docker01", "ip route add 10.9.0.0/16 via 172.16.10.99 dev eth1", "10.9.0.0/16 via 172.16.10.99")]
    [InlineData("docker02",
        "ovs-vsctl add-br ovsBridge0 -- set bridge ovsBridge0 datapath_type=netdev; ip link set ovsBridge0 master docker0",
        "ovsBridge0")]
    [InlineData("docker03", "ip addr add 172.16.10.100/24 dev eth1", "172.16.10.100")]
    public async Task What_would_break_something_is_refused_before_anything_is_changed(string host,
        string command, string says)
    {
        Lab.Require();
        await Lab.OnAsync(host, command);
        var before = await Snapshot.OfAsync(Lab);

        var run = await RunAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(says, run.Error + run.Output, StringComparison.Ordinal);
        Assert.Contains("nothing was changed on any host", run.Error + run.Output, StringComparison.Ordinal);
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }
}

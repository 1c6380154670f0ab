using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Containers in the VLANs of a trunk, from nothing to the rollback, through the very NIC that becomes the trunk.
/// </summary>
[Collection("uplink")]
public sealed class TrunkTests(UplinkLab lab) : OnFreshHosts(lab)
{
    private static readonly string[] Two = ["docker01", "docker02"];

    /// <summary>
    /// Two VLANs whose containers have addresses of one network, so that only the tags keep them apart.
    /// </summary>
    private static readonly string[] Attached =
    [
        "-p", "docker01:attachments=web:10:10.10.0.11/24,db:20:10.10.0.21/24:10.10.0.254",
        "-p", "docker02:attachments=web:10:10.10.0.12/24,db:20:10.10.0.22/24",
    ];

    private static readonly string[] Trunk = ["vlan-trunk", "--limit", string.Join(',', Two), "-p", "vlans=10,20-29"];

    private Task<ProgramResult> RunAsync(params string[] words) => Ovs.AsyncOf("run", [.. Trunk, "--yes", .. words]);

    private Task<ProgramResult> VerifyAsync() => Ovs.AsyncOf("verify", [.. Trunk, "-v", .. Attached]);

    private async Task PrepareAsync()
    {
        Lab.Require();
        Ovs.ComeInThroughTheUplink(Two.Length);
        foreach (var host in Two) await Lab.OnAsync(host, "docker run -d --restart always --name db practice:latest");
    }

    [Fact]
    public async Task From_nothing_tags_join_and_divide_and_the_rollback_leaves_nothing()
    {
        await PrepareAsync();
        var before = await Snapshot.OfAsync(Lab);

        var run = await RunAsync(Attached);

        WizardAssert.EveryPairAnswers(run, Two);
        Says(run, "guarded: docker01: uplink touches eth1, which carries this session");
        Assert.Equal("[0, 10, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]\n",
            await Lab.OnAsync("docker01", "ovs-vsctl get port eth1 trunks"));
        Assert.Contains("inet 172.16.10.1/24 ", await Lab.OnAsync("docker01", "ip -4 -o addr show dev ovsTrunk0"),
            StringComparison.Ordinal);
        Assert.Equal("default via 172.16.10.254 dev ovsTrunk0 \n",
            await Lab.OnAsync("docker01", "ip route show default"));
        Assert.StartsWith("default via 10.10.0.254 dev vlan20",
            await Lab.OnAsync("docker01", "docker exec db ip route"), StringComparison.Ordinal);
        var again = await RunAsync(Attached);
        WizardAssert.EveryPairAnswers(again, Two);
        Says(again, "nothing to change: 2 hosts");
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", Path.GetFileName(
            Directory.EnumerateDirectories(Path.Combine(Ovs.Home, "runs")).Min(StringComparer.Ordinal)!)));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task Containers_and_hosts_that_start_again_get_their_VLANs_back()
    {
        await PrepareAsync();
        WizardAssert.EveryPairAnswers(await RunAsync(Attached), Two);

        await Lab.OnAsync("docker02", "docker restart -t 1 web");
        await Lab.MustAsync("reboot", "docker01");
        await Lab.OnAllAsync(
            "! systemctl is-active -q ovswizard-trunk-ovsTrunk0 || timeout 30 sh -c 'until docker exec web ip -4 -o addr show dev vlan10 && docker exec db ip -4 -o addr show dev vlan20; do sleep 0.2; done'");
        var well = await VerifyAsync();
        WizardAssert.EveryPairAnswers(well, Two);
        Says(well, "frames with the 802.1Q tag 10 were seen on eth1",
            "frames with the 802.1Q tag 20 were seen on eth1");
    }

    [Fact]
    public async Task Drift_is_found_also_a_container_that_wanders_into_another_VLAN_and_a_run_mends_it()
    {
        await PrepareAsync();
        WizardAssert.EveryPairAnswers(await RunAsync(Attached), Two);
        await Lab.OnAsync("docker02", "ovs-vsctl set port db-20 tag=10");
        await Lab.OnAsync("docker01", "ovs-vsctl set port eth1 trunks=0,10; ip addr add 192.0.2.1/24 dev ovsTrunk0");

        var drifted = await VerifyAsync();

        Assert.Equal(5, drifted.ExitCode);
        Says(drifted, "db has no port with tag 20", "in VLAN 10 hears 10.10.0.22 of docker02, which is in VLAN 20",
            "ovsTrunk0 has other addresses, routes or NICs than were written down");
        WizardAssert.EveryPairAnswers(await RunAsync(Attached), Two);
    }

    [Fact]
    public async Task The_sites_DHCP_gives_an_address_and_the_same_one_after_a_restart_and_detaching_ends_it()
    {
        await PrepareAsync();
        await Lab.OnAsync("docker03", """
            ovs-vsctl add-br brd -- set bridge brd datapath_type=netdev -- add-port brd eth1 -- add-port brd dhcp0 tag=10 -- set interface dhcp0 type=internal
            ip addr add 10.10.0.1/24 dev dhcp0
            ip link set dhcp0 up
            printf 'start 10.10.0.100\nend 10.10.0.120\nmax_leases 20\ninterface dhcp0\noption subnet 255.255.255.0\noption router 10.10.0.1\nlease_file /run/leases\n' >/run/udhcpd.conf
            touch /run/leases
            systemd-run --quiet busybox udhcpd -f /run/udhcpd.conf
            """);
        string[] leased = ["-p", "docker01:attachments=web:10:dhcp", "-p", "docker02:attachments=web:10:10.10.0.12/24",
            "-p", "spanning_tree=rstp"];
        const string address = "docker exec web ip -4 -o addr show dev vlan10 | sed 's/.* inet \\([^ ]*\\) .*/\\1/'";

        WizardAssert.EveryPairAnswers(await RunAsync(leased), Two);

        var first = await Lab.OnAsync("docker01", address);
        Assert.StartsWith("10.10.0.1", first, StringComparison.Ordinal);
        Assert.StartsWith("default via 10.10.0.1 dev vlan10", await Lab.OnAsync("docker01", "docker exec web ip route"),
            StringComparison.Ordinal);
        await Lab.OnAsync("docker01",
            "docker restart -t 1 web; timeout 30 sh -c 'until docker exec web ip -4 -o addr show dev vlan10 | grep -q inet; do sleep 0.2; done'");
        Assert.Equal(first, await Lab.OnAsync("docker01", address));
        WizardAssert.Ended(0,
            await RunAsync("-p", "docker02:attachments=web:10:10.10.0.12/24", "-p", "spanning_tree=rstp"));
        Assert.DoesNotContain("vlan10", await Lab.OnAsync("docker01", "docker exec web ip link"),
            StringComparison.Ordinal);
        Assert.DoesNotContain("dhcp", await Lab.OnAsync("docker01",
            "systemctl list-units --all --plain --no-legend 'ovswizard-*'"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "web:9:10.9.0.1/24", "the trunk does not carry VLAN 9")]
    [InlineData("true", "web:10:10.10.0.11/24,web:10:10.10.0.13/24", "web is twice in VLAN 10")]
    [InlineData("true", "web:10:10.10.0.12/24", "10.10.0.12 is given twice in VLAN 10")]
    [InlineData("true", "ghost:10:10.10.0.11/24", "there is no running container ghost")]
    [InlineData("ip link add brx type bridge; ip link set eth1 master brx", "web:10:10.10.0.11/24", "master brx")]
    [InlineData("ip link add ovsTrunk0 type bridge", "web:10:10.10.0.11/24", "is no Open vSwitch bridge")]
    [InlineData("ip -6 addr add fd00::1/64 dev eth1", "web:10:10.10.0.11/24", "fd00::1")]
    public async Task What_cannot_work_is_refused_before_anything_is_changed(string command,
        string attachments, string says)
    {
        Lab.Require();
        await Lab.OnAsync("docker01", command);

        var run = await RunAsync("-p", $"docker01:attachments={attachments}",
            "-p", "docker02:attachments=web:10:10.10.0.12/24");

        Assert.Equal(1, run.ExitCode);
        Says(run, says, "nothing was changed on any host");
    }
}

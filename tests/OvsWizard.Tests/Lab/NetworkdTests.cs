using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>A NIC that systemd-networkd takes care of, and nothing else on that host, is moved, stays moved over a reboot and is given back.</summary>
[Collection("uplink")]
public sealed class NetworkdTests(UplinkLab lab) : OnFreshHosts(lab)
{
    private const string Host = "docker01";

    // The lab has given the NIC its address before networkd does. networkd waits for udev, which no practice host runs, where /sys can be written to.
    private const string Networkd = """
        mkdir -p /etc/systemd/system/systemd-networkd.service.d
        printf '[Match]\nName=eth1\n[Network]\nLinkLocalAddressing=no\nAddress=172.16.10.1/24\nGateway=172.16.10.254\n' >/etc/systemd/network/10-uplink.network
        printf '[Service]\nReadOnlyPaths=/sys\nExecStartPre=+-/sbin/ip -4 addr flush dev eth1\n' >/etc/systemd/system/systemd-networkd.service.d/lab.conf
        systemctl unmask -q systemd-networkd.service systemd-networkd-wait-online.service
        systemctl daemon-reload
        systemctl enable -q systemd-networkd.service systemd-networkd-wait-online.service
        systemctl restart systemd-network-generator.service systemd-networkd.service systemd-networkd-wait-online.service
        """;

    [Theory]
    [InlineData("vlan-uplink", "docker0")]
    [InlineData("add-nic", "ovsBridge0", "-p", "nic=eth1")]
    public async Task Its_NIC_is_moved_for_good_and_given_back(string runbook, string bridge, params string[] words)
    {
        Lab.Require();
        var host = LabHost.First(1)[0];
        Ovs.Replace($"address: {host.Management},", $"address: {host.Uplink},");
        await Lab.OnAsync(Host, Networkd);
        var before = await Snapshot.OfAsync(Lab);

        WizardAssert.Ended(0, await Ovs.AsyncOf("run", [runbook, "--yes", "--limit", Host, .. words]));
        await AssertMovedAsync();
        // The lab's power button gives up on a host that waits for a network two minutes long.
        await Lab.MustAsync("reboot", Host);
        await AssertMovedAsync();
        WizardAssert.Ended(0, await Ovs.AsyncOf("verify", [runbook, "--limit", Host, .. words]));
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));

        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        Assert.Contains(" configured", await Lab.OnAsync(Host, "networkctl --no-legend list eth1"), StringComparison.Ordinal);

        async Task AssertMovedAsync()
        {
            Assert.Equal("", await Lab.OnAsync(Host, "ip -4 -o addr show dev eth1"));
            Assert.Contains($"inet {host.Uplink}/24 ", await Lab.OnAsync(Host, $"ip -4 -o addr show dev {bridge}"), StringComparison.Ordinal);
            Assert.Contains($"default via {host.Gateway} dev {bridge} ", await Lab.OnAsync(Host, "ip route show default"), StringComparison.Ordinal);
        }
    }
}

using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// A NIC that systemd-networkd or NetworkManager takes care of, and nothing else on that host, is moved, stays moved
/// over a reboot and is given back.
/// </summary>
[Collection("uplink")]
public sealed class ManagedNicTests(UplinkLab lab) : OnFreshHosts(lab)
{
    private const string Host = "docker01";

    // The lab has given the NIC its address before the manager does. Both wait for udev, which no practice host runs,
    // where /sys can be written to.
    private const string Service = "[Service]\\nReadOnlyPaths=/sys\\nExecStartPre=+-/sbin/ip -4 addr flush dev eth1\\n";

    private const string Networkd = $"""
        mkdir -p /etc/systemd/system/systemd-networkd.service.d
        printf '[Match]\nName=eth1\n[Network]\nLinkLocalAddressing=no\nAddress=172.16.10.1/24\nGateway=172.16.10.254\n' >/etc/systemd/network/10-uplink.network
        printf '{Service}' >/etc/systemd/system/systemd-networkd.service.d/lab.conf
        systemctl unmask -q systemd-networkd.service systemd-networkd-wait-online.service
        systemctl daemon-reload
        systemctl enable -q systemd-networkd.service systemd-networkd-wait-online.service
        systemctl restart systemd-network-generator.service systemd-networkd.service systemd-networkd-wait-online.service
        """;

    private const string NetworkManager = $"""
        mkdir -p /etc/systemd/system/NetworkManager.service.d /etc/NetworkManager/system-connections /etc/NetworkManager/conf.d
        printf '{Service}' >/etc/systemd/system/NetworkManager.service.d/lab.conf
        printf '[main]\nplugins=keyfile\ndns=none\nno-auto-default=*\n' >/etc/NetworkManager/conf.d/lab.conf
        printf '[connection]\nid=uplink\ntype=ethernet\ninterface-name=eth1\n[ipv4]\nmethod=manual\naddress1=172.16.10.1/24,172.16.10.254\n[ipv6]\nmethod=disabled\n' >/etc/NetworkManager/system-connections/uplink.nmconnection
        chmod 600 /etc/NetworkManager/system-connections/uplink.nmconnection
        systemctl daemon-reload
        """;

    [Theory]
    [InlineData("vlan-uplink", "docker0")]
    [InlineData("add-nic", "ovsBridge0", "-p", "nic=eth1")]
    public async Task Networkds_NIC_is_moved_for_good_and_given_back(string runbook, string bridge,
        params string[] words)
    {
        Lab.Require();
        await Lab.OnAsync(Host, Networkd);

        await IsMovedAndGivenBackAsync(runbook, bridge, words);

        Assert.Contains(" configured", await Lab.OnAsync(Host, "networkctl --no-legend list eth1"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vlan-uplink", "docker0")]
    [InlineData("add-nic", "ovsBridge0", "-p", "nic=eth1")]
    public async Task NetworkManagers_NIC_is_moved_for_good_and_given_back(string runbook, string bridge,
        params string[] words)
    {
        Lab.Require();
        await Lab.OnAsync(Host, NetworkManager);
        await HostPackages.InstallAsync(Lab, Host, Ovs.Folder, "network-manager");
        await Lab.OnAsync(Host, "systemctl start NetworkManager-wait-online.service");
        const string State =
            "timeout 30 sh -c 'until nmcli -g GENERAL.STATE,IP4.ADDRESS device show eth1 | grep -q 172.16.10.1/24; do sleep 0.2; done'; nmcli -g GENERAL.STATE device show eth1";
        Assert.Equal("100 (connected)\n", await Lab.OnAsync(Host, State));

        await IsMovedAndGivenBackAsync(runbook, bridge, words);

        Assert.Equal("100 (connected)\n", await Lab.OnAsync(Host, State));
    }

    private async Task IsMovedAndGivenBackAsync(string runbook, string bridge, string[] words)
    {
        var host = LabHost.First(1)[0];
        Ovs.ComeInThroughTheUplink(1);
        var before = await Snapshot.OfAsync(Lab);

        WizardAssert.Ended(0, await Ovs.AsyncOf("run", [runbook, "--yes", "--limit", Host, .. words]));
        await AssertMovedAsync();
        // The lab's power button gives up on a host that waits for a network two minutes long.
        await Lab.MustAsync("reboot", Host);
        await AssertMovedAsync();
        WizardAssert.Ended(0, await Ovs.AsyncOf("verify", [runbook, "--limit", Host, .. words]));
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));

        (await Snapshot.OfAsync(Lab)).AssertEquals(before);

        async Task AssertMovedAsync()
        {
            Assert.Equal("", await Lab.OnAsync(Host, "ip -4 -o addr show dev eth1"));
            Assert.Contains($"inet {host.Uplink}/24 ", await Lab.OnAsync(Host, $"ip -4 -o addr show dev {bridge}"),
                StringComparison.Ordinal);
            Assert.Contains($"default via {host.Gateway} dev {bridge} ",
                await Lab.OnAsync(Host, "ip route show default"), StringComparison.Ordinal);
        }
    }
}

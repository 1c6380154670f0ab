using OvsWizard.Tests.Engine;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Everything is taken off by its marks alone, when the journal of the run that set it up is gone; and is brought back.
/// </summary>
public abstract class TeardownTests(LabFixture lab) : OnFreshHosts(lab)
{
    private const string Limit = "docker01,docker02";
    private static readonly string[] Discard = ["teardown", "--limit", Limit, "-p", "before_images=discard"];

    private protected async Task IsTakenOffAndBroughtBackAsync(string runbook, params string[] words)
    {
        Lab.Require();
        var before = await WithoutRunsAsync();
        WizardAssert.Ended(0, await Ovs.AsyncOf("run", [runbook, "--yes", "--limit", Limit, .. words]));
        var run = Path.GetFileName(Ovs.Run!);
        var set = await Snapshot.OfAsync(Lab);
        Ovs.Forget();

        var refused = await Ovs.AsyncOf("run", "teardown", "--yes", "--limit", Limit);
        Assert.Equal(1, refused.ExitCode);
        Says(refused, $"ovswizard rollback {run}", "nothing was changed on any host");
        Assert.Equal(5, (await Ovs.AsyncOf("verify", Discard)).ExitCode);
        WizardAssert.Ended(0, await Ovs.AsyncOf("run", [.. Discard, "--yes"]));
        var teardown = Path.GetFileName(Ovs.Run!);
        (await WithoutRunsAsync()).AssertEquals(before);
        WizardAssert.Ended(0, await Ovs.AsyncOf("verify", Discard));
        Says(await Ovs.AsyncOf("run", [.. Discard, "--yes"]), "nothing to change: 2 hosts");
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", teardown));

        // What OVN notes on its bridge and its tunnels is another at every start.
        Snapshot Known(Snapshot all) =>
            all.Leaving(" bridge: br-int,").Leaving(" ovn-docker").Leaving(" interface: overlay0,");
        Known(await Snapshot.OfAsync(Lab)).AssertEquals(Known(set));
    }

    /// <summary>
    /// The state of the hosts but for what runs keep there; and but for a broadcast address that follows from address
    /// and prefix.
    /// </summary>
    private async Task<Snapshot> WithoutRunsAsync()
    {
        await Lab.OnAllAsync("[ ! -d /var/lib/ovswizard ] || mv /var/lib/ovswizard /var/lib/aside");
        var snapshot = await Snapshot.OfAsync(Lab);
        await Lab.OnAllAsync("[ ! -d /var/lib/aside ] || mv /var/lib/aside /var/lib/ovswizard");
        return LabHost.First(3).Aggregate(snapshot, (state, host) => state.Without($" brd {host.Uplink[..^1]}255"));
    }
}

[Collection("lab")]
public sealed class OverlayTeardownTests(LabFixture lab) : TeardownTests(lab)
{
    [Theory]
    [InlineData]
    [InlineData("-p", "persist=false", "-p", "tunnel_type=gre", "-p", "tunnel_key=7")]
    [InlineData("-p", "docker_bridge=overlay")]
    public Task An_overlay_is_taken_off_and_brought_back(params string[] words) =>
        IsTakenOffAndBroughtBackAsync("vxlan-overlay", words);

    [Theory]
    [InlineData("routed")]
    [InlineData("flat")]
    public Task A_network_over_OVN_is_taken_off_and_brought_back(string design) =>
        IsTakenOffAndBroughtBackAsync("ovn-overlay", "-p", "central=172.16.100.10", "-p", "cluster=standalone",
            "-p", $"design={design}");

    /// <summary>Their names are in no order: what is put back in the order of names is elsewhere than it was.</summary>
    [Theory]
    [InlineData("iptables", "", "iptables -S")]
    [InlineData("firewalld", "systemctl start firewalld",
        "{ firewall-cmd --list-rich-rules; firewall-cmd --permanent --list-rich-rules; cat /var/lib/ovswizard/firewalld-rules; } | sort")]
    [InlineData("nftables",
        "nft add table inet site; nft add chain inet site input '{ type filter hook input priority 0; }'",
        "nft list table inet site")]
    public async Task Openings_of_a_firewall_come_back_in_their_order(string firewall, string scene, string rules)
    {
        Lab.Require();
        // A file of names has one order, and rich rules have none.
        var order = firewall == "firewalld" ? "OVSW-alpha OVSW-mid OVSW-zeta" : "OVSW-zeta OVSW-alpha OVSW-mid";
        var functions = File.ReadAllText(Path.Combine(PublishedBinary.Root, "src/OvsWizard/Engine/Host/files.sh"))
            + HostFunctions.Of("teardown");
        Assert.Equal($"{firewall}\n3 openings\n0 openings\n{order}\n", await Lab.OnAsync("docker01", $$"""
            {{functions}}
            set -e
            {{scene}}
            firewall_kind
            firewall_open OVSW-zeta udp 4789 10.0.0.1
            firewall_open OVSW-alpha tcp 6641 10.0.0.1 10.0.0.2
            firewall_open OVSW-mid tcp 6642 10.0.0.3
            before=$({{rules}})
            kept=$(teardown_keep_openings)
            echo "$(teardown_openings | wc -l) openings"
            teardown_remove_openings
            echo "$(teardown_openings | wc -l) openings"
            ( eval "$kept" )
            [ "$({{rules}})" = "$before" ] || {{rules}}
            teardown_openings | paste -s -d ' '
            teardown_remove_openings
            nft delete table inet site 2>/dev/null || true
            """));
    }
}

[Collection("uplink")]
public sealed class UplinkTeardownTests(UplinkLab lab) : TeardownTests(lab)
{
    [Theory]
    [InlineData("vlan-uplink")]
    [InlineData("vlan-trunk", "-p", "docker01:attachments=web:10:10.10.0.11/24", "-p",
        "docker02:attachments=web:10:10.10.0.12/24")]
    public Task Through_the_very_NIC_it_is_taken_off_and_brought_back(string runbook, params string[] words)
    {
        Lab.Require();
        Ovs.ComeInThroughTheUplink(2);
        return IsTakenOffAndBroughtBackAsync(runbook, words);
    }
}

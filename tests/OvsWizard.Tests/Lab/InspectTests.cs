using System.Text.Json.Nodes;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// What <c>inspect</c> says of real hosts, before the overlay and after. The hosts are left for the next test as they
/// were.
/// </summary>
[Collection("lab")]
public sealed class InspectTests(LabFixture lab) : OnFreshHosts(lab)
{
    [Fact]
    public async Task The_overlay_is_seen_on_every_host()
    {
        Lab.Require();
        Assert.Empty(await RowsAsync("tunnels"));

        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());

        Assert.Equal(LabFixture.Hosts.Count * (LabFixture.Hosts.Count - 1),
            (await RowsAsync("tunnels")).Count(r => (string)r["link"]! == "up"));
        Assert.Equal(LabFixture.Hosts.Count,
            (await RowsAsync("bridges")).Count(r => (string)r["bridge"]! == "ovsBridge0"));
        Assert.Equal(LabFixture.Hosts.Count, (await RowsAsync("linux-bridges"))
            .Count(r => (string)r["member"]! == "ovsBridge0" && (string)r["bridge"]! == "docker0"));
        Assert.Equal(LabFixture.Hosts.Count, (await RowsAsync("routes"))
            .Count(r => (string)r["to"]! == "10.0.0.0/16" && (string)r["dev"]! == "docker0"));
        Assert.Equal(["10.0.1.2", "10.0.2.2", "10.0.3.2"],
            (await RowsAsync("containers")).Select(r => (string)r["address"]!).Order());
        Assert.All((await RowsAsync("ports")).Where(r => (string)r["type"]! == "vxlan"),
            r => Assert.Equal("true", (string)r["protected"]!));

        var all = await Ovs.AsyncOf("inspect");
        WizardAssert.Ended(0, all);
        Assert.DoesNotContain("cannot be checked completely", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_switch_is_told_and_the_other_hosts_are_shown()
    {
        Lab.Require();
        await Lab.OnAsync("docker02", "systemctl stop ovs-vswitchd ovsdb-server");

        var result = await Ovs.AsyncOf("inspect", "overview");

        WizardAssert.Ended(1, result);
        Assert.Contains(
            "docker02: overview cannot be checked completely: ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed",
            result.Output, StringComparison.Ordinal);
        Assert.Contains("docker01  br-under", result.Output, StringComparison.Ordinal);
    }

    private async Task<List<JsonNode>> RowsAsync(string view)
    {
        var result = await Ovs.AsyncOf("inspect", view, "--json");
        WizardAssert.Ended(0, result);
        return [.. JsonNode.Parse(result.Output)!.AsArray().Single()!["hosts"]!.AsArray()
            .SelectMany(h => h!["rows"]!.AsArray()).Select(r => r!)];
    }
}

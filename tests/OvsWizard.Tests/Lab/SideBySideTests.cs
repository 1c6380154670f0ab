using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Overlays side by side on the same hosts, with the same UDP port: each comes and goes without the other noticing.
/// </summary>
[Collection("lab")]
public sealed class SideBySideTests(LabFixture lab) : OnFreshHosts(lab)
{
    // A host without a container on the bridge answers by itself.
    private const string DropsAll =
        "iptables -A INPUT -p icmp -j ACCEPT; iptables -A INPUT -p tcp --dport 22 -j ACCEPT; iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT; iptables -P INPUT DROP";

    private static readonly string[] First = ["-p", "tunnel_key=7"];

    private static readonly string[] Second =
    [
        "-p", "bridge=ovsBridge1", "-p", "docker_bridge=overlay1", "-p", "overlay_cidr=10.1.0.0/16",
        "-p", "tunnel_key=8",
        .. LabFixture.Hosts.SelectMany((host, i) => new[] { "-p", $"{host}:container_subnet=10.1.{i + 1}.1/24" }),
    ];

    [Fact]
    public async Task The_second_is_taken_back_and_then_the_first()
    {
        Lab.Require();
        await Lab.OnAllAsync(DropsAll);
        var before = await Snapshot.OfAsync(Lab);
        // Fewer peers than the second has: what it drops must not be the second's.
        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync([.. First, "--limit", "docker01,docker02"]),
            ["docker01", "docker02"]);
        var one = await Snapshot.OfAsync(Lab);

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync(Second));
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync([.. First, "--limit", "docker01,docker02"]),
            ["docker01", "docker02"]);
        Assert.Contains("nothing to change", (await Ovs.RunOverlayAsync(Second)).Output, StringComparison.Ordinal);

        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", Runs[1]));
        (await Snapshot.OfAsync(Lab)).AssertEquals(one);
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", Runs[0]));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        await Leftovers.AssertNoneAsync(Lab);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("systemctl start firewalld; systemctl restart docker; docker start web")]
    [InlineData(
        "nft add table inet site; nft 'add chain inet site input { type filter hook input priority 0; }'; nft add rule inet site input tcp dport 22 accept; nft add rule inet site input udp dport 4789 drop")]
    public async Task The_first_is_taken_back_by_somebody_who_knows_nothing_of_the_second(string scene)
    {
        Lab.Require();
        await Lab.OnAllAsync(scene);
        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync(First));
        using var another = await Wizard.OfAsync(Lab);
        WizardAssert.EveryPairAnswers(await another.RunOverlayAsync(Second));

        var rolledBack = await Ovs.AsyncOf("rollback", "--yes", "-v");

        WizardAssert.Ended(0, rolledBack);
        Says(rolledBack, "forwarding: left as it is: the overlay of ovsBridge1 needs it");
        WizardAssert.EveryPairAnswers(await another.VerifyAsync(Second));
        Assert.All(
            await Lab.OnAllAsync(
                "cat /proc/sys/net/ipv4/ip_forward; ovs-vsctl list-br; ls /etc/sysctl.d /usr/local/lib/ovswizard; iptables-save; nft list ruleset"),
            said => Assert.DoesNotContain("ovsBridge0", said, StringComparison.Ordinal));
        Assert.All(await Lab.OnAllAsync("cat /proc/sys/net/ipv4/ip_forward"), said => Assert.Equal("1\n", said));
        WizardAssert.Ended(0, await another.AsyncOf("rollback", "--yes"));
        Assert.All(
            await Lab.OnAllAsync(
                "{ firewall-cmd --list-rich-rules 2>/dev/null; firewall-cmd --permanent --list-rich-rules; cat /var/lib/ovswizard/firewalld-rules 2>/dev/null; } | grep rule || true"),
            said => Assert.Equal("", said));
        Assert.All(await Lab.OnAllAsync("ls -d /usr/local/lib/ovswizard /etc/sysctl.d/60-* 2>/dev/null || true"),
            said => Assert.Equal("", said));
    }

    [Fact]
    public async Task Both_come_back_after_a_reboot()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync(First));
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync(Second));

        await Lab.MustAsync("reboot", "docker02");

        WizardAssert.EveryPairAnswers(await UntilWellAsync(First));
        WizardAssert.EveryPairAnswers(await UntilWellAsync(Second));
    }

    [Fact]
    public async Task What_could_not_be_told_apart_is_refused()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync(First));
        var before = await Snapshot.OfAsync(Lab);

        var sameKey = await Ovs.RunOverlayAsync([.. Second, "-p", "tunnel_key=7"]);
        var sameBridge = await Ovs.RunOverlayAsync([.. First, "-p", "bridge=ovsBridge1", "-p", "tunnel_key=8"]);

        WizardAssert.Ended(1, sameKey);
        Says(sameKey, "with the same key", "Give each overlay a tunnel_key of its own");
        WizardAssert.Ended(1, sameBridge);
        Says(sameBridge, "ovsBridge0 is in docker0", "a bridge and a docker_bridge of its own");
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    private string[] Runs => [.. Directory.EnumerateDirectories(Path.Combine(Ovs.Home, "runs"))
        .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private Task<ProgramResult> UntilWellAsync(string[] words) =>
        Wizard.UntilWellAsync(() => Ovs.VerifyAsync(words), TimeSpan.FromSeconds(30));
}

namespace OvsWizard.Tests.Lab;

/// <summary>
/// After a rollback a snapshot of each host equals the one from before the run, whatever the host was like.
/// </summary>
[Collection("lab")]
public sealed class RollbackTests(LabFixture lab) : OnFreshHosts(lab)
{
    /// <summary>Each host has been made another one before; equal parts of three are said once.</summary>
    [Theory]
    [InlineData("",
        "docker run -d --name loose practice; docker create --name asleep practice; sysctl -qw net.ipv4.ip_forward=0",
        """printf '{ "labels": [ "a=b" ],\n\n\t"log-driver" : "json-file" }' >/etc/docker/daemon.json; chmod 0600 /etc/docker/daemon.json; systemctl restart docker; docker start web""",
        """printf '{"bip":"172.30.0.1/24"}' >/etc/docker/daemon.json; systemctl restart docker; docker start web""")]
    [InlineData("",
        "systemctl start firewalld; systemctl restart docker; docker start web",
        "nft add table inet site; nft 'add chain inet site input { type filter hook input priority 0; }'; nft add rule inet site input tcp dport 22 accept; nft add rule inet site input udp dport 4789 drop",
        "iptables -A INPUT -p tcp --dport 22 -j ACCEPT; iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT; iptables -P INPUT DROP")]
    [InlineData("",
        """
        systemctl stop docker docker.socket; for t in nat filter raw mangle; do iptables-legacy -t $t -F; iptables-legacy -t $t -X; done; iptables-legacy -P FORWARD ACCEPT
        for c in iptables ip6tables; do update-alternatives --set $c /usr/sbin/$c-nft; done; systemctl start docker; docker start web
        for c in iptables ip6tables; do $c -t nat -S >/dev/null; $c-save >/tmp/rules; $c-restore </tmp/rules; done
        """,
        "iptables-nft -A INPUT -p tcp --dport 9 -j DROP; nft add table ip site; nft 'add chain ip site in { type filter hook input priority 5; policy drop; }'; nft 'add rule ip site in ip protocol { tcp, icmp } accept'; nft 'add rule ip site in ct state established accept'",
        "systemctl start firewalld; systemctl restart docker; docker start web; for s in '' --permanent; do firewall-cmd $s -q --zone=internal --add-interface=br-under; firewall-cmd $s -q --zone=work --add-source=172.16.100.10; done")]
    [InlineData("persist=false", "true")]
    [InlineData("firewall=disable", "systemctl enable -q --now firewalld; systemctl restart docker; docker start web")]
    public async Task All_is_as_it_was(string parameters, params string[] scenes)
    {
        Lab.Require();
        await Task.WhenAll(LabFixture.Hosts.Select((host, i) => Lab.OnAsync(host, scenes[i % scenes.Length])));
        var before = await Snapshot.OfAsync(Lab);

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync(Wizard.Words(parameters)));
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));

        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        await Leftovers.AssertNoneAsync(Lab);
    }

    [Fact]
    public async Task What_others_have_told_firewalld_since_stays()
    {
        Lab.Require();
        await Lab.OnAllAsync("systemctl start firewalld; systemctl restart docker; docker start web");
        var before = await Snapshot.OfAsync(Lab);
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        await Lab.OnAsync("docker02", "firewall-cmd -q --permanent --add-service=http");

        var rolledBack = await Ovs.AsyncOf("rollback", "--yes", "-v");

        WizardAssert.Ended(0, rolledBack);
        Says(rolledBack,
            "firewall: left as it is: others have changed firewalld's zone public since: services: dhcpv6-client http ssh");
        Assert.Equal("dhcpv6-client http ssh\n\n\n",
            await Lab.OnAsync("docker02",
                "firewall-cmd --permanent --zone=public --list-services; firewall-cmd --permanent --zone=public --list-rich-rules; firewall-cmd --zone=public --list-rich-rules"));
        foreach (var host in (string[])["docker01", "docker03"])
            (await Snapshot.OfAsync(Lab)).Of(host).AssertEquals(before.Of(host));
    }

    [Fact]
    public async Task What_a_hand_has_made_since_stays_or_is_refused_by_name()
    {
        Lab.Require();
        var before = await Snapshot.OfAsync(Lab);
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        var run = (await Ovs.AsyncOf("runs", "--json")).Output;
        await Lab.OnAsync("docker02", """
            sed -i '0,/{/s//{ "log-level": "warn", "debug": true,/' /etc/docker/daemon.json
            ovs-vsctl add-port ovsBridge0 hand0 -- set interface hand0 type=internal
            echo 'vm.swappiness = 10' >>/etc/sysctl.d/60-ovswizard-ovsBridge0.conf
            """);

        var verified = await Ovs.AsyncOf("verify", "--run", RunIdIn(run));
        var rolledBack = await Ovs.AsyncOf("rollback", "--yes");

        WizardAssert.Ended(5, verified);
        Says(verified, "/etc/docker/daemon.json: key \"debug\"");
        Says(verified, "ovsBridge0: added: hand0");
        WizardAssert.Ended(1, rolledBack);
        Says(rolledBack, "--skip bridge@docker02");
        Assert.Equal("{ \"log-level\": \"warn\", \"debug\": true\n}\nhand0\nvm.swappiness = 10\n",
            await Lab.OnAsync("docker02",
                "cat /etc/docker/daemon.json; ovs-vsctl list-ports ovsBridge0; cat /etc/sysctl.d/60-ovswizard-ovsBridge0.conf"));
        foreach (var host in (string[])["docker01", "docker03"])
            (await Snapshot.OfAsync(Lab)).Of(host).AssertEquals(before.Of(host));

        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", "--skip", "bridge@docker02"));
        Says(await Ovs.AsyncOf("show"), "left");
        await Lab.OnAsync("docker02",
            "ovs-vsctl del-port hand0; rm /etc/sysctl.d/60-ovswizard-ovsBridge0.conf /etc/docker/daemon.json; systemctl restart docker; docker start web");
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    private static string RunIdIn(string runs) =>
        System.Text.RegularExpressions.Regex.Match(runs, "[0-9]{8}-[0-9]{6}-vxlan-overlay-[0-9a-f]{4}").Value;

    [Fact]
    public async Task An_overlay_that_was_extended_is_what_it_was_before_that()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync("--limit", "docker01,docker02"));
        var before = await Snapshot.OfAsync(Lab);
        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());

        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));

        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task Back_to_a_step_the_rest_can_be_done_again_and_then_all_be_taken_back()
    {
        Lab.Require();
        var before = await Snapshot.OfAsync(Lab);
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());

        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", "--to", "bridge"));
        Assert.All(await Lab.OnAllAsync(
            "ovs-vsctl list-ports ovsBridge0; ovs-vsctl br-exists ovsBridge0 && ip route show exact 10.0.0.0/16"),
            said => Assert.Equal("", said));

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", Ovs.FirstRun));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    /// <summary>A container's veth, which no run has made, and which is another after each of its starts.</summary>
    [Fact]
    public async Task What_has_vanished_since_keeps_no_rollback_from_its_end()
    {
        Lab.Require();
        var before = await Snapshot.OfAsync(Lab);
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        await Lab.OnAsync("docker01",
            "ip link set dev $(ip -o link show master docker0 | grep -o 'veth[^@]*') mtu 1000; ip link add loose type veth peer name end; ovs-vsctl add-port ovsBridge0 loose tag=3");
        WizardAssert.Ended(0, await Ovs.AsyncOf("diagnose", "--fix", "--yes"));
        await Lab.OnAsync("docker01", "ovs-vsctl del-port loose; ip link del loose; docker restart -t 1 web");

        var rolledBack = await Ovs.AsyncOf("rollback", "--yes", "-v");

        WizardAssert.Ended(0, rolledBack);
        Says(rolledBack, "port-settings: left as it is: the port loose is gone",
            "bridge-mtu: left as it is: the interface veth");
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", Ovs.FirstRun));
        // A bridge is as narrow as its narrowest port was, and that was made so by hand.
        await Lab.OnAsync("docker01", "ip link set dev docker0 mtu 1500");
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }

    [Fact]
    public async Task A_run_that_fails_takes_itself_back_where_asked_to()
    {
        Lab.Require();
        // A file where a folder is needed, which shows in the middle of the run.
        await Lab.OnAsync("docker02", "touch /usr/local/lib/ovswizard");
        var before = await Snapshot.OfAsync(Lab);

        var result = await Ovs.RunOverlayAsync("--rollback-on-failure");

        WizardAssert.Ended(1, result);
        Says(result, "✘ ", "docker02: ", "rolling back what it changed", "rolled back: ");
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        await Leftovers.AssertNoneAsync(Lab);
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// The overlay on three fresh hosts, from the first command to what the hosts then have. Every test gets hosts that
/// nobody has changed.
/// </summary>
[Collection("lab")]
public sealed class OverlayTests(LabFixture lab) : OnFreshHosts(lab)
{
    [Fact]
    public async Task From_nothing_every_pair_answers_and_a_second_run_finds_nothing_to_change()
    {
        Lab.Require();

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());

        var again = await Ovs.RunOverlayAsync();
        WizardAssert.EveryPairAnswers(again);
        Assert.Contains("nothing to change: 3 hosts", again.Output, StringComparison.Ordinal);

        var json = await Ovs.RunOverlayAsync("--json");
        WizardAssert.Ended(0, json);
        var ends = Ends(json.Output);
        Assert.Equal(LabFixture.Hosts, ends.Select(end => (string)end["host"]!).Distinct().Order());
        Assert.All(ends, end => Assert.Equal("satisfied", (string)end["status"]!));
        Assert.All(LabFixture.Hosts, host => Assert.Contains("tunnels", StepsOf(host, ends)));

        var plain = await Ovs.AskedAsync("plain", "vxlan-overlay\n\ny\ny\n");
        WizardAssert.EveryPairAnswers(plain);
        Assert.Contains("nothing to change: 3 hosts", plain.Output, StringComparison.Ordinal);

        WizardAssert.Ended(2, await Ovs.AsyncOf("verify", "vxlan-overlay", "--run", Path.GetFileName(Ovs.Run!)));
        var verified = await Ovs.AsyncOf("verify", "--run", Path.GetFileName(Ovs.Run!));
        WizardAssert.EveryPairAnswers(verified);
        Assert.Contains("no drift: 3 hosts", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hosts_have_what_the_handbooks_commands_give()
    {
        Lab.Require();

        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());

        for (var i = 1; i <= 3; i++)
        {
            var host = $"docker0{i}";
            var peers = new[] { 1, 2, 3 }.Where(n => n != i).Select(n => $"172.16.100.{n}0").ToList();
            Assert.Contains("ovsBridge0", Lines(await Lab.OnAsync(host, "ovs-vsctl list-br")));
            var ports =
                Lines(await Lab.OnAsync(host,
                    "for p in $(ovs-vsctl list-ports ovsBridge0); do echo $(ovs-vsctl get interface $p type options:remote_ip options:local_ip -- get port $p protected); done"));
            Assert.Equal(peers.Select(peer => $"vxlan \"{peer}\" \"172.16.100.{i}0\" true"), ports.Order());
            Assert.Contains($"inet 10.0.{i}.1/24 ", await Lab.OnAsync(host, "ip -4 -o addr show dev docker0"),
                StringComparison.Ordinal);
            Assert.StartsWith("10.0.0.0/16 dev docker0 ", await Lab.OnAsync(host, "ip route show exact 10.0.0.0/16"),
                StringComparison.Ordinal);
            Assert.Matches("[<,]UP[,>].* mtu 1450 .* master docker0 ",
                await Lab.OnAsync(host, "ip -o link show dev ovsBridge0"));
            Assert.Equal("1\n", await Lab.OnAsync(host, "cat /proc/sys/net/ipv4/ip_forward"));
            Assert.Equal("true\n", await Lab.OnAsync(host, "docker inspect -f '{{.State.Running}}' web"));
            Assert.Contains(" mtu 1450 ", await Lab.OnAsync(host,
                "nsenter -t $(docker inspect -f '{{.State.Pid}}' web) -n ip -o link show dev eth0"),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Other_settings_of_daemon_json_keep_their_place_and_the_file_its_mode()
    {
        Lab.Require();
        await Lab.OnAsync("docker02",
            """echo '{ "log-driver": "json-file", "labels": ["a=b"] }' >/etc/docker/daemon.json; chmod 0600 /etc/docker/daemon.json""");

        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());

        Assert.Equal("""{ "log-driver": "json-file", "labels": ["a=b"], "bip": "10.0.2.1/24", "mtu": 1450 }"""
            + "\n600 root:root\n",
            await Lab.OnAsync("docker02", "cat /etc/docker/daemon.json; stat -c '%a %U:%G' /etc/docker/daemon.json"));
        Assert.Equal("json-file [a=b]\n",
            await Lab.OnAsync("docker02", "docker info -f '{{.LoggingDriver}} {{.Labels}}'"));
    }

    [Fact]
    public async Task Idle_bridges_carry_next_to_nothing()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        // One broadcast is all that a loop needs.
        await Lab.OnAsync("docker01",
            "arping -q -c 1 -w 1 -I docker0 10.0.200.200 2>/dev/null || ping -q -c 1 -W 1 10.0.200.200 || true");

        var before = await PacketsAsync();
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        var after = await PacketsAsync();

        Assert.All(after.Zip(before, (now, then) => now - then), packets => Assert.InRange(packets, 0, 49));
    }

    [Fact]
    public async Task Drift_is_named_and_only_it_is_repaired()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        await Lab.OnAsync("docker03", "ip route del 10.0.0.0/16 dev docker0");

        var verified = await Ovs.VerifyAsync();

        WizardAssert.Ended(5, verified);
        // The proof fails wherever docker03 takes part; of the settings only the one that is gone is named.
        var drift = Lines(verified.Output).Where(line => line.StartsWith("drift ", StringComparison.Ordinal)
            && !line.Contains("  proof: ", StringComparison.Ordinal));
        Assert.Equal("drift  docker03  route: Route 10.0.0.0/16 to docker0", Assert.Single(drift));
        Assert.Equal("", await Lab.OnAsync("docker03", "ip route show exact 10.0.0.0/16"));

        var repaired = await Ovs.RunOverlayAsync("--json");
        WizardAssert.Ended(0, repaired);
        var done = Assert.Single(Ends(repaired.Output), end => (string)end["status"]! == "done");
        Assert.Equal("docker03 route", $"{done["host"]} {done["step"]}");
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync());
    }

    [Fact]
    public async Task An_option_too_many_of_a_tunnel_is_taken_off_and_what_others_note_there_stays()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        const string First = "$(ovs-vsctl list-ports ovsBridge0 | head -n 1)";
        await Lab.OnAsync("docker03",
            $"ovs-vsctl set interface {First} options:tos=inherit options:key=77 external_ids:theirs=1");
        WizardAssert.Ended(5, await Ovs.VerifyAsync());

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());

        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync());
        Assert.Equal("\"1\"\n", await Lab.OnAsync("docker03", $"ovs-vsctl get interface {First} external_ids:theirs"));
    }

    [Fact]
    public async Task A_firewall_that_does_not_answer_keeps_nobodys_network_down()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        await Lab.OnAsync("docker01",
            "iptables -F OVSW-ovsBridge0; ip link set ovsBridge0 nomaster; ip route del 10.0.0.0/16; printf '#!/bin/sh\nexit 4\n' >/tmp/iptables; chmod +x /tmp/iptables; mount --bind /tmp/iptables /usr/sbin/xtables-legacy-multi");

        var said = await Lab.OnAsync("docker01",
            "systemctl restart ovswizard-ovsBridge0 2>/dev/null || echo failed; umount /usr/sbin/xtables-legacy-multi; ip -o link show master docker0 | grep -c ovsBridge0; ip route show exact 10.0.0.0/16 | cut -d ' ' -f 1-3");

        Assert.Equal("failed\n1\n10.0.0.0/16 dev docker0\n", said);
        var repaired = await Ovs.RunOverlayAsync();
        WizardAssert.EveryPairAnswers(repaired);
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync());
    }

    [Theory]
    [InlineData("topology=hub", "vxlan vxlan", "vxlan")]
    [InlineData("tunnel_type=gre loop_protection=rstp", "gre gre", "gre gre")]
    [InlineData("tunnel_type=geneve topology=hub", "geneve geneve", "geneve")]
    [InlineData("tunnel_key=5 docker_bridge=overlay", "vxlan 5 vxlan 5", "vxlan 5 vxlan 5")]
    [InlineData("tunnel_type=gre tunnel_key=42", "gre 42 gre 42", "gre 42 gre 42")]
    [InlineData("tunnel_type=geneve tunnel_key=7 docker_bridge=overlay", "geneve 7 geneve 7", "geneve 7 geneve 7")]
    public async Task Other_tunnels_and_topologies_reach_every_pair_as_well_and_are_taken_back(string parameters,
        string first, string other)
    {
        Lab.Require();
        var words = Wizard.Words(parameters);
        var before = await Snapshot.OfAsync(Lab);

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync(words));

        var tunnels =
            await Lab.OnAllAsync(
                "echo $(for p in $(ovs-vsctl list-ports ovsBridge0); do ovs-vsctl get interface $p type -- --if-exists get interface $p options:key; done)");
        Assert.Equal([first, other, other],
            tunnels.Select(line => line.Trim().Replace("\"", "", StringComparison.Ordinal)));
        Assert.Contains("nothing to change", (await Ovs.RunOverlayAsync(words)).Output, StringComparison.Ordinal);

        // The newest run changed nothing.
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", Ovs.FirstRun));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        await Leftovers.AssertNoneAsync(Lab);
    }

    [Fact]
    public async Task Rstp_runs_on_every_bridge()
    {
        Lab.Require();

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync("-p", "loop_protection=rstp"));

        Assert.All(await Lab.OnAllAsync("ovs-vsctl get bridge ovsBridge0 rstp_enable"),
            said => Assert.Equal("true\n", said));
        // A triangle has one link too many: once they have agreed, one port of all six discards.
        var discarding = 0;
        for (var tries = 0; tries < 30 && discarding != 1; tries++)
        {
            if (tries > 0) await Task.Delay(500);
            var states =
                await Lab.OnAllAsync(
                    "for p in $(ovs-vsctl list-ports ovsBridge0); do ovs-vsctl get port $p rstp_status:rstp_port_state; done");
            discarding = states.SelectMany(Lines).Count(state => state == "Discarding");
        }
        Assert.Equal(1, discarding);
    }

    [Fact]
    public async Task The_journal_has_what_the_run_said_and_show_tells_it()
    {
        Lab.Require();

        var run = await Ovs.RunOverlayAsync("--json");

        WizardAssert.Ended(0, run);
        var folder = Assert.Single(Directory.EnumerateDirectories(Path.Combine(Ovs.Home, "runs")));
        var journal = Assert.Single(Directory.EnumerateFiles(folder, "journal*"));
        // What a step printed is kept once, in its end; the lines on the way are for the screen.
        var said =
            Lines(run.Output).Where(line => !line.StartsWith("{\"event\":\"step-output\"", StringComparison.Ordinal));
        var kept = Lines(File.ReadAllText(journal)).Select(line => Regex.Replace(line, ",\"sum\":\"[0-9a-f]+\"", ""));
        Assert.Equal(said.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
        var listed = await Ovs.AsyncOf("runs");
        WizardAssert.Ended(0, listed);
        Assert.Matches($"^{Path.GetFileName(folder)} +done +3 ", Assert.Single(Lines(listed.Output)[1..]));
        var shown = await Ovs.AsyncOf("show");
        WizardAssert.EveryPairAnswers(shown);
        foreach (var end in Ends(run.Output))
            Assert.Matches($"{end["status"]} .* {end["step"]}: ", shown.Output);
    }

    [Fact]
    public async Task A_firewall_that_drops_lets_the_tunnels_in_from_the_peers_only()
    {
        Lab.Require();
        await Lab.OnAllAsync(
            "iptables -A INPUT -p tcp --dport 22 -j ACCEPT; iptables -A INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT; iptables -P INPUT DROP");

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());

        var rules = Lines(await Lab.OnAsync("docker01",
            "iptables -S OVSW-ovsBridge0; iptables -S OVSW-ovsBridge0-drop; iptables -S INPUT"));
        Assert.Equal(
            ["-N OVSW-ovsBridge0", "-A OVSW-ovsBridge0 -s 172.16.100.20/32 -j ACCEPT",
                "-A OVSW-ovsBridge0 -s 172.16.100.30/32 -j ACCEPT",
             "-N OVSW-ovsBridge0-drop", "-A OVSW-ovsBridge0-drop -j DROP",
             "-P INPUT DROP", "-A INPUT -p udp -m udp --dport 4789 -j OVSW-ovsBridge0",
                "-A INPUT -p udp -m udp --dport 4789 -j OVSW-ovsBridge0-drop"], rules.Take(8));
        Assert.Equal(10, rules.Count);
        // From an address that is no peer's, on the port itself.
        await Lab.OnAsync("docker02", "echo x | bash -c 'cat >/dev/udp/192.168.130.128/4789'");
        Assert.Equal("1\n",
            await Lab.OnAsync("docker01", "iptables -vnxL OVSW-ovsBridge0-drop | awk '/DROP/ { print $1 }'"));
    }

    [Fact]
    public async Task Firewalld_lets_the_tunnels_in_from_the_peers()
    {
        Lab.Require();
        await Lab.OnAllAsync("systemctl start firewalld");
        await Lab.OnAsync("docker02",
            "for s in '' --permanent; do firewall-cmd $s -q --zone=internal --add-interface=br-under; firewall-cmd $s -q --zone=work --add-source=172.16.100.0/28; done");

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());

        string Rule(string peer) =>
            $"rule family=\"ipv4\" source address=\"{peer}\" port port=\"4789\" protocol=\"udp\" accept";
        foreach (var set in new[] { "", "--permanent" })
        {
            Task<string> RulesAsync(string host, string zone) =>
                Lab.OnAsync(host, $"firewall-cmd {set} --zone={zone} --list-rich-rules | grep ^rule || true");
            Assert.Equal([Rule("172.16.100.20"), Rule("172.16.100.30")],
                Lines(await RulesAsync("docker01", "public")).Order());
            Assert.Equal(["", Rule("172.16.100.30"), Rule("172.16.100.10")],
                (await Task.WhenAll(RulesAsync("docker02", "public"), RulesAsync("docker02", "internal"),
                    RulesAsync("docker02", "work"))).Select(said => said.TrimEnd('\n')));
        }
        Assert.Equal("running\ntrue\n",
            await Lab.OnAsync("docker01", "firewall-cmd --state; docker inspect -f '{{.State.Running}}' web"));
        Assert.Contains("nothing to change", (await Ovs.RunOverlayAsync()).Output, StringComparison.Ordinal);
    }

    private async Task<List<long>> PacketsAsync()
    {
        var said =
            await Lab.OnAllAsync(
                "for d in docker0 ovsBridge0; do ip -s link show dev $d | awk -v d=$d '/RX:|TX:/ { getline; n += $2 } END { print n }'; done");
        return [.. said.SelectMany(Lines).Select(long.Parse)];
    }

    private static List<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static List<JsonNode> Ends(string output) =>
        [.. Lines(output).Select(line => JsonNode.Parse(line)!).Where(e => (string)e["event"]! == "step-ended")];

    private static IEnumerable<string> StepsOf(string host, List<JsonNode> ends) =>
        ends.Where(end => (string)end["host"]! == host).Select(end => (string)end["step"]!);
}

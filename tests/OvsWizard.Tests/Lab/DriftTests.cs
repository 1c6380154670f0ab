using System.Text.RegularExpressions;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// What hands do to an overlay that stands: <c>verify</c> names the step whose purpose it makes void, and a second
/// run puts it right, or says why it does not and changes nothing.
/// </summary>
[Collection("lab")]
public sealed class DriftTests(LabFixture lab) : OnFreshHosts(lab)
{
    private const string Tunnel = "$(ovs-vsctl list-ports ovsBridge0 | head -n 1)";

    /// <summary>Step and command, one drift a line. Those of one step go to hosts one after the other.</summary>
    private const string Repaired = """
        forward-policy    rm /var/lib/ovswizard/forward-policy-ovsBridge0
        forward-policy    : >/var/lib/ovswizard/forward-policy-ovsBridge0
        forwarding        sysctl -q -w net.ipv4.ip_forward=0
        forwarding        sysctl -q -w net.ipv4.conf.docker0.forwarding=0
        forwarding        rm /etc/sysctl.d/60-ovswizard-ovsBridge0.conf
        forwarding        sed -i 's/ip_forward = 1/ip_forward = 0/' /etc/sysctl.d/60-ovswizard-ovsBridge0.conf
        forwarding        chmod 0600 /etc/sysctl.d/60-ovswizard-ovsBridge0.conf
        firewall          iptables -F OVSW-ovsBridge0
        firewall          iptables -D OVSW-ovsBridge0 1
        firewall          iptables -A OVSW-ovsBridge0 -s 192.0.2.9 -j ACCEPT
        firewall          iptables -D INPUT -p udp --dport 4789 -j OVSW-ovsBridge0
        firewall          iptables -D INPUT -p udp --dport 4789 -j OVSW-ovsBridge0-drop
        firewall          iptables -F OVSW-ovsBridge0-drop
        firewall          iptables -I INPUT -p udp --dport 4789 -j DROP
        firewall          iptables -I INPUT -s 172.16.100.20 -p udp -j REJECT; iptables -I INPUT -s 172.16.100.10 -j DROP
        docker            sed -i '/"bip"/d; s/{ *"bip": "[^"]*", */{ /' /etc/docker/daemon.json
        docker            sed -i 's/"mtu": 1450/"mtu": 1500/' /etc/docker/daemon.json
        docker            sed -i 's/"mtu": 1450/"mtu": "1450"/' /etc/docker/daemon.json
        docker            ip addr flush dev docker0
        docker            mkdir -p /var/lib/ovswizard; docker ps -q --no-trunc >/var/lib/ovswizard/containers
        bridge            ovs-vsctl set bridge ovsBridge0 rstp_enable=true
        bridge            ovs-vsctl set bridge ovsBridge0 stp_enable=true
        bridge            ovs-vsctl set bridge ovsBridge0 fail_mode=secure
        bridge            ovs-vsctl set bridge ovsBridge0 flood_vlans=1
        bridge            ovs-vsctl set interface ovsBridge0 mtu_request=1300
        bridge            ovs-vsctl clear interface ovsBridge0 mtu_request
        bridge            ovs-vsctl set port ovsBridge0 tag=5
        bridge            ovs-vsctl set port ovsBridge0 trunks=7 vlan_mode=trunk
        bridge            ovs-vsctl set port ovsBridge0 protected=true
        bridge            ovs-ofctl mod-port ovsBridge0 @ no-flood
        bridge            ovs-ofctl mod-port ovsBridge0 ovsBridge0 no-forward
        bridge            ovs-ofctl mod-port ovsBridge0 @ no-receive
        bridge            ovs-ofctl del-flows ovsBridge0
        bridge            ovs-vsctl del-br ovsBridge0
        tunnels           ovs-vsctl del-port ovsBridge0 @
        tunnels           ovs-vsctl set interface @ options:remote_ip=192.0.2.9
        tunnels           ovs-vsctl set interface @ options:local_ip=192.0.2.9
        tunnels           ovs-vsctl set interface @ options:dst_port=4790
        tunnels           ovs-vsctl set interface @ options:key=77
        tunnels           ovs-vsctl set interface @ options:ttl=1
        tunnels           ovs-vsctl set interface @ options:df_default=false options:tos=inherit
        tunnels           ovs-vsctl set interface @ type=gre
        tunnels           ovs-vsctl set interface @ ingress_policing_rate=8
        tunnels           ovs-vsctl set port @ protected=false
        tunnels           ovs-vsctl set port @ tag=9
        tunnels           ovs-vsctl set port @ trunks=9
        tunnels           ovs-vsctl set port @ tag=9 vlan_mode=native-tagged
        tunnels           ovs-vsctl add-port ovsBridge0 old0 -- set interface old0 type=vxlan options:remote_ip=192.0.2.9 external_ids:ovswizard-bridge=ovsBridge0
        attach            ip link set ovsBridge0 nomaster
        attach            ip link set ovsBridge0 down
        attach            ip link set ovsBridge0 type bridge_slave isolated on
        attach            ip link set ovsBridge0 type bridge_slave learning off
        attach            ip link set ovsBridge0 type bridge_slave flood off bcast_flood off
        route             ip route del 10.0.0.0/16
        route             ip route del 10.0.0.0/16; ip route add 10.0.0.0/16 dev docker0 metric 50
        persist-firewall  rm /usr/local/lib/ovswizard/firewall-ovsBridge0.sh
        persist-firewall  echo 'exit 0' >>/usr/local/lib/ovswizard/firewall-ovsBridge0.sh
        persist-script    rm /usr/local/lib/ovswizard/overlay-ovsBridge0.sh
        persist-script    sed -i '2i exit 0' /usr/local/lib/ovswizard/overlay-ovsBridge0.sh
        persist-script    chmod -x /usr/local/lib/ovswizard/overlay-ovsBridge0.sh
        persist-unit      systemctl -q disable ovswizard-ovsBridge0
        persist-unit      systemctl stop ovswizard-ovsBridge0
        persist-unit      sed -i '/^ExecStart/d' /etc/systemd/system/ovswizard-ovsBridge0.service
        persist-unit      touch -d tomorrow /etc/systemd/system/ovswizard-ovsBridge0.service
        persist-unit      rm /etc/systemd/system/ovswizard-ovsBridge0.service
        persist-unit      systemctl -q disable docker
        persist-unit      systemctl -q disable openvswitch-switch
        """;

    /// <summary>Step, what is said of it, what a hand does, and what takes that away again.</summary>
    private static readonly (string Step, string Says, string Command, string Away)[] refused =
    [
        ("preflight", "drops frames", "ovs-ofctl add-flow ovsBridge0 'priority=7,udp,actions=drop'",
            "ovs-ofctl del-flows ovsBridge0 udp"),
        ("preflight", "leads this bridge", "ovs-vsctl set-controller ovsBridge0 tcp:192.0.2.9:6653",
            "ovs-vsctl del-controller ovsBridge0"),
        ("preflight", "added a tunnel",
            "ovs-vsctl add-port ovsBridge0 loop0 -- set interface loop0 type=vxlan options:remote_ip=172.16.100.30 options:key=9",
            "ovs-vsctl del-port loop0"),
        ("preflight", "route of its own", "ip route add blackhole 10.0.3.0/24", "ip route del blackhole 10.0.3.0/24"),
        ("preflight", "route of its own", "ip route replace 10.0.0.0/16 dev br-under",
            "ip route del 10.0.0.0/16; ip route add 10.0.0.0/16 dev docker0"),
        ("preflight", "is in another bridge", "ip link add hand0 type bridge; ip link set ovsBridge0 master hand0",
            "ip link set ovsBridge0 master docker0; ip link del hand0"),
        ("preflight", "fixed hardware address",
            "ip neigh add 10.0.3.7 lladdr 02:00:00:00:00:07 nud permanent dev docker0",
            "ip neigh del 10.0.3.7 dev docker0"),
        ("route", "leave the host by another way", "ip rule add to 10.0.3.0/24 blackhole prio 100",
            "ip rule del prio 100"),
        ("persist-unit", "start something else",
            "d=/etc/systemd/system/ovswizard-ovsBridge0.service.d; mkdir $d; printf '[Service]\\nExecStart=\\nExecStart=/bin/true\\n' >$d/hand.conf; systemctl daemon-reload",
            "rm -r /etc/systemd/system/ovswizard-ovsBridge0.service.d; systemctl daemon-reload"),
    ];

    private sealed record Drift(string Step, string Command);

    [Fact]
    public async Task Whatever_makes_a_step_void_is_named_by_verify_and_repaired_by_a_run()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        List<Drift> drifts = [.. Repaired.Split('\n').Select(line => line.Trim().Split(' ', 2))
            .Select(parts => new Drift(parts[0], parts[1].Trim().Replace("@", Tunnel, StringComparison.Ordinal)))];
        Assert.True(drifts.Count + refused.Length >= 60);

        // A host takes one drift of every step at a time, so that each of them must be named for itself.
        var rounds = drifts.GroupBy(drift => drift.Step).SelectMany(step =>
            step.Select((drift, i) => (Drift: drift, Round: i / LabFixture.Hosts.Count,
                Host: LabFixture.Hosts[i % LabFixture.Hosts.Count]))).GroupBy(drift => drift.Round);
        foreach (var round in rounds) await NamedAndRepairedAsync([.. round.Select(d => (d.Host, d.Drift))]);
    }

    private async Task NamedAndRepairedAsync(List<(string Host, Drift Drift)> round)
    {
        await Task.WhenAll(round.GroupBy(each => each.Host).Select(host => Lab.OnAsync(host.Key,
            string.Join('\n', host.OrderBy(each => each.Drift.Step is "bridge").Select(each => each.Drift.Command)))));

        var verified = await Ovs.VerifyAsync();

        WizardAssert.Ended(5, verified);
        var named = Regex.Matches(verified.Output, "(?m)^drift +([^ ]+) +([^ :]+): ")
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToHashSet();
        var missed = round.Where(each => !named.Contains((each.Host, each.Drift.Step))).ToList();
        Assert.True(missed.Count == 0,
            $"verify does not name:\n{string.Join('\n', missed)}\n{verified.Output}{verified.Error}");

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());
        var again = await Ovs.VerifyAsync();
        Assert.True(again.ExitCode == 0,
            $"a run does not repair all of:\n{string.Join('\n', round)}\n{again.Output}{again.Error}");
    }

    [Fact]
    public async Task What_a_run_must_not_undo_is_named_and_left()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        foreach (var (step, says, command, away) in refused)
        {
            await Lab.OnAsync("docker02", command);

            var verified = await Ovs.VerifyAsync();
            var run = await Ovs.RunOverlayAsync();

            Assert.True(verified.ExitCode == 5 && run.ExitCode == 1,
                $"{command}: verify {verified.ExitCode}, run {run.ExitCode}\n{verified.Output}{run.Output}{run.Error}");
            Assert.Matches($"(?m)^drift +docker02 +{step}: ", verified.Output);
            Says(run, says);
            await Lab.OnAsync("docker02", away);
        }
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync());
    }
}

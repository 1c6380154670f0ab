using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// The routed network over OVN: from nothing to the matrix and back, through failures, joins and the move from the
/// static mesh.
/// </summary>
[Collection("lab")]
public sealed partial class OvnTests(LabFixture lab) : OnFreshHosts(lab)
{
    private const string Central = "central=172.16.100.10,172.16.100.20,172.16.100.30";

    private const string Leader =
        "ovs-appctl -t /run/ovn/ovnsb_db.ctl cluster/status OVN_Southbound | sed -n 's/^Role: //p'";

    /// <summary>
    /// The part of all pings that may be lost while the way changes under them, in percent: how long that takes is the
    /// machine's affair, as is the whole run.
    /// </summary>
    private const int MostLost = 10;

    [System.Text.RegularExpressions.GeneratedRegex(@"(\d+) packets transmitted, (\d+) received")]
    private static partial System.Text.RegularExpressions.Regex Counts();

    private Task<ProgramResult> RunAsync(params IEnumerable<string> words) =>
        Ovs.AsyncOf("run", ["ovn-overlay", "--yes", "-p", Central, .. words]);

    private Task<ProgramResult> VerifyAsync(params IEnumerable<string> words) =>
        Ovs.AsyncOf("verify", ["ovn-overlay", "-p", Central, .. words]);

    [Fact]
    public async Task From_nothing_every_pair_answers_a_second_run_changes_nothing_and_a_rollback_leaves_nothing()
    {
        Lab.Require();
        var fresh = await Snapshot.OfAsync(Lab);

        WizardAssert.EveryPairAnswers(await RunAsync());
        var again = await RunAsync();
        WizardAssert.EveryPairAnswers(again);
        Says(again, "nothing to change: 3 hosts");
        WizardAssert.Ended(0, await VerifyAsync());

        await NoKeyLeavesItsHostAsync();
        await StrangersAreRefusedAsync();
        await ALostFirstCentralFoundsNoSecondNetworkAsync();

        var runs = Directory.EnumerateDirectories(Path.Combine(Ovs.Home, "runs"))
            .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).First();
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", runs));
        (await Snapshot.OfAsync(Lab)).AssertEquals(fresh);
        await Leftovers.AssertNoneAsync(Lab);
    }

    /// <summary>Private keys are made where they are used: no part of one is in anything that is kept here.</summary>
    private async Task NoKeyLeavesItsHostAsync()
    {
        var keys =
            await Lab.OnAllAsync(
                "cat /etc/ovswizard/ovn/key.pem /etc/ovswizard/ovn/authority/key.pem 2>/dev/null | grep -v -e '---'; stat -c %a /etc/ovswizard/ovn/key.pem");
        Assert.All(keys, key => Assert.EndsWith("\n600\n", key, StringComparison.Ordinal));
        var kept = string.Concat(Directory.EnumerateFiles(Ovs.Home, "*", SearchOption.AllDirectories)
            .Select(File.ReadAllText));
        Assert.All(keys.SelectMany(key => key.Split('\n')).Where(line => line.Length > 20),
            line => Assert.DoesNotContain(line, kept, StringComparison.Ordinal));
    }

    /// <summary>Nobody without a certificate of this network's own authority reads or writes its databases.</summary>
    private async Task StrangersAreRefusedAsync()
    {
        const string ask =
            "ovn-sbctl --timeout=5 --db=ssl:172.16.100.10:6642,ssl:172.16.100.20:6642,ssl:172.16.100.30:6642";
        await Lab.OnAsync("docker02",
            "mkdir /tmp/stranger; cd /tmp/stranger; openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj '/O=OvsWizard/CN=docker02' -keyout key.pem -out cert.pem 2>&1");
        var own = await Lab.LabAsync("ssh", "docker02", "--",
            $"{ask} -p /etc/ovswizard/ovn/key.pem -c /etc/ovswizard/ovn/cert.pem -C /etc/ovswizard/ovn/ca.pem --columns=name list chassis");
        var foreign = await Lab.LabAsync("ssh", "docker02", "--",
            $"{ask} -p /tmp/stranger/key.pem -c /tmp/stranger/cert.pem -C /etc/ovswizard/ovn/ca.pem --columns=name list chassis");
        var open = await Lab.LabAsync("ssh", "docker02", "--",
            "ovn-sbctl --timeout=5 --db=tcp:172.16.100.10:6642 list chassis");
        await Lab.OnAsync("docker02", "rm -r /tmp/stranger");

        Assert.Contains("docker03", own.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, foreign.ExitCode);
        Assert.NotEqual(0, open.ExitCode);
        Assert.DoesNotContain("docker", foreign.Output + open.Output, StringComparison.Ordinal);
    }

    /// <summary>Whatever the first central has lost, no host is changed; with it restored all is as before.</summary>
    private async Task ALostFirstCentralFoundsNoSecondNetworkAsync()
    {
        await Lab.OnAsync("docker01",
            "systemctl stop ovn-central ovn-northd ovn-ovsdb-server-nb ovn-ovsdb-server-sb; cp -a /etc/ovswizard/ovn /root/ovn; cp -a /var/lib/ovn /root/databases; rm /var/lib/ovn/*.db");
        var before = await Snapshot.OfAsync(Lab);

        var withoutDatabases = await RunAsync();
        await Lab.OnAsync("docker01", "rm -r /etc/ovswizard/ovn");
        var withoutAuthority = await RunAsync();
        await Lab.OnAsync("docker01", "cp -a /root/ovn /etc/ovswizard/");
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        await Lab.OnAsync("docker01",
            "rm -r /var/lib/ovn; mv /root/databases /var/lib/ovn; rm -r /root/ovn; systemctl start ovn-central");

        WizardAssert.Ended(1, withoutDatabases);
        Says(withoutDatabases, "they keep databases: docker02 docker03; docker01 has none", "Restore /var/lib/ovn");
        WizardAssert.Ended(1, withoutAuthority);
        Says(withoutAuthority, "they have certificates: docker02 docker03; docker01 has no authority",
            "restore that folder");
        await EventuallyVerifiesAsync();
    }

    [Fact]
    public async Task With_the_leader_dead_a_host_that_reboots_comes_back_and_so_does_the_leader()
    {
        Lab.Require();
        WizardAssert.EveryPairAnswers(await RunAsync());
        var roles = await Lab.OnAllAsync(Leader);
        var leader = LabFixture.Hosts[Array.IndexOf(roles, "leader\n")];
        var others = LabFixture.Hosts.Where(host => host != leader).ToList();

        await Lab.MustAsync("power-fail", leader);
        await Lab.MustAsync("power-fail", others[0]);
        await Lab.MustAsync("reboot", others[0]);

        Assert.Contains(" 0% packet loss", await PingsAsync(others[0], others[1]), StringComparison.Ordinal);
        await EventuallyLeadsAsync(others);

        await Lab.MustAsync("reboot", leader);
        await EventuallyVerifiesAsync();
    }

    /// <summary>An election takes a second or two.</summary>
    private async Task EventuallyLeadsAsync(List<string> hosts)
    {
        var roles = "";
        for (var limit = DateTime.UtcNow.AddSeconds(30);
            DateTime.UtcNow < limit && !roles.Contains("leader\n", StringComparison.Ordinal); await Task.Delay(250))
            roles = string.Concat(await Task.WhenAll(hosts.Select(host => Lab.OnAsync(host, Leader))));
        Assert.Contains("leader\n", roles, StringComparison.Ordinal);
    }

    /// <summary>One answer at least within a minute, and then five of five.</summary>
    private Task<string> PingsAsync(string from, string to)
    {
        var address = $"10.0.{to[^1]}.1";
        return Lab.OnAsync(from,
            $"n=0; until ping -c 1 -W 1 {address} >/dev/null || [ $n -ge 60 ]; do n=$((n + 1)); sleep 0.5; done; ping -n -q -i 0.2 -c 5 {address}");
    }

    private async Task EventuallyVerifiesAsync(params IEnumerable<string> words) =>
        WizardAssert.EveryPairAnswers(await Wizard.UntilWellAsync(() => VerifyAsync(words), TimeSpan.FromSeconds(60)));

    [Fact]
    public async Task After_a_power_failure_of_all_hosts_it_comes_back_by_itself()
    {
        Lab.Require();
        WizardAssert.EveryPairAnswers(await RunAsync());
        const string Policy = "iptables -w -S FORWARD | head -n 1";
        foreach (var host in LabFixture.Hosts) await Lab.MustAsync("power-fail", host);
        foreach (var host in LabFixture.Hosts.Reverse()) await Lab.MustAsync("reboot", host);

        await EventuallyVerifiesAsync();
        Assert.All(await Lab.OnAllAsync(Policy), policy => Assert.Equal("-P FORWARD DROP\n", policy));
    }

    [Fact]
    public async Task A_host_joins_and_leaves_and_the_other_is_not_touched()
    {
        Lab.Require();
        string[] all = ["ovn-overlay", "--yes", "-p", "central=172.16.100.10", "-p", "cluster=standalone"];
        string[] block = ["-p", "underlay_cidr=172.16.100.0/24"];
        string[] pair = ["--limit", "docker01,docker02"];
        var fresh = await Snapshot.OfAsync(Lab);
        var first = await Ovs.AsyncOf("run", [.. all, .. block, .. pair]);
        WizardAssert.EveryPairAnswers(first, ["docker01", "docker02"]);
        Says(first, "a host that reboots is cut off until it is back");
        var before = Untouched(await Snapshot.OfAsync(Lab));

        WizardAssert.EveryPairAnswers(await Ovs.AsyncOf("run", [.. all, .. block]));
        var joined = Path.GetFileName(Ovs.Run!);
        Untouched(await Snapshot.OfAsync(Lab)).AssertEquals(before);

        // Who is not named stays in the network, and is not shut out of it either.
        var shut = await Ovs.AsyncOf("run", [.. all, .. pair]);
        WizardAssert.Ended(1, shut);
        Says(shut, "in the network, not in this run: docker03", "-p leaves=");
        var limited = await Ovs.AsyncOf("run", [.. all, .. block, .. pair]);
        WizardAssert.EveryPairAnswers(limited, ["docker01", "docker02"]);
        Says(limited, "left as they are: docker03");
        Assert.Contains(" 0% packet loss", await PingsAsync("docker02", "docker03"), StringComparison.Ordinal);

        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", "--limit", "docker03", joined));
        (await Snapshot.OfAsync(Lab)).Of("docker03").AssertEquals(fresh.Of("docker03"));
        WizardAssert.EveryPairAnswers(await Ovs.AsyncOf("run", [.. all, .. block, .. pair, "-p", "leaves=docker03"]),
            ["docker01", "docker02"]);
        Assert.DoesNotContain("docker03", await Lab.OnAsync("docker01",
            "ovn-nbctl show; ovn-nbctl lr-route-list ovswizard; ovn-sbctl show"), StringComparison.Ordinal);
    }

    /// <summary>Without what OVN itself does with what it is told: a tunnel more, and its notes on br-int.</summary>
    private static Snapshot Untouched(Snapshot all) =>
        all.Of("docker02").Leaving(" ovn-docker").Leaving(" bridge: br-int,").Outside("/var/lib/ovswizard");

    [Fact]
    public async Task A_static_mesh_is_moved_over_while_its_containers_keep_talking_under_their_addresses()
    {
        Lab.Require();
        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());
        var mesh = await Snapshot.OfAsync(Lab);
        const string Started = "docker inspect -f '{{.State.StartedAt}} {{.NetworkSettings.IPAddress}}' web";
        var before = await Lab.OnAllAsync(Started);
        var there = before[1].Trim().Split(' ')[1];
        await Lab.OnAsync("docker01", $"docker exec web ping -c 3 {there}");
        await Lab.OnAsync("docker01",
            $"nsenter -t $(docker inspect -f '{{{{.State.Pid}}}}' web) -n ping -n -q -i 0.1 {there} >/run/pings 2>&1 </dev/null & echo $! >/run/pinging");

        var refused = await RunAsync("-p", "encapsulation=vxlan");
        var moved = await RunAsync("-p", "encapsulation=vxlan", "-p", "replaces=ovsBridge0");

        await Lab.OnAsync("docker01", "sleep 0.5; pkill -INT -x ping; sleep 0.5");
        var pings = await Lab.OnAsync("docker01", "cat /run/pings; rm /run/pings /run/pinging");
        WizardAssert.Ended(1, refused);
        Says(refused, "A static mesh is in docker0 already", "replaces=");
        WizardAssert.EveryPairAnswers(moved);
        Assert.Equal(before, await Lab.OnAllAsync(Started));
        Assert.All(
            await Lab.OnAllAsync("ovs-vsctl list-br; ls /etc/systemd/system /usr/local/lib/ovswizard; iptables -S"),
            said => Assert.DoesNotContain("ovsBridge0", said, StringComparison.Ordinal));
        var counts = Counts().Match(pings);
        Assert.True(counts.Success, pings);
        TestContext.Current.SendDiagnosticMessage(counts.Value);
        var (sent, received) = (int.Parse(counts.Groups[1].Value), int.Parse(counts.Groups[2].Value));
        Assert.True((sent - received) * 100 <= sent * MostLost, pings);
        WizardAssert.EveryPairAnswers(await VerifyAsync("-p", "encapsulation=vxlan", "-p", "replaces=ovsBridge0"));

        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(mesh);
    }

    [Fact]
    public async Task Without_a_router_all_hosts_are_in_one_switch_also_after_a_reboot_and_the_designs_are_not_mixed()
    {
        Lab.Require();
        var fresh = await Snapshot.OfAsync(Lab);
        string[] flat = ["-p", "design=flat"];

        WizardAssert.EveryPairAnswers(await RunAsync([.. flat, "-p", "canary=docker02"]));
        var run = Path.GetFileName(Ovs.Run!);
        Assert.Equal("ovswizard\ndocker01\ndocker02\ndocker03\n",
            await Lab.OnAsync("docker01",
                "ovn-nbctl --bare --columns=name list logical_switch; ovn-nbctl lr-list; ovn-nbctl lsp-list ovswizard | sed 's/.*(\\(.*\\))/\\1/' | sort"));
        var again = await RunAsync(flat);
        Says(again, "nothing to change: 3 hosts");
        var routed = await RunAsync();
        WizardAssert.Ended(1, routed);
        Says(routed, "overlay0 is in docker0", "Use the same design as before");
        using (var well = await Ovs.DiagnoseAsync(0)) Assert.Equal("", well.Said);
        await Lab.OnAsync("docker03", "ip link set overlay0 nomaster");
        using (var found = await Ovs.DiagnoseAsync(5))
            Assert.Contains("attach on docker03", found.Said, StringComparison.Ordinal);
        WizardAssert.Ended(0, await Ovs.AsyncOf("diagnose", "--fix", "--yes"));
        var repair = Path.GetFileName(Ovs.Run!);
        WizardAssert.EveryPairAnswers(await RunAsync(flat));

        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", repair));
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", run));
        (await Snapshot.OfAsync(Lab)).AssertEquals(fresh);
        await Leftovers.AssertNoneAsync(Lab);
    }

    [Theory]
    [InlineData("sh")]
    [InlineData("ansible")]
    public async Task What_is_exported_sets_up_the_same_and_takes_it_back(string format)
    {
        Lab.Require();
        Assert.SkipUnless(format != "ansible" || File.Exists("/usr/bin/ansible-playbook"),
            "ansible-core is not installed here");
        var fresh = await Snapshot.OfAsync(Lab);
        var export = await ScriptedHosts.OfAsync(Ovs, format, "ovn-overlay", "-p", Central);
        Task<ProgramResult> Do(string verb) =>
            format == "sh" ? export.AllAsync(verb, "--yes") : export.PlayAsync($"{verb}.yml");

        WizardAssert.Ended(0, await Do("apply"));
        WizardAssert.EveryPairAnswers(await VerifyAsync());
        var again = await Do("apply");
        WizardAssert.Ended(0, again);
        Assert.Equal(3,
            System.Text.RegularExpressions.Regex.Count(again.Output, format == "sh" ? "  0 changed, " : " changed=0 "));
        WizardAssert.Ended(0, await Do("rollback"));

        (await Snapshot.OfAsync(Lab)).AssertEquals(fresh);
        await Leftovers.AssertNoneAsync(Lab);
    }

    [Fact]
    public async Task The_first_finding_names_the_fault_and_its_host()
    {
        Lab.Require();
        WizardAssert.EveryPairAnswers(await RunAsync());
        using (var well = await Ovs.DiagnoseAsync(0)) Assert.Equal("", well.Said);
        var points = Points.Of(Fault.Of("ovn"), 1);

        var missed = await Ovs.MissedAsync(Lab, points, () => RunAsync());

        Assert.True(missed.Count == 0, $"{missed.Count} of {points.Count} were missed:\n{string.Join('\n', missed)}");
    }
}

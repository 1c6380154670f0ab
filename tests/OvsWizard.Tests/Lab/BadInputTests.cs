using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// What is wrong is told with the place, the reason and what to do now, and nothing was touched on any host.
/// </summary>
[Collection("lab")]
public sealed class BadInputTests(LabFixture lab) : IAsyncLifetime
{
    private const string Look = """
        for d in /etc/docker /etc/sysctl.d /etc/systemd/system /usr/local/lib; do find $d -type f -exec stat -c '%n %a %U' {} + -exec cksum {} +; find $d -type l; done 2>/dev/null | sort
        ovs-vsctl --timeout=2 show 2>/dev/null
        ip -4 route | sed 's/ linkdown//'; iptables -S; cat /proc/sys/net/ipv4/ip_forward
        docker ps -q 2>/dev/null || echo no Docker
        """;

    private Wizard? wizard;

    private Wizard Ovs => wizard!;

    public async ValueTask InitializeAsync()
    {
        if (lab.Unavailable is null) wizard = await Wizard.OfAsync(lab);
    }

    public async ValueTask DisposeAsync()
    {
        wizard?.Dispose();
        await lab.RestoreAsync();
    }

    [Theory]
    [InlineData("nonsense=1", "-p nonsense: vxlan-overlay has no parameter 'nonsense'",
        "fix: available: underlay_ip, ")]
    [InlineData("mtu=big", "-p mtu: mtu must be a number of bytes", "not 'big'")]
    [InlineData("docker02:container_subnet=10.0.1.129/25",
        "docker01 and docker02 have overlapping container_subnet 10.0.1.1/24 and 10.0.1.129/25",
        "fix: give each host its own")]
    [InlineData("docker02:container_subnet=10.9.2.1/24",
        "docker02's container_subnet 10.9.2.1/24 lies outside overlay_cidr 10.0.0.0/16", "fix: correct one of the two")]
    [InlineData("docker02:underlay_ip=172.16.100.10", "docker01 and docker02 have the same underlay_ip 172.16.100.10",
        "fix: give each host its own")]
    [InlineData("loop_protection=none", "the tunnels form an unprotected loop",
        "fix: protect the tunnel ports (loop_protection=protected)")]
    [InlineData("mtu=1500", "docker01: an MTU of 1500 does not fit", "use auto, or 1450 at the most")]
    public async Task A_wrong_parameter_is_refused_before_any_host_is_called(string parameter, string what, string now)
    {
        lab.Require();

        await RefusedAsync(2, ["-p", parameter], what, now);
    }

    [Fact]
    public async Task A_broken_inventory_is_told_by_line_and_column()
    {
        lab.Require();
        File.WriteAllText(Ovs.Inventory, "hosts:\n  docker01: { address: 1.2.3.4\n  docker02: x\n");

        await RefusedAsync(2, [], $"{Ovs.Inventory}:2:22: this is not valid YAML",
            "why: a list or mapping before this place is not closed");
    }

    [Fact]
    public async Task A_host_without_a_parameter_of_its_own_is_named()
    {
        lab.Require();
        Ovs.Replace("underlay_ip: 172.16.100.20, ", "");

        await RefusedAsync(2, [], $"{Ovs.Inventory}:5:3: 'underlay_ip' is not given for docker02",
            "fix: give it: -p docker02:underlay_ip=VALUE");
    }

    [Fact]
    public async Task Without_yes_and_without_a_terminal_the_containers_that_would_stop_are_named()
    {
        lab.Require();
        var before = await lab.OnAllAsync(Look);

        var result = await Ovs.AsyncOf("run", Wizard.Overlay);

        WizardAssert.Ended(2, result);
        Says(result, "no terminal to ask on", "docker01: container web", "docker02: container web",
            "docker03: container web", "fix: add --yes to agree; nothing was changed");
        Assert.Equal(before, await lab.OnAllAsync(Look));
    }

    [Fact]
    public async Task Running_containers_can_be_a_reason_to_refuse()
    {
        lab.Require();

        await RefusedAsync(1, ["-p", "containers=refuse"], "✘ preflight         docker02: ", "web runs",
            "why: Containers run on this host", "fix: Stop them, or allow it: -p containers=restart");
    }

    [Fact]
    public async Task A_host_that_cannot_be_reached_keeps_all_from_being_changed()
    {
        lab.Require();
        var before = await lab.OnAllAsync(Look);

        await lab.MustAsync("cut", "docker02", "management");
        ProgramResult result;
        try
        {
            result = await Ovs.RunOverlayAsync();
        }
        finally
        {
            await lab.MustAsync("heal", "docker02", "management");
        }

        WizardAssert.Ended(4, result);
        Says(result, "✘ docker02: ", "192.168.130.129", "why: the host is down", "fix: check that");
        Assert.Equal(before, await lab.OnAllAsync(Look));
    }

    [Fact]
    public async Task A_refused_login_says_what_was_offered()
    {
        lab.Require();
        await OtherKeyAsync();
        Ovs.SetDefault("identity", OtherKey);

        await RefusedAsync(4, [], "✘ docker01: 192.168.130.128 refused the login of root",
            $"Offered: ssh-ed25519 {OtherKey}", "fix: add the public key to ~root/.ssh/authorized_keys");
    }

    [Fact]
    public async Task An_unknown_host_key_is_not_trusted()
    {
        lab.Require();
        var known = Path.Combine(Ovs.Folder, "known_hosts");
        File.WriteAllText(known, "");
        Ovs.SetDefault("known_hosts", known);

        await RefusedAsync(4, [], "✘ docker03: the host key of 192.168.130.130 is not known: ssh-ed25519 SHA256:",
            $"why: no entry for 192.168.130.130 in {known}", "fix: compare the fingerprint");
        Assert.Equal("", File.ReadAllText(known));
    }

    [Fact]
    public async Task A_changed_host_key_is_not_trusted()
    {
        lab.Require();
        await OtherKeyAsync();
        var known = Path.Combine(Ovs.Folder, "known_hosts");
        var key = File.ReadAllText($"{OtherKey}.pub").Split(' ')[1];
        File.WriteAllText(known,
            $"192.168.130.128 ssh-ed25519 {key}\n192.168.130.129 ssh-ed25519 {key}\n192.168.130.130 ssh-ed25519 {key}\n");
        Ovs.SetDefault("known_hosts", known);

        await RefusedAsync(4, [], "✘ docker01: the host key of 192.168.130.128 has changed",
            $"why: another key is recorded in {known}:1", "fix: if the new key is right");
    }

    [Fact]
    public async Task Sudo_that_asks_for_a_password_is_a_fault_where_nobody_answers()
    {
        lab.Require();
        Ovs.SetDefault("user", "operator, become: sudo");

        await RefusedAsync(4, [], "✘ docker01: sudo asks for the password of operator", "why: none is known",
            "fix: put it in an environment variable");
    }

    [Fact]
    public async Task Sudo_without_a_password_is_enough()
    {
        lab.Change();
        Ovs.SetDefault("user", "deployer, become: sudo");

        WizardAssert.EveryPairAnswers(await Ovs.RunOverlayAsync());
    }

    [Theory]
    [InlineData("systemctl stop -q docker docker.socket", "Docker is installed but not running",
        "Start it (systemctl start docker)")]
    [InlineData("systemctl stop openvswitch-switch ovs-vswitchd",
        "Open vSwitch is installed but ovs-vswitchd does not run", "Start it: systemctl start openvswitch")]
    [InlineData("echo '{ nope' >/etc/docker/daemon.json", "The file is not a JSON object; the place is shown above",
        "Correct the file and run again", "/etc/docker/daemon.json:1:3: a key in double quotes was expected here")]
    [InlineData("mount -t tmpfs -o size=64k full /etc/docker && head -c 65536 /dev/zero >/etc/docker/full",
        "A file system that must be written to is nearly full", "Free some space and run again",
        "/etc/docker has only 0 KiB left")]
    [InlineData("mount --bind /etc/docker /etc/docker && mount -o remount,bind,ro /etc/docker",
        "A file system that must be written to is mounted read-only", "Mount it so that it can be written to",
        "/etc/docker is mounted read-only")]
    [InlineData(
        "printf '[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock --bip=172.18.0.1/16\n' >/etc/systemd/system/docker.service.d/bip.conf; systemctl daemon-reload; systemctl restart docker",
        "A flag, shown above, sets what daemon.json must", "Remove the flag at the place shown",
        "--bip=172.18.0.1/16 in /etc/systemd/system/docker.service.d/bip.conf")]
    [InlineData(
        "echo '{}' >/root/docker.json; echo 'DOCKER_OPTS=\"--config-file /root/docker.json\"' >>/etc/default/docker; systemctl restart docker",
        "Docker reads another file than /etc/docker/daemon.json", "Move that file's settings",
        "--config-file=/root/docker.json in /etc/default/docker")]
    [InlineData("""echo '{"bridge": "none"}' >/etc/docker/daemon.json; systemctl restart docker""",
        "Docker is configured, as shown above, not to create docker0", "Remove bridge at the place shown",
        "\"bridge\": none in /etc/docker/daemon.json")]
    [InlineData("""printf '{"icc": false}\n' >/etc/docker/daemon.json; systemctl restart docker; docker start web""",
        "Docker keeps the containers of docker0 apart (icc)", "Remove icc at the place shown",
        "\"icc\": false in /etc/docker/daemon.json")]
    [InlineData(
        """echo '{"bip": "172.30.0.1/16", "fixed-cidr": "172.30.5.0/24"}' >/etc/docker/daemon.json; systemctl restart docker""",
        "A setting of Docker, shown above, is outside of the subnet", "Remove or correct that setting",
        "\"fixed-cidr\": 172.30.5.0/24 in /etc/docker/daemon.json is not in 10.0.2.1/24")]
    public async Task A_host_that_is_not_fit_keeps_all_from_being_changed(string fault, string why, string now,
        string shown = "")
    {
        lab.Change();
        await lab.OnAsync("docker02", fault);

        await RefusedAsync(1, [], "✘ preflight         docker02: ", $"why: {why}", $"fix: {now}", shown);
    }

    [Fact]
    public async Task Where_Docker_does_not_start_again_it_gets_its_old_file_and_its_containers_back()
    {
        lab.Change();
        // What no settings tell: the unit itself does not go with a bip.
        const string Old = "{\n\t\"labels\": [ \"a=b\" ] }\n\n";
        const string Unit =
            "printf '[Service]\nExecStartPre=/bin/sh -c \"! grep bip /etc/docker/daemon.json\"\n' >/etc/systemd/system/docker.service.d/site.conf; systemctl daemon-reload";
        await lab.OnAsync("docker02",
            $"printf '%s' '{Old}' >/etc/docker/daemon.json; chmod 0640 /etc/docker/daemon.json; {Unit}; systemctl restart docker; docker start web");
        const string Docker =
            "cat /etc/docker/daemon.json; stat -c %a /etc/docker/daemon.json; ls -A /etc/docker; systemctl is-active docker; docker ps --format '{{.Names}}'; ip -4 -o addr show dev docker0";
        var before = await lab.OnAsync("docker02", Docker);
        Assert.StartsWith($"{Old}640\n", before, StringComparison.Ordinal);
        Assert.Contains("\nactive\nweb\n", before, StringComparison.Ordinal);

        var result = await Ovs.RunOverlayAsync();

        WizardAssert.Ended(1, result);
        Says(result, "✘ docker            docker02: ", "\"bip\": \"10.0.2.1/24\"",
            "putting /etc/docker/daemon.json back as it was", "why: Docker did not start with the new daemon.json",
            "fix: Find a setting in daemon.json");
        Assert.DoesNotContain("fails as well", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, await lab.OnAsync("docker02", Docker));
    }

    private string OtherKey => Path.Combine(Ovs.Folder, "other");

    private Task<string> OtherKeyAsync() =>
        HostProgram.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", OtherKey]);

    /// <summary>
    /// The run ends with this code and says all of this on standard error, and the hosts are as they were.
    /// </summary>
    private async Task RefusedAsync(int exit, string[] words, params string[] says)
    {
        var before = await lab.OnAllAsync(Look);

        var result = await Ovs.RunOverlayAsync(words);

        WizardAssert.Ended(exit, result);
        Says(result, says);
        Assert.Equal(before, await lab.OnAllAsync(Look));
    }

    private static void Says(ProgramResult result, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, result.Error, StringComparison.Ordinal));
}

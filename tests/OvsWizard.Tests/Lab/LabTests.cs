using System.Text.Json.Nodes;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>The lab as it is used: every test leaves three running hosts with all cables in.</summary>
[Collection("lab")]
public sealed class LabTests(LabFixture lab)
{
    [Theory]
    [InlineData("docker01", "172.16.100.10")]
    [InlineData("docker02", "172.16.100.20")]
    public async Task A_host_answers_on_ssh_and_runs_docker_and_ovs(string host, string underlay)
    {
        lab.Require();

        var said = await lab.OnAsync(host,
            "hostname; docker inspect -f '{{.State.Running}}' web; ovs-vsctl show; ip -4 -o addr; systemctl --failed --no-legend | wc -l");

        Assert.StartsWith($"{host}\ntrue\n", said, StringComparison.Ordinal);
        Assert.Contains("ovs_version", said, StringComparison.Ordinal);
        Assert.Contains($"{underlay}/24", said, StringComparison.Ordinal);
        Assert.Contains("172.17.0.1/16", said, StringComparison.Ordinal);
        Assert.EndsWith("\n0\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public void The_kernel_has_room_for_all_hosts()
    {
        lab.Require();

        Assert.All(Machine.Limits.Where(limit => File.Exists(limit.Path)),
            limit => Assert.InRange(int.Parse(File.ReadAllText(limit.Path)), limit.Least, int.MaxValue));
    }

    [Fact]
    public async Task A_lab_of_containers_does_not_become_one_of_machines()
    {
        lab.Require();

        var refused = await lab.LabAsync("up", "3", "--make", "machines");

        WizardAssert.Ended(2, refused);
        Assert.Contains($"the lab '{lab.Name}' is made of containers", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Docker_restarts_quickly_because_web_stops_at_once()
    {
        lab.Require();

        var said = await lab.OnAsync("docker01", "time -p docker stop web && docker start web");

        Assert.Contains("web", said, StringComparison.Ordinal);
        var stopped = await lab.OnAsync("docker01", "docker inspect -f '{{.State.ExitCode}}' web");
        Assert.Equal("0\n", stopped);
    }

    [Fact]
    public async Task Operator_needs_a_password_for_sudo_and_deployer_does_not()
    {
        lab.Require();

        Assert.Equal("0\n", await lab.OnAsync("deployer@docker01", "sudo -n id -u"));
        Assert.Equal("0\n", await lab.OnAsync("operator@docker01", "echo practice | sudo -S -p '' id -u"));
        Assert.NotEqual(0, (await lab.LabAsync("ssh", "operator@docker01", "--", "sudo -n id -u")).ExitCode);
    }

    [Theory]
    [InlineData("underlay", "172.16.100.10")]
    [InlineData("management", "192.168.130.128")]
    public async Task A_cut_cable_carries_nothing_until_it_is_healed(string network, string address)
    {
        lab.Require();
        await lab.OnAsync("docker02", $"ping -c 1 -W 2 {address}");

        await lab.MustAsync("cut", "docker01", network);
        Assert.NotEqual(0, (await lab.LabAsync("ssh", "docker02", "--", $"ping -c 1 -W 1 {address}")).ExitCode);

        await lab.MustAsync("heal", "docker01", network);
        await lab.OnAsync("docker02", $"ping -c 1 -W 2 {address}");
    }

    [Fact]
    public async Task A_power_failure_ends_a_host_and_a_reboot_brings_it_back_with_its_files()
    {
        lab.Require();
        var before = await lab.OnAsync("docker01", "echo kept > /root/kept; sync; cat /etc/machine-id");

        await lab.MustAsync("power-fail", "docker01");
        var status = JsonNode.Parse(await lab.MustAsync("status", "--json"))!;
        Assert.Equal([false, true, true], status["hosts"]!.AsArray().Select(host => (bool)host!["running"]!));

        await lab.MustAsync("reboot", "docker01");
        Assert.Equal($"kept\n{before}true\n", await lab.OnAsync("docker01",
            "cat /root/kept /etc/machine-id; docker inspect -f '{{.State.Running}}' web"));
    }

    [Fact]
    public async Task The_switch_is_the_gateway_of_every_uplink_network()
    {
        lab.Require();
        await lab.MustAsync("router", "up");
        var addresses = await HostProgram.RunAsync("ip", ["-n", new LabName(lab.Name).Router, "-4", "-o", "addr"]);
        await lab.MustAsync("router", "down");

        Assert.Contains("172.16.10.254/24", addresses, StringComparison.Ordinal);
        Assert.Contains("172.16.20.254/24", addresses, StringComparison.Ordinal);
        Assert.DoesNotContain(Namespaces(), space => space == new LabName(lab.Name).Router);
    }

    [Fact]
    public async Task Up_again_says_that_it_is_up()
    {
        lab.Require();

        var result = await lab.LabAsync("up", "3");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("is up already, with 3 hosts", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_one_action_changes_a_lab_at_a_time_and_the_second_learns_who_does()
    {
        lab.Require();
        using var held = LabLock.Take($"the lab '{lab.Name}'");

        var result = await lab.LabAsync("reset");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains($"is being changed by process {Environment.ProcessId}", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Namespaces() =>
        Directory.EnumerateFiles("/run/netns").Select(path => Path.GetFileName(path));
}

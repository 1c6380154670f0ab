using System.Text.Json;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Plans;

public sealed class VlanUplinkPlanTests
{
    private static Plan Plan(params string[] options) => Uplink.Plan(options);

    [Theory]
    [InlineData(
        """{"bip":"172.16.10.1/24","fixed-cidr":"172.16.10.64/26","default-gateway":"172.16.10.254","ip-masq":false}""")]
    [InlineData(
        """{"bip":"172.16.10.1/24","fixed-cidr":"172.16.10.128/27","default-gateway":"172.16.10.254","ip-masq":false,"dns":["192.0.2.53","192.0.2.54"]}""",
        "h1:container_range=172.16.10.128/27", "dns=192.0.2.53,192.0.2.54")]
    public void Docker_is_told_of_the_physical_network(string settings, params string[] options)
    {
        var content = Plan(options).Step("h1", "docker-settings").File!.Content;

        Assert.Equal(settings, JsonSerializer.Serialize(JsonDocument.Parse(content).RootElement));
    }

    [Theory]
    [InlineData("h1:container_range=172.16.10.0/25", "holds the host's own address 172.16.10.1")]
    [InlineData("h1:container_range=172.16.10.192/26", "holds the gateway's address 172.16.10.254")]
    [InlineData("h1:container_range=172.16.99.0/26", "lies outside address")]
    [InlineData("h1:gateway=172.16.11.254", "lies outside address")]
    [InlineData("h1:gateway=172.16.10.1", "both the host's own address and its gateway's")]
    [InlineData("h1:address=172.16.20.1/24", "same address")]
    [InlineData("h1:address=172.16.20.2/24 h1:gateway=172.16.20.254 h1:container_range=172.16.20.96/27",
        "overlapping container_range")]
    [InlineData("h1:address=172.16.20.100/24 h1:gateway=172.16.20.254 h1:container_range=172.16.20.128/27",
        "h2: container_range 172.16.20.64/26 holds another host's address")]
    [InlineData("h1:address=172.16.10.1/30 h1:gateway=172.16.10.2 h1:container_range=172.16.10.0/30",
        "leaves no room for containers")]
    [InlineData("h1:address=fd00::1/64 h1:gateway=fd00::2 h1:container_range=fd00::/66",
        "leaves no room for containers")]
    [InlineData("docker_bridge=eth1", "are both eth1")]
    [InlineData("router=linux", "router=linux needs to know which host")]
    public void What_cannot_work_is_refused(string options, string says)
    {
        var failure = Assert.Throws<Failure>(() => Plan(options.Split(' ')));

        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.Contains(says, failure.What.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_move_is_one_step_that_may_lock_out_and_says_what_it_touches()
    {
        var step = Plan("h2:uplink=bond0").Step("h2", "uplink");

        Assert.Equal(RiskLevel.Lockout, step.Risk.Level);
        Assert.Equal(["bond0", "docker0", "default"], step.Touches);
        Assert.NotNull(step.Keep);
    }

    [Fact]
    public void The_prompt_tells_every_gateway_for_every_kind_of_router()
    {
        var plan = Plan();

        var prompt = plan.Step("h1", "l3-switch").Prompt!.Value;
        foreach (var text in (string[])[prompt.En, prompt.Zh])
        {
            Assert.All(Enumerable.Range(1, 3),
                i => Assert.Contains($"ip address 172.16.{i}0.254 255.255.255.0", text, StringComparison.Ordinal));
            Assert.Contains("netsh interface ipv4 add address \"LAN3\" 172.16.30.254 255.255.255.0",
                text, StringComparison.Ordinal);
            Assert.Contains("ip addr add 172.16.20.254/24", text, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("l3-switch", plan.Ids("h2"));
    }

    [Fact]
    public void The_router_host_gets_the_others_gateways_and_its_docker_is_left_alone()
    {
        var plan = Plan("router=linux", "router_host=h3");

        Assert.DoesNotContain("docker-settings", plan.Ids("h3"));
        Assert.DoesNotContain("l3-switch", plan.Ids("h1"));
        Assert.DoesNotContain("router", plan.Ids("h1"));
        Assert.Contains("for address in 172.16.10.254/24 172.16.20.254/24 ;",
            plan.Step("h3", "router-script").File!.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docker_bridge=docker0", "network", "docker")]
    [InlineData("docker_bridge=br-phys", "docker", "network")]
    [InlineData("canary=h1", "", "reboot proof-after-reboot")]
    public void An_option_brings_steps_and_leaves_others_out(string option, string absent, string present)
    {
        var ids = Plan(option).Ids("h1").ToList();

        Assert.DoesNotContain(absent, ids);
        Assert.All(present.Split(' '), id => Assert.Contains(id, ids));
    }

    [Theory]
    [InlineData]
    [InlineData("docker_bridge=br-phys", "containers=refuse", "canary=h2")]
    [InlineData("router=linux", "router_host=h3", "dns=192.0.2.53")]
    public void Every_script_of_a_variant_is_read_by_dash_and_bash(params string[] options)
    {
        foreach (var script in ShellCheck.ScriptsOf(Plan(options)))
        {
            Assert.Equal("", ShellCheck.Complaints(script, "sh", "-n"));
            Assert.Equal("", ShellCheck.Complaints(script, "bash", "-n"));
        }
    }

    [Fact]
    public void Shellcheck_finds_nothing_in_what_stays_on_the_host()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/shellcheck"), "shellcheck is not installed here");
        var plan = Plan("router=linux", "router_host=h3");

        foreach (var script in (string[])[plan.Step("h1", "uplink-script").File!.Content,
            plan.Step("h3", "router-script").File!.Content])
            Assert.Equal("", ShellCheck.Complaints(script, "shellcheck", "-s", "sh", "-"));
    }
}

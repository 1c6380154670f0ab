using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Plans;

/// <summary>The two designs of the network over OVN: with a router, and with one switch.</summary>
public sealed class OvnOverlayPlanTests
{
    private static readonly Runbook Runbook =
        new RunbookLibrary(Path.Combine(PublishedBinary.Root, "runbooks")).Find("ovn-overlay");

    private static Plan Plan(int hosts, params string[] options)
    {
        var answers = new Answers();
        foreach (var option in (string[])["central=172.16.100.1,172.16.100.2,172.16.100.3", .. options])
            answers.AddOption(option);
        var read = Inventory.Parse(Overlay.Hosts(hosts), "inventory.yml",
            SshConfig.Parse("", "config", new LocalUser("me", "/home/me")), new LocalUser("me", "/home/me"));
        return PlanBuilder.Build(Runbook, read.Hosts, read.Params, answers);
    }

    private static string Route(Plan plan) => plan.Step("h2", "route").Do!;

    [Fact]
    public void With_a_router_each_host_has_a_link_and_rules_beside_Dockers()
    {
        var plan = Plan(3);

        Assert.Equal(3, plan.Ids("h2").Intersect(["rules", "address", "persist-rules"]).Count());
        Assert.DoesNotContain("attach", plan.Ids("h2"));
        Assert.Contains("h2 10.0.2.0/24 100.64.2.1 100.64.2.2", plan.Step("h1", "network").Do,
            StringComparison.Ordinal);
        Assert.Equal("ip route replace 10.0.0.0/16 via 100.64.2.1 dev overlay0", Route(plan));
    }

    [Fact]
    public void Without_one_each_host_has_its_port_in_docker0_and_nothing_else()
    {
        var plan = Plan(3, "design=flat");

        Assert.Contains("attach", plan.Ids("h2"));
        Assert.Empty(plan.Ids("h2").Intersect(["rules", "address", "persist-rules"]));
        Assert.Contains("h2 10.0.2.0/24 - 100.64.2.2", plan.Step("h1", "network").Do, StringComparison.Ordinal);
        Assert.Equal("ip route replace 10.0.0.0/16 dev docker0", Route(plan));
        Assert.DoesNotContain("100.64", plan.Step("h2", "persist-script").File!.Content, StringComparison.Ordinal);
    }

    [Fact]
    public void One_switch_beside_a_mesh_would_be_a_loop() =>
        Assert.Contains("while both are in docker0 frames go round in a loop",
            Assert.Throws<Failure>(() => Plan(3, "design=flat", "replaces=ovsBridge0")).ToString(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(16, 0)]
    [InlineData(17, 1)]
    public void One_switch_for_many_hosts_is_advised_against(int hosts, int times) =>
        Assert.Equal(times, (Plan(hosts, "design=flat").Advice ?? []).Count(a =>
            a.En.StartsWith($"design=flat sends every broadcast to all {hosts} hosts", StringComparison.Ordinal)));
}

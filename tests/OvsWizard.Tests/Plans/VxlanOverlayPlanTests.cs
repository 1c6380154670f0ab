using System.Text.Json;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Plans;

public sealed class VxlanOverlayPlanTests
{
    [Theory]
    [InlineData("mesh", 2, 1, 1)]
    [InlineData("mesh", 3, 2, 2)]
    [InlineData("mesh", 8, 7, 7)]
    [InlineData("hub", 3, 2, 1)]
    [InlineData("hub", 8, 7, 1)]
    public void Each_host_ties_itself_to_its_peers(string topology, int hosts, int first, int last)
    {
        var plan = Overlay.Plan(hosts, $"topology={topology}");

        Assert.Equal(first, Count(plan.Step("h1", "tunnels").Do!, " vxlan-"));
        Assert.Equal(last, Count(plan.Step($"h{hosts}", "tunnels").Do!, " vxlan-"));
    }

    [Theory]
    [InlineData(24, "topology=mesh", null)]
    [InlineData(25, "topology=mesh", "a mesh of 25 hosts is 300 tunnels, every broadcast goes through 24 of them")]
    [InlineData(25, "topology=hub", null)]
    public void A_large_mesh_is_advised_against_with_the_figures(int hosts, string topology, string? advice)
    {
        var said = Overlay.Plan(hosts, topology).Advice;

        if (advice is null) Assert.Null(said);
        else Assert.StartsWith(advice, Assert.Single(said!).En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mesh_of_more_than_256_hosts_is_refused_with_what_to_use_instead()
    {
        var hosts =
            "hosts:\n"
                + string.Concat(Enumerable.Range(1, 257)
                    .Select(i =>
                        $"  h{i}: {{ address: h{i}, params: {{ underlay_ip: 172.16.{i / 250}.{i % 250 + 1}, container_subnet: 10.{i / 250}.{i % 250}.1/24 }} }}\n"));

        var refusal = Assert.Throws<Failure>(() => Overlay.Plan(hosts, "overlay_cidr=10.0.0.0/8"));

        Assert.Contains("a mesh of 257 hosts would be 32896 tunnels", refusal.ToString(), StringComparison.Ordinal);
        Assert.Contains("runbook ovn-overlay", refusal.ToString(), StringComparison.Ordinal);
        Assert.Equal(257, Overlay.Plan(hosts, "overlay_cidr=10.0.0.0/8", "topology=hub").Hosts.Count);
    }

    [Theory]
    [InlineData("topology=mesh", "h1", true)]
    [InlineData("topology=hub", "h1", false)]
    [InlineData("topology=hub", "h2", true)]
    [InlineData("loop_protection=rstp", "h2", false)]
    public void Tunnel_ports_are_protected_except_at_the_hub(string option, string host, bool isProtected)
    {
        var tunnels = Overlay.Plan(3, option).Step(host, "tunnels").Do!;

        Assert.Contains($" 4789 '' {(isProtected ? "true" : "false")} vxlan-", tunnels, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1450, "tunnel_type=vxlan")]
    [InlineData(1462, "tunnel_type=gre")]
    [InlineData(1458, "tunnel_type=gre", "tunnel_key=7")]
    [InlineData(1450, "tunnel_type=geneve")]
    [InlineData(8950, "underlay_mtu=9000")]
    [InlineData(1400, "mtu=1400")]
    [InlineData(1430, "h1:underlay_ip=fd00::1", "h2:underlay_ip=fd00::2", "firewall=leave")]
    public void The_mtu_leaves_room_for_the_tunnel(int mtu, params string[] options)
    {
        var plan = Overlay.Plan(2, options);

        Assert.Equal(mtu,
            JsonDocument.Parse(plan.Step("h1", "docker").File!.Content).RootElement.GetProperty("mtu").GetInt32());
        Assert.Contains($"mtu_request={mtu}", plan.Step("h1", "bridge").Do, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_is_an_option_of_the_tunnel_only_where_given()
    {
        Assert.Contains(" 4789 42 true ", Overlay.Plan(2, "tunnel_key=42").Step("h1", "tunnels").Do,
            StringComparison.Ordinal);
        Assert.Contains(" 4789 '' true ", Overlay.Plan(2).Step("h1", "tunnels").Do, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("persist=false", "persist-firewall persist-script persist-unit", "")]
    [InlineData("firewall=leave", "firewall firewall-off persist-firewall", "")]
    [InlineData("firewall=disable", "firewall persist-firewall", "firewall-off")]
    [InlineData("docker_bridge=br-app", "docker", "network")]
    [InlineData("docker_bridge=docker0", "network", "docker")]
    [InlineData("selinux=permissive", "firewall-off", "selinux")]
    public void An_option_brings_steps_and_leaves_others_out(string option, string absent, string present)
    {
        var ids = Overlay.Plan(2, option).Ids("h1").ToList();

        Assert.Empty(ids.Intersect(absent.Split(' ')));
        Assert.All(present.Split(' ', StringSplitOptions.RemoveEmptyEntries), id => Assert.Contains(id, ids));
    }

    [Theory]
    [InlineData("system")]
    [InlineData("netdev")]
    public void The_datapath_is_set_on_the_bridge(string datapath) =>
        Assert.Contains($"datapath_type={datapath}",
            Overlay.Plan(2, $"datapath_type={datapath}").Step("h1", "bridge").Do, StringComparison.Ordinal);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_same_input_gives_the_same_bytes(int hosts)
    {
        var (one, two) = (Overlay.Plan(hosts), Overlay.Plan(hosts));

        Assert.Equal(JsonSerializer.SerializeToUtf8Bytes(one, JournalJson.Default.Plan),
            JsonSerializer.SerializeToUtf8Bytes(two, JournalJson.Default.Plan));
        Assert.Equal(RunFolder.HashOf(one), RunFolder.HashOf(two));
        Assert.NotEqual(RunFolder.HashOf(one), RunFolder.HashOf(Overlay.Plan(hosts, "bridge=other")));
    }

    [Fact]
    public void An_option_wins_over_the_answers_and_these_over_the_inventory()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "bridge: fromanswers\ntunnel_port: 5000\nhosts: { h2: { underlay_mtu: 1600 } }\n");
        var answers = new Answers();
        answers.AddFile(file);
        answers.AddOption("bridge=fromoption");
        answers.AddOption("h1:underlay_mtu=1700");
        var plan = Overlay.Plan("params: { bridge: inv, tunnel_port: 4000, selinux: permissive }\n" + Overlay.Hosts(2),
            answers);
        File.Delete(file);

        var (h1, h2) = (plan.Hosts[0].Values, plan.Hosts[1].Values);
        Assert.Equal(("fromoption", "5000", "permissive"), (h1["bridge"], h1["tunnel_port"], h1["selinux"]));
        Assert.Equal(("1700", "1600"), (h1["underlay_mtu"], h2["underlay_mtu"]));
    }

    [Fact]
    public void Two_hundred_hosts_around_a_hub_are_planned()
    {
        var plan = Overlay.Plan(200, "topology=hub");

        Assert.Equal((200, 199), (plan.Hosts.Count, plan.Topology!.Tunnels.Count));
        Assert.Equal(199, Count(plan.Step("h1", "tunnels").Do!, " vxlan-"));
        Assert.Equal(1, Count(plan.Step("h200", "tunnels").Do!, " vxlan-"));
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}

using OvsWizard.Plans;
using OvsWizard.Texts;

namespace OvsWizard.Tests.Plans;

public sealed class TopologyDrawingTests
{
    private static string Draw(int hosts, int width = 78, Language language = Language.English,
        params string[] options) =>
        string.Join('\n', TopologyDrawing.Draw(Overlay.Plan(hosts, options).Topology!, width, language));

    [Fact]
    public void Two_hosts_are_two_boxes_and_a_tunnel() => Assert.Equal("""
        Mesh: every host has a tunnel to every other, 1 in all (vxlan key 7).
        Block 10.0.0.0/16: all container subnets; a route leads it to the bridge.
        Loops: none, the tunnels form a tree.

        ┌─────────────────────┐                 ┌─────────────────────┐
        │ h1                  │                 │ h2                  │
        │ docker0 10.0.1.1/24 │                 │ docker0 10.0.2.1/24 │
        │ └ ovsBridge0        │                 │ └ ovsBridge0        │
        │   └ 172.16.100.1    ╞══ vxlan key 7 ══╡   └ 172.16.100.2    │
        └─────────────────────┘                 └─────────────────────┘
        """, Draw(2, options: "tunnel_key=7"));

    [Fact]
    public void Three_hosts_are_a_triangle() => Assert.EndsWith("""
        │   └ 172.16.100.1    ╞══ vxlan ══╡   └ 172.16.100.2    │
        └──────────╥──────────┘           └──────────╥──────────┘
                   ║                                 ║
                   ╚════════════╗       ╔════════════╝
                                ║       ║
                         ┌──────╨───────╨──────┐
                         │ h3                  │
                         │ docker0 10.0.3.1/24 │
                         │ └ ovsBridge0        │
                         │   └ 172.16.100.3    │
                         └─────────────────────┘
        """, Draw(3));

    [Fact]
    public void Four_hosts_are_a_square_with_both_diagonals() => Assert.EndsWith("""
        └──────────╥──────────┘           └──────────╥──────────┘
                   ║            ╲       ╱            ║
                   ║                ╳                ║
                   ║            ╱       ╲            ║
        ┌──────────╨──────────┐           ┌──────────╨──────────┐
        │ h3                  │           │ h4                  │
        │ docker0 10.0.3.1/24 │           │ docker0 10.0.4.1/24 │
        │ └ ovsBridge0        │           │ └ ovsBridge0        │
        │   └ 172.16.100.3    ╞══ vxlan ══╡   └ 172.16.100.4    │
        └─────────────────────┘           └─────────────────────┘
        """, Draw(4));

    [Fact]
    public void Only_tunnels_that_there_are_are_drawn()
    {
        var star = Draw(4, options: ["topology=hub", "hub=h2"]);

        Assert.StartsWith("Star: every host has a tunnel to the hub h2, 3 in all (vxlan).", star,
            StringComparison.Ordinal);
        Assert.Equal((1, 1, 0, 3), (star.Count(c => c == '╞'), star.Count(c => c == '╨'), star.Count(c => c == '╲'),
            star.Count(c => c == '╱')));
    }

    [Theory]
    [InlineData("loop_protection=protected", "Loops: none, tunnel ports do not forward to each other (protected).")]
    [InlineData("loop_protection=rstp", "Loops: RSTP blocks the links that would close one.")]
    [InlineData("topology=hub", "Loops: none, the tunnels form a tree.")]
    public void What_breaks_loops_is_said(string option, string says) =>
        Assert.Contains(says, Draw(3, options: option), StringComparison.Ordinal);

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.Chinese)]
    public void Two_hundred_hosts_fit_eighty_columns(Language language)
    {
        string[] names = [.. Enumerable.Range(1, 200).Select(i => $"docker-host-with-a-long-name-{i}")];
        var topology = new Topology("mesh", null, "protected", "vxlan", "10.0.0.0/16",
            [.. names.Select((n, i) => new TopologyNode(n, "ovsBridge0", "docker0", $"172.16.100.{i}",
                $"10.0.{i}.1/24"))], Topology.TunnelsOf("mesh", null, names));
        var lines = TopologyDrawing.Draw(topology, 78, language);

        Assert.All(lines, line => Assert.True(Columns.Width(line) <= 78, line));
        Assert.Equal(200, lines.Count(l =>
            l.Contains("10.0.", StringComparison.Ordinal) && l.Contains("172.16.100.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Columns_of_the_table_stand_under_each_other_in_Chinese()
    {
        var rows = Draw(6, 78, Language.Chinese).Split('\n')[5..];

        Assert.Single(rows.Select(r => Columns.Width(r[..r.IndexOf("10.0.", StringComparison.Ordinal)])).Distinct());
    }

    [Fact]
    public void Where_boxes_do_not_fit_there_is_a_table() =>
        Assert.DoesNotContain("┌", Draw(2, 50), StringComparison.Ordinal);

    [Fact]
    public void A_label_in_wide_characters_keeps_the_boxes_straight()
    {
        var topology = Overlay.Plan(2).Topology! with { Label = "隧道" };
        var lines = TopologyDrawing.Draw(topology, 78, Language.English).Where(l => l.StartsWith('│')).ToList();

        Assert.Equal(4, lines.Count);
        Assert.Single(lines.Select(Columns.Width).Distinct());
    }
}

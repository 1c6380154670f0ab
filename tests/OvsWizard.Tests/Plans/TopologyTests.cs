using OvsWizard.Plans;

namespace OvsWizard.Tests.Plans;

public sealed class TopologyTests
{
    [Theory]
    [InlineData("mesh", 2, 1)]
    [InlineData("mesh", 3, 3)]
    [InlineData("mesh", 8, 28)]
    [InlineData("hub", 8, 7)]
    [InlineData("none", 8, 0)]
    public void The_shape_decides_how_many_tunnels(string shape, int hosts, int expected) =>
        Assert.Equal(expected, Topology.TunnelsOf(shape, "h1", Names(hosts)).Count);

    [Theory]
    [InlineData("mesh", 2, false)]
    [InlineData("mesh", 3, true)]
    [InlineData("hub", 8, false)]
    public void Three_in_a_mesh_are_a_loop(string shape, int hosts, bool loop) =>
        Assert.Equal(loop, Topology.LoopIn(Topology.TunnelsOf(shape, "h1", Names(hosts))) is not null);

    [Fact]
    public void The_hub_has_all_others_as_peers_and_they_have_only_the_hub()
    {
        var tunnels = Topology.TunnelsOf("hub", "h2", Names(3));

        Assert.Equal(["h1", "h3"], Topology.PeersIn(tunnels)["h2"]);
        Assert.Equal(["h2"], Topology.PeersIn(tunnels)["h3"]);
    }

    private static string[] Names(int count) => [.. Enumerable.Range(1, count).Select(i => $"h{i}")];
}

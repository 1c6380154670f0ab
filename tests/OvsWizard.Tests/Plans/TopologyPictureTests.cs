using OvsWizard.Plans;

namespace OvsWizard.Tests.Plans;

public sealed class TopologyPictureTests
{
    private static TopologyPicture? Of(string shape, int hosts)
    {
        var names = Enumerable.Range(1, hosts).Select(n => $"h{n}").ToList();
        return TopologyPicture.Of(new Topology(shape, "h1", "protected", "vxlan", "10.0.0.0/16",
            [.. names.Select(n => new TopologyNode(n, "ovsBridge0", "docker0", "172.16.100.10", "10.0.1.1/24"))],
            Topology.TunnelsOf(shape, "h1", names)));
    }

    [Theory]
    [InlineData("mesh")]
    [InlineData("hub")]
    [InlineData("none")]
    public void No_two_hosts_touch_and_none_leaves_the_picture(string shape) =>
        Assert.All(Enumerable.Range(1, 64), hosts => AssertApart(shape, hosts));

    private static void AssertApart(string shape, int hosts)
    {
        var picture = Of(shape, hosts)!;
        Assert.Equal(hosts, picture.Nodes.Count);
        Assert.All(picture.Nodes, n => Assert.True(n.X > 0 && n.Y > 0 && n.X + picture.BoxWidth < picture.Width
            && n.Y + picture.BoxHeight < picture.Height));
        foreach (var (i, one) in picture.Nodes.Index())
            Assert.All(picture.Nodes.Skip(i + 1), other => Assert.True(Math.Abs(one.X - other.X) > picture.BoxWidth
                || Math.Abs(one.Y - other.Y) > picture.BoxHeight, $"{one.Node.Host} and {other.Node.Host}"));
    }

    [Fact]
    public void Two_stand_side_by_side_and_a_third_below_them()
    {
        var nodes = Of("mesh", 3)!.Nodes;
        Assert.Equal(nodes[0].Y, nodes[1].Y, 3);
        Assert.True(nodes[0].X < nodes[2].X && nodes[2].X < nodes[1].X && nodes[2].Y > nodes[0].Y);
    }

    [Fact]
    public void The_hub_is_in_the_middle_and_every_tunnel_ends_there()
    {
        var picture = Of("hub", 6)!;
        var hub = Assert.Single(picture.Nodes, n => n.IsHub);
        Assert.Equal("h1", hub.Node.Host);
        Assert.Equal(5, picture.Tunnels.Count);
        Assert.All(picture.Tunnels,
            t => Assert.Equal((hub.X + (picture.BoxWidth / 2), hub.Y + (picture.BoxHeight / 2)), (t.X1, t.Y1)));
    }

    [Fact]
    public void Many_have_their_names_only_and_too_many_no_picture()
    {
        Assert.Equal(["h1", "docker0 10.0.1.1/24", "ovsBridge0", "172.16.100.10"], Of("mesh", 12)!.Nodes[0].Lines);
        Assert.Equal(["h1"], Of("mesh", 13)!.Nodes[0].Lines);
        Assert.Null(Of("mesh", 65));
    }
}

namespace OvsWizard.Tests.Plans;

public sealed class PlanRefusalTests
{
    [Theory]
    [InlineData("h2:container_subnet=10.0.1.129/25",
        "-p h2:container_subnet: h1 and h2 have overlapping container_subnet")]
    [InlineData("h2:container_subnet=10.0.1.1/24",
        "-p h2:container_subnet: h1 and h2 have overlapping container_subnet 10.0.1.1/24")]
    [InlineData("h2:container_subnet=10.1.2.1/24",
        "-p h2:container_subnet: h2's container_subnet 10.1.2.1/24 lies outside overlay_cidr 10.0.0.0/16")]
    [InlineData("h2:underlay_ip=10.0.9.1", "-p h2:underlay_ip: h2's underlay_ip 10.0.9.1 lies within overlay_cidr")]
    [InlineData("h2:underlay_ip=172.16.100.1", "-p h2:underlay_ip: h1 and h2 have the same underlay_ip 172.16.100.1")]
    [InlineData("loop_protection=none", "the tunnels form an unprotected loop: h2 – h3 closes it")]
    [InlineData("mtu=1480",
        "h1: an MTU of 1480 does not fit: vxlan adds 50 bytes, and the underlay carries 1500; use auto, or 1450 at the most")]
    [InlineData("mtu=100", "an MTU of 100 is too small")]
    [InlineData("bridge=docker0", "bridge and docker_bridge are both docker0")]
    [InlineData("tunel_key=1", "vxlan-overlay has no parameter 'tunel_key'\n  fix: did you mean 'tunnel_key'?")]
    [InlineData("h9:underlay_mtu=1500", "host 'h9' not found in this run")]
    [InlineData("tunnel_key=x", "-p tunnel_key: tunnel_key must be an integer from 0 to 16777215, not 'x'")]
    [InlineData("tunnel_type=vxlam", "did you mean 'vxlan'?")]
    [InlineData("hub=h9", "hub must be the name of a host of the inventory, not 'h9'")]
    [InlineData("bridge", "'-p bridge' has no value")]
    public void What_cannot_work_is_refused(string option, string expected) =>
        Refused(expected, Overlay.Hosts(3), option);

    [Theory]
    [InlineData("container_subnet: 10.0.1.1/24", "inventory.yml:3:84: h1 and h2 have overlapping container_subnet")]
    [InlineData("container_subnet: nonsense",
        "inventory.yml:3:84: container_subnet must be an address with prefix length such as 10.0.1.1/24, not 'nonsense'")]
    [InlineData("underlay_mtu: 1500", "inventory.yml:3:3: 'container_subnet' is not given for h2")]
    [InlineData("mtu: 1400, container_subnet: 10.0.2.1/24", null)]
    public void A_mistake_of_the_inventory_is_told_with_its_place(string written, string? expected)
    {
        var inventory = Overlay.Hosts(2).Replace("container_subnet: 10.0.2.1/24", written, StringComparison.Ordinal);

        if (expected is null) Assert.Equal("1400", Overlay.Plan(inventory).Hosts[0].Values["mtu"]);
        else Refused(expected, inventory);
    }

    [Fact]
    public void A_parameter_of_the_site_has_one_value()
    {
        var inventory = Overlay.Hosts(2)
            .Replace("container_subnet: 10.0.1", "mtu: 1300, container_subnet: 10.0.1", StringComparison.Ordinal)
            .Replace("container_subnet: 10.0.2", "mtu: 1400, container_subnet: 10.0.2", StringComparison.Ordinal);

        Refused("inventory.yml:3:71: 'mtu' is one value for all hosts, and is given as both '1300' and '1400'",
            inventory);
    }

    [Fact]
    public void One_host_is_too_few() =>
        Refused("vxlan-overlay needs at least 2 hosts, and this run has 1", Overlay.Hosts(1));

    private static void Refused(string expected, string inventory, params string[] options)
    {
        var failure = Assert.Throws<Failure>(() => Overlay.Plan(inventory, options));

        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.Contains(expected, failure.ToString(), StringComparison.Ordinal);
    }
}

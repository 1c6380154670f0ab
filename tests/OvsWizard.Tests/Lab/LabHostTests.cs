using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

public sealed class LabHostTests
{
    [Fact]
    public void The_first_hosts_are_those_of_the_handbook()
    {
        var host = new LabHost(2);

        Assert.Equal("docker02 192.168.130.129 172.16.100.20 10.0.2.1/24 172.16.20.1 172.16.20.254",
            $"{host.Name} {host.Management} {host.Underlay} {host.ContainerSubnet} {host.Uplink} {host.Gateway}");
    }

    [Fact]
    public void No_two_hosts_share_an_address_or_a_MAC()
    {
        var hosts = LabHost.First(LabHost.Most);

        foreach (var choose in new Func<LabHost, string>[] { h => h.Name, h => h.Management, h => h.Underlay,
            h => h.Uplink, h => h.Gateway, h => h.ManagementMac, h => h.UnderlayMac })
            Assert.Equal(hosts.Count, hosts.Select(choose).Distinct().Count());
        Assert.DoesNotContain(hosts, host => host.Management == Fabric.OperatorAddress);
        Assert.All(hosts, host => Assert.True(System.Net.IPAddress.TryParse(host.Underlay, out _), host.Underlay));
    }

    [Fact]
    public void Link_names_fit_an_interface_name() =>
        Assert.All(LabHost.First(LabHost.Most).SelectMany(host => Enum.GetValues<LabNetwork>().Select(host.Port)),
            port => Assert.InRange(port.Length, 1, 15));

    [Theory]
    [InlineData("docker02", "docker02")]
    [InlineData("192.168.130.129", "docker02")]
    [InlineData("docker03", null)]
    public void A_host_is_found_by_name_or_address(string text, string? name) =>
        Assert.Equal(name, LabHost.Find(LabHost.First(2), text)?.Name);

    [Theory]
    [InlineData("docker07", 7)]
    [InlineData("docker", null)]
    [InlineData("web01", null)]
    public void A_folder_name_says_which_host_it_is(string name, int? number) =>
        Assert.Equal(number, LabHost.Parse(name)?.Number);
}

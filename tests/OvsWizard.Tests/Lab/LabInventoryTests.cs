using OvsWizard.Lab;
using OvsWizard.Yaml;

namespace OvsWizard.Tests.Lab;

public sealed class LabInventoryTests
{
    private static readonly LabName Name = new("x");

    [Fact]
    public void The_inventory_says_how_to_reach_the_hosts_and_what_they_are_given()
    {
        var root = Read(kernelDatapath: true);

        Assert.Equal("ovsw-x-op", root.Find("defaults")!.AsMapping($"defaults").FindText("netns"));
        var host = root.Find("hosts")!.AsMapping($"hosts").Find("docker02")!.AsMapping($"docker02");
        Assert.Equal("192.168.130.129", host.FindText("address"));
        var parameters = host.Find("params")!.AsMapping($"params");
        Assert.Equal("172.16.100.20 10.0.2.1/24 172.16.20.1/24 172.16.20.254",
            string.Join(' ',
                new[] { "underlay_ip", "container_subnet", "address", "gateway" }.Select(parameters.FindText)));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "netdev")]
    public void Without_the_kernels_datapath_bridges_are_of_type_netdev(bool kernelDatapath, string? type) =>
        Assert.Equal(type, Read(kernelDatapath).Find("params")?.AsMapping($"params").FindText("datapath_type"));

    [Fact]
    public void A_host_key_is_found_by_address_and_by_name() =>
        Assert.Equal(
            "192.168.130.128,172.16.10.1,docker01 k AAAA\n"
            + "192.168.130.129,[192.168.130.129]:2222,172.16.20.1,docker02 k BBBB\n",
            LabInventory.KnownHosts([(new LabHost(1), "k AAAA", 22), (new LabHost(2), "k BBBB", 2222)]));

    [Theory]
    [InlineData("plain", null, null, null)]
    [InlineData("rhel", null, null, null)]
    [InlineData("ubuntu", "deployer", "sudo", null)]
    [InlineData("hardened", "operator", "sudo", "OVSWIZARD_LAB_PASSWORD")]
    public void Each_flavour_lets_in_whom_its_sites_do(string flavour, string? user, string? become, string? password)
    {
        var hosts = Read(kernelDatapath: true, flavour).Find("hosts")!.AsMapping($"hosts");
        var host = hosts.Find("docker01")!.AsMapping($"docker01");

        string[] keys = ["user", "become", "password_env"];
        Assert.Equal([user, become, password], keys.Select(host.FindText));
    }

    [Theory]
    [InlineData(LabScene.Overlay, true, "ADDRESS=172.16.100.10/24\nDEVICE=eth1\nGATEWAY=\n")]
    [InlineData(LabScene.Overlay, false, "ADDRESS=172.16.100.10/24\nDEVICE=br-under\nGATEWAY=\n")]
    [InlineData(LabScene.Uplink, false, "ADDRESS=172.16.10.1/24\nDEVICE=eth1\nGATEWAY=172.16.10.254\n")]
    public void Userspace_tunnels_get_the_underlay_address_on_a_bridge(LabScene scene, bool kernelDatapath,
        string file) =>
        Assert.Equal(file, HostFiles.Underlay(new LabHost(1), scene, kernelDatapath));

    private static YamlMapping Read(bool kernelDatapath, string flavour = "plain")
    {
        var disk = new HostDisk(new("bookworm", flavour), "/image");
        var state = new LabState(LabScene.Overlay, LabMake.Containers, [disk, disk]);
        var text = LabInventory.Write(Name, new LabFolder(Name), state, kernelDatapath);
        return YamlFile.Parse(text, "inventory.yml").AsMapping($"the inventory");
    }
}

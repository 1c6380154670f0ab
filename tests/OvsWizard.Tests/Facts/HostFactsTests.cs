using OvsWizard.Facts;

namespace OvsWizard.Tests.Facts;

public sealed class HostFactsTests
{
    private static HostFacts Read(params string[] lines) => lines.Aggregate(HostFacts.None, HostFactsReader.Add);

    [Fact]
    public void Interfaces_gather_their_addresses()
    {
        var facts = Read("link\teth1\t9000\tup\tbond0", "address\teth1\t172.16.100.10/24", "address\teth1\tfd00::1/64",
            "address\tother\t1.1.1.1/8");

        var link = Assert.Single(facts.Interfaces);
        Assert.Equal(("eth1", 9000, "up", "bond0"), (link.Name, link.Mtu, link.State, link.Master));
        Assert.Equal(["172.16.100.10/24", "fd00::1/64"], link.Addresses);
    }

    [Theory]
    [InlineData("docker\t27.1\trunning", "27.1, 0 running")]
    [InlineData("docker\t27.1\tstopped", "27.1, stopped")]
    [InlineData("docker\t27.1\tdenied", "27.1, denied")]
    [InlineData("end", "missing")]
    [InlineData("uid\t0", "")]
    public void Docker_is_said_in_a_cell(string line, string cell) =>
        Assert.Equal(cell, HostFactsText.Docker(Read(line), Language.English));

    [Theory]
    [InlineData("3.1.0, kernel", "ovs\t3.1.0\trunning", "datapath\tsystem", "datapath\tnetdev")]
    [InlineData("3.1.0, netdev", "ovs\t3.1.0\trunning", "datapath\tnetdev")]
    [InlineData("3.1.0, stopped", "ovs\t3.1.0\tstopped")]
    [InlineData("missing", "end")]
    public void Open_vSwitch_is_said_in_a_cell(string cell, params string[] lines) =>
        Assert.Equal(cell, HostFactsText.Ovs(Read(lines), Language.English));

    [Fact]
    public void What_a_host_says_cannot_reach_the_terminal_as_more_than_text()
    {
        var facts = Read("os\t\u001b[31mred\a\tid", $"kernel\t{new string('k', 100_000)}", "welcome to this host",
            "link", "address");

        Assert.Equal(("?[31mred?", 200), (facts.Os, facts.Kernel.Length));
    }

    [Fact]
    public void A_host_cannot_fill_the_memory_with_facts() =>
        Assert.Equal(1000, Read([.. Enumerable.Range(0, 5000).Select(i => $"container\tc{i}")]).Containers.Count);
}

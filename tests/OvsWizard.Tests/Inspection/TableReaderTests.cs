using CsCheck;
using OvsWizard.Cli;
using OvsWizard.Inspection;

namespace OvsWizard.Tests.Inspection;

public sealed class TableReaderTests
{
    public static TheoryData<string> Views() => [.. Captured.Library.All().Select(v => v.Id)];

    [Theory]
    [MemberData(nameof(Views))]
    public void What_a_real_host_says_becomes_a_table(string id)
    {
        var view = Captured.Library.Find(id);
        var table = Captured.Table(view);
        var printed = new StringWriter();

        new InspectPrinter(printed, new Colours(false), Language.English).Print(view, [table], outputs: false);
        new InspectPrinter(printed, new Colours(false), Language.Chinese).Print(view, [table], outputs: false);

        GoldenTable.Matches($"inspector/{id}", printed.ToString());
    }

    /// <summary>Releases before 2.14 say slave and quote names; values of one feature stand in other places.</summary>
    [Theory]
    [InlineData("bonds",
        "---- bond0 ----\nbond_mode: balance-slb\nlacp_status: negotiated\n\nslave eth2: enabled\n  active slave\n  may_enable: true\nslave eth3: disabled\n",
        "bond0 eth2 enabled active balance-slb negotiated|bond0 eth3 disabled  balance-slb negotiated")]
    [InlineData("overview",
        "    Bridge \"br0\"\n        Port \"vxlan0\"\n            tag: 7\n            Interface \"vxlan0\"\n                type: vxlan\n                options: {remote_ip=\"10.0.0.1\"}\n        Port \"eth1\"\n            Interface \"eth1\"\n",
        "br0 vxlan0 vxlan0 vxlan 7 remote_ip=\"10.0.0.1\" |br0 eth1 eth1    ")]
    [InlineData("flows",
        "bridge br0\n cookie=0x1, duration=9.1s, table=0, n_packets=3, n_bytes=252, idle_timeout=60, idle_age=2, priority=100,ip,nw_dst=10.0.1.0/24 actions=output:1\n cookie=0x0, duration=1.0s, table=3, n_packets=0, n_bytes=0, reset_counts priority=0 actions=drop\n cookie=0x0, duration=1.0s, table=4, n_packets=0, n_bytes=0, actions=NORMAL\n",
        "br0 0 priority=100,ip,nw_dst=10.0.1.0/24 output:1 3 252 9.1s|br0 3 priority=0 drop 0 0 1.0s|br0 4  NORMAL 0 0 1.0s")]
    [InlineData("linux-bridges",
        "7: ovsBridge0 state UNKNOWN : <BROADCAST,UP,LOWER_UP> mtu 1450 master docker0 state forwarding priority 32 cost 100 \n",
        "ovsBridge0 docker0 forwarding 1450 BROADCAST,UP,LOWER_UP")]
    [InlineData("routes", "default via 192.168.130.2 dev eth0 proto dhcp metric 100 \nblackhole 10.9.0.0/16 \n",
        "default 192.168.130.2 eth0  dhcp metric 100|10.9.0.0/16     ")]
    [InlineData("neighbours",
        "10.0.2.2 dev docker0  FAILED\nfe80::1 dev eth0 lladdr 02:00:00:00:00:01 router REACHABLE\n",
        "10.0.2.2 docker0  FAILED|fe80::1 eth0 02:00:00:00:00:01 REACHABLE")]
    [InlineData("programs", "ovs-vsctl|missing||\n", "ovs-vsctl missing  ")]
    public void Other_releases_say_it_their_own_way(string view, string output, string expected) =>
        Assert.Equal(expected,
            string.Join('|', TableReader.Read(Captured.Library.Find(view), output).Select(r => string.Join(' ', r))));

    [Fact]
    public void The_same_key_again_adds_to_its_row_and_an_unknown_one_to_none()
    {
        var ports = Captured.Library.Find("ports");

        var rows = TableReader.Read(ports,
            "    Bridge br0\n        Port p1\n            Interface p1\nname : p1\nlink_state : up\nname : stranger\nlink_state : down\n");

        Assert.Equal(["p1", "br0", "p1", "up"], Assert.Single(rows).Take(4));
    }

    [Fact]
    public void A_heading_forgets_what_stood_under_the_one_before()
    {
        var rows = TableReader.Read(Captured.Library.Find("overview"),
            "    Bridge a\n        Port p\n            tag: 5\n            Interface p\n    Bridge b\n            Interface q\n");

        Assert.Equal(["b", "", "q", "", ""], rows[1].Take(5));
    }

    [Fact]
    public void Nothing_that_a_host_says_breaks_the_reading()
    {
        var views = Captured.Library.All();
        Gen.String.Array[0, 20].Sample(lines =>
        {
            foreach (var view in views)
                Assert.All(TableReader.Read(view, string.Join('\n', lines)),
                    row => Assert.Equal(view.Columns.Count, row.Count));
        }, iter: 200);
    }

    [Fact]
    public void A_line_of_a_megabyte_is_no_row() =>
        Assert.Empty(TableReader.Read(Captured.Library.Find("routes"), new string('a', 1 << 20)));
}

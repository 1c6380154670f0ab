using OvsWizard.Templates;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// Before-images in the shells of hosts, each in a fresh network namespace: print it, change everything, run it, print
/// it again.
/// </summary>
public sealed class KeepTests : IDisposable
{
    private const string Scene = """
        ip link set lo up
        ip link add eth1 type veth peer name switch
        ip link set switch up
        ip link set eth1 mtu 1400 up
        ip link add docker0 type bridge
        ip addr add 172.16.10.1/24 brd + dev eth1
        ip addr add 172.16.10.7/24 dev eth1 label eth1:7
        ip addr add 10.1.0.9/32 scope link dev eth1
        ip addr add 10.9.0.1 peer 10.9.0.2/32 dev eth1 noprefixroute
        ip route add default via 172.16.10.254 dev eth1 proto static src 172.16.10.7 metric 100
        ip route add default via 203.0.113.1 dev eth1 onlink metric 200
        ip route add default metric 300 nexthop via 172.16.10.2 dev eth1 weight 1 nexthop via 172.16.10.3 dev eth1 weight 2
        ip route add 10.50.0.0/16 via 172.16.10.2 mtu lock 1300
        ip route add 192.168.7.0/24 dev eth1 table 77
        ip route add unreachable 10.60.0.0/16

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>
    /// What the keeps print; after that they print the same once more when nothing, and when <paramref name="change"/>,
    /// came between.
    /// </summary>
    private string Image(string shell, string scene, string keep, string change)
    {
        Assert.SkipUnless(Environment.UserName == "root", "a network namespace needs root");
        var functions = HostFunctions.Of("keep");
        var before = ShellQuote.Quote(Path.Combine(folder, "before"));
        return HostShell.Run($$"""
            unshare --net {{shell}} -e <<'OVSW_TEST'
            {{functions}}
            {{scene}}
            keep() {
            {{keep}}
            }
            keep >{{before}}
            cat {{before}}
            ( set -e; eval "$(cat {{before}})" )
            echo "unchanged:"
            keep | diff {{before}} -
            {{change}}
            ! keep | cmp -s {{before}} - || echo "the change changes nothing"
            ( set -e; eval "$(cat {{before}})" )
            echo "changed:"
            keep | diff {{before}} -
            OVSW_TEST
            """).TrimEnd('\n');
    }

    private void AssertImage(string shell, string scene, string keep, string change, string image) =>
        Assert.Equal(image + "\nunchanged:\nchanged:", Image(shell, scene, keep, change));

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Addresses_come_back_in_their_order_with_all_that_they_say(string shell) =>
        AssertImage(shell, Scene, "keep_addresses eth1\nkeep_addresses docker0",
            "ip addr del 172.16.10.1/24 dev eth1; ip addr add 172.16.10.1/24 brd + dev eth1; ip addr add 172.17.0.1/16 dev docker0",
            """
        keep_if_there interface eth1 keep_put_addresses eth1 : '10.1.0.9/32 scope link' '172.16.10.1/24 brd 172.16.10.255 scope global' '10.9.0.1 peer 10.9.0.2/32 scope global noprefixroute' '172.16.10.7/24 scope global label eth1:7'
        keep_if_there interface docker0 keep_put_addresses docker0 :
        """);

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Links_come_back_into_their_bridge_with_state_and_mtu(string shell) =>
        AssertImage(shell, Scene + "ip link set switch master docker0\n",
            "keep_link eth1\nkeep_link switch\nkeep_link docker0\nkeep_link gone",
            "ip link set eth1 mtu 1450 master docker0; ip link set switch nomaster; ip link set docker0 up; ip link set switch down; ip link add gone type bridge",
            """
        keep_if_there interface eth1 keep_put_link eth1 mtu=1400
        keep_if_there interface eth1 keep_put_link eth1 master=
        keep_if_there interface eth1 keep_put_link eth1 state=up
        keep_if_there interface switch keep_put_link switch mtu=1500
        keep_if_there interface switch keep_put_link switch master=docker0
        keep_if_there interface switch keep_put_link switch state=up
        keep_if_there interface docker0 keep_put_link docker0 mtu=1500
        keep_if_there interface docker0 keep_put_link docker0 master=
        keep_if_there interface docker0 keep_put_link docker0 state=down
        keep_without_link gone
        """);

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Routes_come_back_with_gateway_source_metric_and_table(string shell) => AssertImage(shell, Scene,
        "keep_routes eth1\nkeep_default_route\nkeep_route 10.60.0.0/16\nkeep_route 10.61.0.0/16",
        "ip route flush table 77; ip route flush default; ip route add default via 172.16.10.9; ip route del 10.50.0.0/16; ip route del unreachable 10.60.0.0/16; ip route add 10.61.0.0/16 dev eth1",
        """
        keep_put_routes 'table all dev eth1' : '192.168.7.0/24 table 77 scope link dev eth1' 'default via 172.16.10.254 proto static src 172.16.10.7 metric 100 dev eth1' 'default via 203.0.113.1 metric 200 onlink dev eth1' '10.50.0.0/16 via 172.16.10.2 mtu lock 1300 dev eth1'
        keep_put_routes 'exact default' : 'default via 172.16.10.254 dev eth1 proto static src 172.16.10.7 metric 100' 'default via 203.0.113.1 dev eth1 metric 200 onlink' 'default metric 300 nexthop via 172.16.10.2 dev eth1 weight 1 nexthop via 172.16.10.3 dev eth1 weight 2'
        keep_put_routes 'exact 10.60.0.0/16' : 'unreachable 10.60.0.0/16'
        keep_put_routes 'exact 10.61.0.0/16' :
        """);

    /// <summary>
    /// It gives addresses without the route that the kernel would make, and without that no gateway can be set.
    /// </summary>
    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void What_NetworkManager_has_set_comes_back_with_the_route_to_its_network(string shell) =>
        AssertImage(shell, """
        ip link add eth1 type veth peer name switch
        ip link set switch up
        ip link set eth1 up
        ip addr add 172.16.10.1/24 brd + dev eth1 noprefixroute
        ip route add 172.16.10.0/24 dev eth1 proto kernel scope link src 172.16.10.1 metric 100
        ip route add default via 172.16.10.254 dev eth1 proto static metric 100

        """,
            "keep_addresses eth1\nkeep_routes eth1", "ip addr flush dev eth1",
            """
        keep_if_there interface eth1 keep_put_addresses eth1 : '172.16.10.1/24 brd 172.16.10.255 scope global noprefixroute'
        keep_put_routes 'table all dev eth1' : '172.16.10.0/24 proto kernel scope link src 172.16.10.1 metric 100 dev eth1' 'default via 172.16.10.254 proto static metric 100 dev eth1'
        """);

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_link_moved_into_a_bridge_comes_back_with_addresses_and_routes(string shell)
    {
        var said = Image(shell, Scene,
            "keep_link eth1\nkeep_addresses docker0\nkeep_addresses eth1\nkeep_routes eth1\nkeep_default_route",
            "ip addr flush dev eth1; ip link set eth1 master docker0; ip link set docker0 up; ip addr add 172.16.10.1/24 dev docker0; ip route add default via 172.16.10.254");

        Assert.EndsWith("\nunchanged:\nchanged:", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Kernel_settings_come_back_and_those_that_forwarding_drags_along(string shell) => AssertImage(shell,
        Scene
            + "sysctl -q -w net.ipv4.conf.all.accept_redirects=0 net.ipv4.ip_local_port_range='2000 60999' net.ipv4.conf.eth1.forwarding=1\n",
        "keep_forwarding\nkeep_sysctl net.ipv4.ip_local_port_range net.ipv4.no_such_thing",
        "sysctl -q -w net.ipv4.ip_forward=1 net.ipv4.ip_local_port_range='3000 4000'",
        "sysctl -q -w net.ipv4.ip_forward=0\nsysctl -q -w net.ipv4.conf.all.accept_redirects=0\nkeep_if_there setting net/ipv4/conf/eth1/forwarding sysctl -q -w net/ipv4/conf/eth1/forwarding=1\n"
            +
        "sysctl -q -w 'net.ipv4.ip_local_port_range=2000\t60999'\n# the kernel has no net.ipv4.no_such_thing");

    /// <summary>
    /// Containers take their veths along, a NIC is pulled out, a bridge is deleted: whatever the image had to say of
    /// them is said no more.
    /// </summary>
    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void What_has_vanished_needs_no_undo(string shell)
    {
        var said = Image(shell, "ovsw_leave() { [ \"$said\" = \"$*\" ] || echo \"left: $*\"; said=$*; }\n" + Scene
            + "ip link set switch master docker0\nsysctl -q -w net.ipv4.conf.eth1.forwarding=1\n",
            "keep_forwarding\nkeep_link eth1\nkeep_mac eth1\nkeep_addresses eth1\nkeep_routes eth1\nkeep_default_route\nkeep_link switch\nkeep_link docker0",
            "ip link del eth1; ip link del docker0; ip link add eth2 type bridge; ip link set eth2 up; ip route add default dev eth2");

        var after = said[said.IndexOf("\nunchanged:\n", StringComparison.Ordinal)..].Split('\n').Where(line =>
            line.StartsWith("left: ", StringComparison.Ordinal) || line.Contains("annot", StringComparison.Ordinal));
        Assert.Equal(
            ["left: the setting net/ipv4/conf/eth1/forwarding is gone", "left: the interface eth1 is gone",
             "left: the interface eth1 is gone, and the routes out of it", "left: the interface switch is gone",
                "left: the interface docker0 is gone"], after);
        Assert.Contains("\nleft: the interface docker0 is gone\nchanged:", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_hostile_name_stays_a_name(string shell) => AssertImage(shell,
        """ip link add 'a'\''$(id)";*' type veth peer name b""" + "\n",
        """keep_link 'a'\''$(id)";*'""" + "\n" + """keep_addresses 'a'\''$(id)";*'""",
        """ip link set 'a'\''$(id)";*' up; ip addr add 192.0.2.1/24 dev 'a'\''$(id)";*'""",
        """
        keep_if_there interface 'a'\''$(id)";*' keep_put_link 'a'\''$(id)";*' mtu=1500
        keep_if_there interface 'a'\''$(id)";*' keep_put_link 'a'\''$(id)";*' master=
        keep_if_there interface 'a'\''$(id)";*' keep_put_link 'a'\''$(id)";*' state=down
        keep_if_there interface 'a'\''$(id)";*' keep_put_addresses 'a'\''$(id)";*' :
        """);

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void What_is_quoted_is_read_back_as_it_was(string shell)
    {
        string[] words = ["", " ", "plain-1.2:3/4=5,6@7%8+9_", "it's", "'", "''", "'a'", "$(touch x)", "`x`",
            "\"q\"", "a\nb\n", "\\", "\\n", "*", "~", "#no", "&;|<>(){}[]!?", "-n", "%s", "网桥"];
        var quoted = string.Join(' ', words.Select(ShellQuote.Quote));

        var said = HostShell.Run($$"""
            {{HostFunctions.Of("keep")}}
            line=$(keep_command printf '<%s>' {{quoted}})
            eval "$line"
            """, shell);

        Assert.Equal(string.Concat(words.Select(word => $"<{word}>")), said);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_note_of_what_is_not_there_stays_a_comment(string shell)
    {
        var said = HostShell.Run($"{HostFunctions.Of("keep")}\nkeep_addresses 'x\necho out'\n", shell);

        Assert.Equal("# there is no interface x echo out, so it has no address\n", said);
    }
}

namespace OvsWizard.Tests.Engine;

/// <summary>What the overlay's functions tell Open vSwitch and find before their own firewall rules.</summary>
public sealed class OverlayFunctionsTests
{
    /// <summary>In bash, which lets a function stand in for a command whose name has a dash.</summary>
    private static async Task<string> SayAsync(string module, string script)
    {
        var result = await HostFunctions.RunAsync([module], script, "bash");
        return result.Output + result.Error;
    }

    [Theory]
    [InlineData("vxlan 192.0.2.1 4789 '' true", "type=vxlan", "options:dst_port=4789", "protected=true", "key=")]
    [InlineData("geneve 192.0.2.1 6081 7 false", "options:dst_port=6081", "options:key=7", "protected=false", "tos")]
    [InlineData("gre 192.0.2.1 '' 9 true", "type=gre", "options:key=9", "options:local_ip=192.0.2.1", "dst_port")]
    public async Task A_tunnel_has_the_options_that_its_type_and_key_ask_for(string words, string first, string second,
        string third, string without)
    {
        var said = await SayAsync("overlays", $"""
            ovs-vsctl() {"{"} case $* in *find*) echo old0; echo t2 ;; *) printf '%s ' "$@"; echo ;; esac; {"}"}
            overlays_put_tunnels br {words} t1,192.0.2.2,docker02 t2,192.0.2.3,docker03
            """);

        var lines = said.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("--if-exists del-port br old0 ", lines[0]);
        Assert.All([first, second, third, "options:remote_ip=192.0.2.2", "external_ids:ovswizard-peer=docker03"],
            text => Assert.Contains($" {text} ", lines[1], StringComparison.Ordinal));
        Assert.Equal((2, 2), (lines.Length, lines[1].Split("add-port").Length - 1));
        Assert.DoesNotContain(without, lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebodys_tunnel_in_the_bridge_is_named_and_neither_ours_nor_one_in_another_bridge()
    {
        var said = await SayAsync("overlays", """
            ovs-vsctl() {
              case $* in *br-exists*) return 0 ;; esac
              printf '%s\n' 'eth1,,' 'ours,vxlan,ovswizard-bridge=br' 'theirs,geneve,' 'elsewhere,gre,' 'br,internal,' \
                ours theirs eth1
            }
            ovsw_token=t
            ( overlays_expect_own_tunnels br )
            """);

        Assert.StartsWith("theirs, geneve\n", said, StringComparison.Ordinal);
        Assert.Contains("fail tunnel-foreign", said, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-A INPUT -p udp -m udp --dport 4789 -j DROP", true)]
    [InlineData("-A INPUT -j REJECT --reject-with icmp-port-unreachable", true)]
    [InlineData("-A INPUT -s 192.0.2.2/32 -j DROP", true)]
    [InlineData("-A INPUT -s 192.0.2.9/32 -j DROP", false)]
    [InlineData("-A INPUT -p tcp -j DROP", false)]
    [InlineData("-A INPUT -p udp -m udp --dport 53 -j DROP", false)]
    [InlineData("-A INPUT -m conntrack --ctstate INVALID -j DROP", false)]
    [InlineData("-A INPUT -i lo -j DROP", false)]
    [InlineData("-A INPUT -p udp -m udp --dport 4789 -j ACCEPT", false)]
    public async Task What_drops_the_peers_before_our_rules_is_found(string rule, bool isFound)
    {
        var said = await SayAsync("iptables", $"""
            printf '%s\n' '-P INPUT ACCEPT' '{rule}' '-A INPUT -p udp -m udp --dport 4789 -j OVSW-br' '-A INPUT -j DROP' |
              iptables_before OVSW-br udp 4789 192.0.2.2 192.0.2.3
            """);

        Assert.Equal(isFound ? $"{rule}\n" : "", said);
    }

    [Theory]
    [InlineData("udp dport 4789 drop", true)]
    [InlineData("counter packets 3 bytes 120 drop", true)]
    [InlineData("ip saddr 192.0.2.2 reject with icmp port-unreachable", true)]
    [InlineData("ip saddr 192.0.2.9 drop", false)]
    [InlineData("ct state invalid drop", false)]
    [InlineData("tcp dport 22 drop", false)]
    public async Task The_same_in_nftables(string rule, bool isFound)
    {
        var said = await SayAsync("nftables", $"""
            printf '%s\n' 'chain input {"{"}' '  {rule}' '  udp dport 4789 accept comment "OVSW-br 7"' '  drop' |
              nftables_before OVSW-br udp 4789 192.0.2.2
            """);

        Assert.Equal(isFound ? $"  {rule}\n" : "", said);
    }

    [Fact]
    public async Task Ports_that_OpenFlow_has_shut_are_told_as_it_takes_them()
    {
        var said = await SayAsync("ovs", """
            ovs-ofctl() {
              cat <<'SHOW'
            OFPT_FEATURES_REPLY (xid=0x2): dpid:00006ec64bb33245
             2(vxlan-ac10641e): addr:e6:38:ed:d0:de:a0
                 config:     PORT_DOWN NO_FLOOD
                 state:      LINK_DOWN
             3(vxlan-ac106414): addr:72:07:6f:01:f2:c1
                 config:     0
                 state:      0
             LOCAL(ovsBridge0): addr:6e:c6:4b:b3:32:45
                 config:     PORT_DOWN NO_FWD
                 state:      LINK_DOWN
            SHOW
            }
            ovs_shut_ports ovsBridge0
            """);

        Assert.Equal("vxlan-ac10641e down\nvxlan-ac10641e no-flood\novsBridge0 no-forward\n", said);
    }
}

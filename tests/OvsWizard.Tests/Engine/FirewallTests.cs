using OvsWizard.Templates;

namespace OvsWizard.Tests.Engine;

/// <summary>Which firewalls a packet to a host meets, and where in them peers are let in.</summary>
public sealed class FirewallTests : IDisposable
{
    private static readonly string[] Files = ["keep-firewall"];

    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Makes a command of this name that a host has, and that runs this script.</summary>
    private void Has(string command, string script)
    {
        var path = Path.Combine(folder, command);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    private void HasIptables(string command, string form, string input) =>
        Has(command, $"""
            case $* in
              --version) echo 'iptables v1.8.9 ({form})' ;;
              *' nat '* | *filter*) ;;
              *'-S INPUT') {input} ;;
              *) exit 1 ;;
            esac
            """);

    private async Task<string> SayAsync(string script, string shell = "dash")
    {
        var result = await HostFunctions.RunAsync(Files, $$"""
            PATH={{ShellQuote.Quote(folder)}}:/usr/bin:/bin
            grep() {
              case $* in
                *ip_tables_names) cat {{folder}}/legacy-tables 2>/dev/null | command grep -qx filter ;;
                *) command grep "$@" ;;
              esac
            }
            {{script}}
            """, shell);
        return result.Output + result.Error;
    }

    private const string Chains = """
        table ip nat {
        	chain INPUT {
        		type nat hook input priority 100; policy accept;
        	}
        }
        table ip6 nat {
        	chain INPUT {
        		type nat hook input priority 100; policy accept;
        	}
        }
        table ip filter {
        	chain INPUT {
        		type filter hook input priority filter; policy accept;
        	}
        	chain FORWARD {
        		type filter hook forward priority filter; policy drop;
        	}
        	chain DOCKER {
        	}
        }
        table ip6 filter {
        	chain INPUT {
        		type filter hook input priority filter; policy accept;
        	}
        }

        """;

    private static string Table(
        string family, string table, string chain, string type = "filter", string hook = "input") =>
        $"table {family} {table} {{\n\tchain {chain} {{\n" +
        $"\t\ttype {type} hook {hook} priority 0; policy drop;\n\t}}\n}}\n";

    public static TheoryData<string, string, string, string, string> Hosts => new()
    {
        // Docker alone; what iptables-persistent restores at a boot makes INPUT chains of nat.
        { "iptables nft", Chains, "-P INPUT ACCEPT", "", "nft" },
        { "iptables nft", Chains, "-P INPUT DROP", "", "nft" },
        { "iptables nft|iptables legacy", Chains, "-P INPUT DROP", "-P INPUT DROP", "nft" },
        { "iptables legacy", Chains, "-P INPUT ACCEPT", "-A INPUT -j ufw-before-input", "nft" },
        { "iptables legacy", "", "-P INPUT ACCEPT", "", "legacy" },
        { "iptables nft", Chains, "-A INPUT -j f2b", "-P INPUT ACCEPT", "legacy" },
        { "nftables inet filter input", Table("inet", "filter", "input"), "-P INPUT ACCEPT", "", "nft" },
        {
            "nftables inet site input|nftables ip site in|iptables nft",
            Chains + Table("inet", "site", "input") + Table("ip", "site", "in"), "-P INPUT DROP", "", "nft"
        },
        // By hand, under the name that iptables would take; and what no packet of IPv4 to the host is dropped by.
        { "nftables ip filter input", Table("ip", "filter", "input"), "-P INPUT ACCEPT", "", "nft" },
        {
            "iptables nft",
            Table("ip6", "site", "input") + Table("bridge", "site", "input") + Table("arp", "site", "input") +
            Table("inet", "site", "forward", hook: "forward") + Table("inet", "site", "input", "nat"),
            "-P INPUT ACCEPT", "", "nft"
        },
        {
            "iptables nft",
            Table("ip", "kube-proxy", "filter-input") + Table("inet", "firewalld", "filter_INPUT"),
            "-P INPUT ACCEPT", "", "nft"
        },
    };

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task A_packet_meets_what_filters_it(
        string layers, string chains, string nft, string legacy, string iptables)
    {
        Has("nft", $"cat <<'END'\n{chains}END");
        HasIptables("iptables-nft", "nf_tables", $"echo '{nft}'");
        HasIptables("iptables-legacy", "legacy", legacy.Length == 0 ? $"touch {folder}/made" : $"echo '{legacy}'");
        HasIptables("iptables", iptables == "nft" ? "nf_tables" : "legacy", $"exec iptables-{iptables} \"$@\"");
        if (legacy.Length > 0) Write("legacy-tables", "filter\n");

        Assert.Equal(layers, (await SayAsync("firewall_layers")).TrimEnd('\n').Replace('\n', '|'));
        Assert.False(File.Exists(Path.Combine(folder, "made")), "a legacy table is made by asking for it");
    }

    /// <summary>A table made by hand where iptables has its own, so that it cannot read it.</summary>
    [Fact]
    public async Task What_iptables_cannot_read_is_the_sites_own()
    {
        Has("nft", $"cat <<'END'\n{Chains}END");
        Has("iptables", "case $* in --version) echo 'iptables v1.8.9 (nf_tables)' ;; *) exit 1 ;; esac");

        Assert.Equal("nftables ip filter INPUT\n", await SayAsync("firewall_layers"));
    }

    private const string State = """
        running interface public eth0
        running interface internal br-under
        running source work 172.16.0.0/16
        running source dmz 172.16.100.16/28
        running source drop 00:11:22:33:44:55
        running rule public rule family="ipv4" source address="1.2.3.4" accept
        permanent source work 172.16.0.0/16
        default public
        """;

    [Theory]
    [InlineData("172.16.100.20", "running dmz|permanent work")]
    [InlineData("172.16.100.40", "running work|permanent work")]
    [InlineData("192.168.7.1", "running internal|permanent internal")]
    [InlineData("10.0.0.1", "running public|permanent public")]
    [InlineData("172.16.100.16/28", "running dmz|permanent work")]
    [InlineData("172.16.100.0/24", "running work|permanent work")]
    public async Task A_rule_goes_to_the_zone_that_the_peer_comes_in_by(string peer, string zones)
    {
        var said = await SayAsync($$"""
            ip() {
              case $5 in
                10.*) echo "$5 via 192.168.130.1 dev eth9 src 1.1.1.1 uid 0" ;;
                *) echo "$5 dev br-under src 172.16.100.10 uid 0" ;;
              esac
            }
            firewalld_lines {{ShellQuote.Quote(State)}} OVSW-x udp 4789 {{peer}}
            """);

        var rule = $"rule family=\"ipv4\" source address=\"{peer}\" port port=\"4789\" protocol=\"udp\" accept";
        Assert.Equal(zones.Split('|').Select(zone => $"{zone} {rule}"), said.TrimEnd('\n').Split('\n'));
    }

    /// <summary>Versions before knew no zones: their rules stand in file and before-images without one.</summary>
    [Fact]
    public async Task Rules_of_a_version_before_are_of_the_default_zone()
    {
        Has("systemctl", "exit 0");
        Has("firewall-cmd", "case $* in *default-zone) echo home ;; *) echo \"$*\" ;; esac");
        Write("rules", "OVSW-x permanent rule a\nOVSW-x running rule a\nOVSW-y running work rule a\n");

        var said = await SayAsync($"""
            firewalld_file={folder}/rules
            firewalld_rules OVSW-x
            firewalld_put_rules OVSW-x 'running rule b'
            cat {folder}/rules
            """);

        Assert.Equal("""
            permanent home rule a
            running home rule a
            -q --zone=home --add-rich-rule=rule b
            --permanent -q --zone=home --remove-rich-rule=rule a
            -q --zone=home --remove-rich-rule=rule a
            OVSW-x running home rule b
            OVSW-y running work rule a

            """, said);
    }
}

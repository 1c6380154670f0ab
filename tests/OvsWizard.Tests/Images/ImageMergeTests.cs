using System.Text;
using OvsWizard.Images;

namespace OvsWizard.Tests.Images;

/// <summary>Before, after and now of what a step changes, as images.</summary>
public sealed class ImageMergeTests
{
    private static string File(string path, string text, string rights = "0644 0:0") =>
        $"ovsw_put_back '{path}' {rights} <<OVSW_BASE64\n{Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.None)}\nOVSW_BASE64";

    private static string ContentIn(string image) =>
        image.Contains("<<OVSW_BASE64\n", StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(image.Split("<<OVSW_BASE64\n")[1].Split("OVSW_BASE64")[0]
                .ReplaceLineEndings("")))
            : "absent";

    private static string Told(MergedImage merged) =>
        string.Join("; ", merged.Changes.Select(c => $"{c.What.En}{(c.Clash is null ? "" : " CLASH")}"));

    [Fact]
    public void Where_nothing_has_changed_since_it_goes_back_to_the_byte()
    {
        var before =
            "keep_put_routes 'exact 10.0.0.0/16' :\n! test -d '/etc/x' || rmdir --ignore-fail-on-non-empty '/etc/x'\n";

        var merged = ImageMerge.Of(before, "keep_put_routes 'exact 10.0.0.0/16' : '10.0.0.0/16 dev docker0'\n",
            "keep_put_routes 'exact 10.0.0.0/16' : '10.0.0.0/16 dev docker0'");

        Assert.Equal((before, before, ""), (merged.Ours, merged.Theirs, Told(merged)));
    }

    [Theory]
    [InlineData("keep_ovs_put_only_ports br :", "keep_ovs_put_only_ports br : t1 t2",
        "keep_ovs_put_only_ports br : hand t1 t2", "keep_ovs_put_only_ports br : hand")]
    [InlineData("keep_ovs_put_only_ports br : eth1", "keep_ovs_put_only_ports br : eth1 t1",
        "keep_ovs_put_only_ports br : t1", "keep_ovs_put_only_ports br :")]
    [InlineData("keep_ovs_put_only_ports br : a b", "keep_ovs_put_only_ports br : a",
        "keep_ovs_put_only_ports br : a z", "keep_ovs_put_only_ports br : a z b")]
    [InlineData("keep_put_routes 'exact 10.0.0.0/16' :",
        "keep_put_routes 'exact 10.0.0.0/16' : '10.0.0.0/16 dev docker0'",
        "keep_put_routes 'exact 10.0.0.0/16' : '10.0.0.0/16 dev docker0' '10.0.0.0/16 via 10.9.9.9 dev eth1 metric 50'",
        "keep_put_routes 'exact 10.0.0.0/16' : '10.0.0.0/16 via 10.9.9.9 dev eth1 metric 50'")]
    public void Members_that_others_have_added_or_removed_stay_so(string before, string after, string now,
        string expected)
    {
        var merged = ImageMerge.Of(before, after, now);

        Assert.Equal(($"{expected}\n", false), (merged.Ours, merged.Clashes));
        Assert.NotEmpty(merged.Changes);
    }

    [Fact]
    public void A_port_of_somebody_else_keeps_its_settings()
    {
        const string own = "ovs-vsctl --may-exist add-port br t1 -- set port t1 tag=[]",
            other = "ovs-vsctl --may-exist add-port br hand -- set port hand tag=7";

        var merged = ImageMerge.Of("keep_ovs_put_only_ports br :", $"keep_ovs_put_only_ports br : t1\n{own}",
            $"keep_ovs_put_only_ports br : hand t1\n{other}\n{own}");

        Assert.Equal(($"keep_ovs_put_only_ports br : hand\n{other}\n", false), (merged.Ours, merged.Clashes));
    }

    [Theory]
    // What held it goes: a bridge that was not there before, with a port that is not of this run.
    [InlineData("ovs-vsctl --if-exists del-br br", "ovs-vsctl set bridge br a=1\n# holds br : t1",
        "ovs-vsctl set bridge br a=1\n# holds br : hand t1")]
    // A chain of ours with a rule that is not.
    [InlineData("iptables_put_rules OVSW", "iptables_put_rules OVSW : '-N OVSW'",
        "iptables_put_rules OVSW : '-N OVSW' '-A OVSW -j ACCEPT'")]
    // One value, changed by both.
    [InlineData("sysctl -q -w net.ipv4.ip_forward=0", "sysctl -q -w net.ipv4.ip_forward=1",
        "sysctl -q -w net.ipv4.ip_forward=2")]
    [InlineData("keep_without_unit a.service", "systemctl --quiet enable a.service\nsystemctl start a.service",
        "systemctl --quiet disable a.service\nsystemctl start a.service")]
    [InlineData("keep_if_there interface br ip link set dev br mtu 1500 down",
        "keep_if_there interface br ip link set dev br mtu 1450 up",
        "keep_if_there interface br ip link set dev br mtu 1400 up")]
    [InlineData("ip link set dev br mtu 1500 nomaster down", "ip link set dev br mtu 1450 master docker0 up",
        "ip link set dev br mtu 1400 master docker0 up")]
    public void What_both_have_changed_is_asked_about(string before, string after, string now)
    {
        var merged = ImageMerge.Of(before, after, now);

        Assert.True(merged.Clashes, Told(merged));
        Assert.Equal($"{before}\n",
            string.Join('\n', merged.Ours.Split('\n').Where(l => !l.StartsWith("# holds", StringComparison.Ordinal))));
    }

    /// <summary>
    /// Veths go with their containers, NICs are pulled out, bridges deleted: nobody is asked about what is gone.
    /// </summary>
    [Theory]
    [InlineData("keep_if_there interface veth1 ip link set dev veth1 mtu 1000 up",
        "keep_if_there interface veth1 ip link set dev veth1 mtu 1450 up", "keep_without_link veth1")]
    [InlineData("keep_if_there interface eth1 keep_put_addresses eth1 : 10.0.0.1/24",
        "keep_if_there interface eth1 keep_put_addresses eth1 :", "# there is no interface eth1, so it has no address")]
    [InlineData("keep_if_there bridge br ovs-vsctl set bridge br stp_enable=false",
        "keep_if_there bridge br ovs-vsctl set bridge br stp_enable=true", "ovs-vsctl --if-exists del-br br")]
    [InlineData("keep_if_there iptables nft iptables_put_rules OVSW",
        "keep_if_there iptables nft iptables_put_rules OVSW : '-N OVSW'", "")]
    public void What_has_vanished_is_put_back_nowhere(string before, string after, string now)
    {
        var other = "keep_if_there interface other ip link set dev other mtu 1500";

        var merged = ImageMerge.Of($"{before}\n{other} down", $"{after}\n{other} up",
            $"{now}\n{other} up".TrimStart('\n'));

        Assert.False(merged.Clashes, Told(merged));
        Assert.Contains($"{before}\n", merged.Ours, StringComparison.Ordinal);
        Assert.Contains($"{other} down\n", merged.Ours, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sysctl -q -w a=0\nsysctl -q -w b=0", "sysctl -q -w a=1\nsysctl -q -w b=0",
        "sysctl -q -w a=1\nsysctl -q -w b=5", "sysctl -q -w a=0\nsysctl -q -w b=5\n")]
    [InlineData("sysctl -q -w a=0", "sysctl -q -w a=1", "sysctl -q -w a=1\nsysctl -q -w veth=5",
        "sysctl -q -w a=0\nsysctl -q -w veth=5\n")]
    [InlineData("sysctl -q -w a=0", "sysctl -q -w a=1", "sysctl -q -w a=0", "sysctl -q -w a=0\n")]
    // A hand took the port out of its bridge; that the step has raised it is another thing.
    [InlineData(
        "keep_if_there interface p keep_put_link p master=\nkeep_if_there interface p keep_put_link p state=down",
        "keep_if_there interface p keep_put_link p master=docker0\nkeep_if_there interface p keep_put_link p state=up",
        "keep_if_there interface p keep_put_link p master=\nkeep_if_there interface p keep_put_link p state=up",
        "keep_if_there interface p keep_put_link p master=\nkeep_if_there interface p keep_put_link p state=down\n")]
    // What the step made goes, though a reboot has started it.
    [InlineData("keep_without_unit a.service",
        "keep_if_there unit a.service systemctl --quiet enable a.service\nkeep_if_there unit a.service systemctl stop a.service",
        "keep_if_there unit a.service systemctl --quiet enable a.service\nkeep_if_there unit a.service systemctl start a.service",
        "keep_without_unit a.service\n")]
    public void A_value_that_the_step_left_alone_stays_as_others_have_set_it(string before, string after, string now,
        string expected)
    {
        var merged = ImageMerge.Of(before, after, now);

        Assert.Equal((expected, false), (merged.Ours, merged.Clashes));
    }

    [Fact]
    public void A_condition_of_the_host_decides_itself_about_what_stands_under_it()
    {
        string Zone(string settings, string file) =>
            $"firewalld_put_rules x :\nif overlays_is_last br; then :\nif zone_is public {settings}; then :\n{file}\nfi\nfi\n";
        var before = Zone("a", "rm -f '/zone.xml'");

        var merged = ImageMerge.Of(before, Zone("a b", File("/zone.xml", "b")),
            Zone("a b http", File("/zone.xml", "b http")));

        Assert.Equal((before, false), (merged.Ours, merged.Clashes));
        Assert.NotEmpty(merged.Changes);
    }

    [Fact]
    public void What_stands_under_the_same_condition_is_merged_like_all_else()
    {
        string Shared(params string[] lines) => $"if overlays_is_last br; then :\n{string.Join('\n', lines)}\nfi\n";

        var merged = ImageMerge.Of(Shared("sysctl -w a=0", "sysctl -w b=0"), Shared("sysctl -w a=1", "sysctl -w b=0"),
            Shared("sysctl -w a=1", "sysctl -w b=7"));

        Assert.Equal((Shared("sysctl -w a=0", "sysctl -w b=7"), false), (merged.Ours, merged.Clashes));
    }

    [Theory]
    [InlineData("{\"x\": 1}", "{\"x\": 1, \"bip\": \"a\", \"mtu\": 2}",
        "{\n \"x\": 1,\n \"bip\": \"a\", \"mtu\": 2, \"debug\": true, \"log-level\": \"warn\"\n}",
        "{\n \"x\": 1, \"debug\": true, \"log-level\": \"warn\"\n}")]
    [InlineData("{\"bip\": \"old\"}", "{\"bip\": \"a\"}", "{\"debug\": true, \"bip\": \"a\"}",
        "{\"debug\": true, \"bip\": \"old\"}")]
    [InlineData("{\"mtu\": 9}", "{}", "{\"debug\":true}", "{\"debug\":true, \"mtu\": 9}")]
    [InlineData("{}", "{\"bip\": \"a\"}", "{\"bip\":\"a\"}", "{}")]
    [InlineData(null, "{\"bip\": \"a\"}", "{\"bip\": \"a\", \"debug\": true}", "{\"debug\": true}")]
    [InlineData(null, "{\"bip\": \"a\"}", "{\"bip\" : \"a\"}", "absent")]
    public void Keys_of_others_stay_in_a_JSON_file(string? before, string after, string now, string expected)
    {
        var merged =
            ImageMerge.Of(before is null ? "rm -f '/etc/docker/daemon.json'" : File("/etc/docker/daemon.json", before),
                File("/etc/docker/daemon.json", after), File("/etc/docker/daemon.json", now));

        Assert.Equal((expected, false), (ContentIn(merged.Ours), merged.Clashes));
    }

    [Fact]
    public void A_key_that_both_have_set_is_asked_about_and_the_other_keys_go_their_ways()
    {
        var merged = ImageMerge.Of("rm -f '/d.json'", File("/d.json", "{\"bip\": \"a\", \"mtu\": 1}"),
            File("/d.json", "{\"bip\": \"b\", \"mtu\": 1, \"debug\": true}"));

        Assert.Equal("/d.json: key \"bip\" CLASH; /d.json: key \"debug\"", Told(merged));
        Assert.Equal(("{\"debug\": true}", "{\"bip\": \"b\", \"debug\": true}"),
            (ContentIn(merged.Ours), ContentIn(merged.Theirs)));
        Assert.Equal(new Clash("-", "\"a\"", "\"b\""), merged.Changes[0].Clash);
    }

    [Theory]
    [InlineData(null, "# ours\nfwd = 1\n", "# ours\nfwd = 1\nvm.swappiness = 10\n", "vm.swappiness = 10\n")]
    [InlineData(null, "# ours\nfwd = 1\n", "# ours\nvm.swappiness = 10\nfwd = 1\n", "vm.swappiness = 10\n")]
    [InlineData("a\nb\nc\n", "a\nB\nc\n", "a\nB\nc\nd\n", "a\nb\nc\nd\n")]
    [InlineData("a\nb\nc\n", "a\nc\n", "c\n", "b\nc\n")]
    [InlineData("a\n", "a\nb\nc\nd\n", "z\nb\nc\nd\n", "z\n")]
    public void Lines_of_others_stay_in_a_file(string? before, string after, string now, string expected)
    {
        const string path = "/etc/sysctl.d/60-ours.conf";

        var merged = ImageMerge.Of(before is null ? $"rm -f '{path}'" : File(path, before), File(path, after),
            File(path, now));

        Assert.Equal((expected, false), (ContentIn(merged.Ours), merged.Clashes));
    }

    [Theory]
    // A script of ours with a line of somebody else's: that line alone is no script.
    [InlineData("/usr/local/lib/up.sh", null, "#!/bin/sh\nip link\n", "#!/bin/sh\nip link\nip route\n")]
    [InlineData("/etc/sysctl.d/60-ours.conf", null, "fwd = 1\n", "fwd = 0\n")]
    [InlineData("/etc/hosts", "a\n", "b\n", "c\n")]
    [InlineData("/etc/hosts", "a\n", "b\n", null)]
    public void Lines_that_both_have_changed_are_asked_about(string path, string? before, string after, string? now)
    {
        string Image(string? text) => text is null ? $"rm -f '{path}'" : File(path, text);

        var merged = ImageMerge.Of(Image(before), Image(after), Image(now));

        Assert.True(merged.Clashes);
        Assert.Equal((before ?? "absent", now ?? "absent"), (ContentIn(merged.Ours), ContentIn(merged.Theirs)));
    }

    [Fact]
    public void A_mode_that_others_have_changed_stays_where_the_step_left_it_alone()
    {
        var merged = ImageMerge.Of(File("/etc/a", "a\n"), File("/etc/a", "b\n"), File("/etc/a", "b\n", "0600 0:0"));

        Assert.Equal((File("/etc/a", "a\n", "0600 0:0") + "\n", false), (merged.Ours, merged.Clashes));
    }
}

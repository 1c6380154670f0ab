using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

public sealed class InventoryTests
{
    private static readonly LocalUser User = new("me", "/home/me");

    private static Inventory Read(string text, string config = "") =>
        Inventory.Parse(text, "/etc/site/inventory.yml", SshConfig.Parse(config, "config", User), User);

    [Fact]
    public void What_a_host_leaves_out_comes_from_the_defaults_then_from_ssh_config_then_from_here()
    {
        var hosts = Read("""
            params: { overlay_cidr: 10.0.0.0/16 }
            defaults: { user: root, identity: ~/.ssh/id_ed25519, become: sudo, params: { mtu: 1450, dns: [192.0.2.1, 192.0.2.2] } }
            hosts:
              docker01: { address: 192.168.130.128, port: 2222, identity: [keys/a, /b], params: { underlay_ip: 172.16.100.10, mtu: 9000 } }
              docker02: { become: none, netns: lab }
              docker03:
            """, "Host docker02\n  HostName 192.0.2.2\n  User ignored\n  Port 2022\n  ProxyJump ops@bastion:2200\n").Hosts;

        Assert.Equal(("192.168.130.128", 2222, "root", Become.Sudo),
            (hosts[0].Address, hosts[0].Port, hosts[0].User, hosts[0].Become));
        Assert.Equal(["/etc/site/keys/a", "/b"], hosts[0].Identities);
        Assert.Equal(["9000", "192.0.2.1,192.0.2.2", "172.16.100.10"], hosts[0].Params.Values.Select(p => p.Text)
            .OrderBy(t => t != "9000").ThenBy(t => t.StartsWith("172", StringComparison.Ordinal)));
        Assert.Equal(("192.0.2.2", 2022, "root", Become.None, "lab"),
            (hosts[1].Address, hosts[1].Port, hosts[1].User, hosts[1].Become, hosts[1].Netns));
        Assert.Equal(["/home/me/.ssh/id_ed25519"], hosts[1].Identities);
        Assert.Equal(("bastion", 2200, "ops"),
            (hosts[1].Jumps[0].Address, hosts[1].Jumps[0].Port, hosts[1].Jumps[0].User));
        Assert.Equal(("docker03", 22), (hosts[2].Address, hosts[2].Port));
    }

    [Fact]
    public void Parameters_know_where_they_were_written()
    {
        var inventory = Read("params:\n  a: 1\nhosts:\n  h:\n    params:\n      b: x\n");

        Assert.Equal(new ParameterValue("1", new SourceLocation("/etc/site/inventory.yml", 2, 6)),
            inventory.Params["a"]);
        Assert.Equal("/etc/site/inventory.yml:6:10", inventory.Hosts[0].Params["b"].At.ToString());
    }

    [Fact]
    public void Jump_hosts_of_the_inventory_bring_their_own_way()
    {
        var hosts = Read("hosts:\n  a: {jump: b}\n  b: {jump: c, user: x}\n  c: {address: 192.0.2.3}\n").Hosts;
        Assert.Equal(["c", "b"], hosts[0].Jumps.Select(j => j.Name));
    }

    [Fact]
    public void A_jump_host_for_all_is_not_gone_through_to_reach_itself()
    {
        var hosts = Read("defaults: {jump: c}\nhosts:\n  a:\n  c: {address: 192.0.2.3}\n").Hosts;
        Assert.Equal(["c"], hosts[0].Jumps.Select(j => j.Name));
        Assert.Empty(hosts[1].Jumps);
    }

    [Theory]
    [InlineData("host:\n  a:\n", "1:1: an inventory has no key 'host'\n  fix: did you mean 'hosts'?")]
    [InlineData("hosts:\n  a: {adress: x}\n", "2:7: a host has no key 'adress'\n  fix: did you mean 'address'?")]
    [InlineData("hosts:\n  a: {port: 0}\n", "2:13: '0' is not a valid port")]
    [InlineData("hosts:\n  a: {port: ssh}\n", "2:13: 'port' must be an integer")]
    [InlineData("hosts:\n  a: {become: su}\n", "2:15: 'become' must be sudo or none")]
    [InlineData("hosts:\n  -a:\n", "2:3: '-a' is not a valid host name")]
    [InlineData("hosts:\n  'a b':\n", "2:3: 'a b' is not a valid host name")]
    [InlineData("hosts:\n  a: {user: '-oProxyCommand=x'}\n", "2:13: '-oProxyCommand=x' cannot be the 'user'")]
    [InlineData("hosts:\n  a: {netns: ../x}\n", "2:14: '../x' is not a valid name of a network namespace")]
    [InlineData("hosts:\n  a: {params: {b: {c: 1}}}\n",
        "2:19: the parameter 'b' must be a single value, not a mapping")]
    [InlineData("hosts:\n  a: {address: h}\n  b: {address: H}\n", "3:3: a and b are the same machine")]
    [InlineData("hosts:\n  a: {jump: b}\n  b: {jump: a}\n", "2:13: 'a' would be its own jump host")]
    [InlineData("hosts:\n  a: {jump: 'x:99999'}\n", "2:13: 'x:99999' has no valid port")]
    [InlineData("hosts: {}\n", "1:8: 'hosts' names no host")]
    [InlineData("hosts: [a]\n", "1:8: 'hosts' must be a mapping")]
    public void What_is_wrong_has_its_place(string text, string begins)
    {
        var failure = Assert.Throws<Failure>(() => Read(text).Hosts);
        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.StartsWith("/etc/site/inventory.yml:" + begins, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_address_is_another_machine_on_another_port_namespace_or_jump_host() =>
        Assert.Equal(4,
            Read(
                "hosts:\n  a: {address: h}\n  b: {address: h, port: 2}\n  c: {address: h, netns: n}\n  d: {address: h, jump: x}\n")
                .Hosts.Count);

    [Fact]
    public void A_limit_keeps_the_order_and_names_the_host_probably_meant()
    {
        var inventory = Read("hosts:\n  docker01:\n  docker02:\n  docker03:\n");

        Assert.Equal(["docker01", "docker03"], inventory.Limit(["docker03", "docker01"]).Hosts.Select(h => h.Name));
        Assert.Equal("the inventory has no host 'doker03'\n  fix: did you mean 'docker03'?",
            Assert.Throws<Failure>(() => inventory.Limit(["doker03"])).ToString());
    }
}

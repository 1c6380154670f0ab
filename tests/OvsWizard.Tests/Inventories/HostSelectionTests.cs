using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

public sealed class HostSelectionTests
{
    private static readonly LocalUser Me = new("me", "/home/me");
    private static readonly SshConfig Config = SshConfig.Parse("""
        Host docker09 web *.lan
          HostName 192.0.2.9
          User root
          Port 2222
        Host docker01
          HostName 192.0.2.77
        Host alias
          HostName 192.0.2.1
        """, "config", Me);

    private static HostSelection Selection(
        string inventory = "hosts: { docker01: { address: 192.0.2.1, params: { underlay_ip: 10.1.1.1 } } }") =>
        new(Inventory.Parse(inventory, "/site/inventory.yml", Config, Me), Config, Me);

    [Fact]
    public void The_inventory_is_chosen_and_what_ssh_knows_besides_can_be() =>
        Assert.Equal(["docker01 Inventory True", "docker09 SshConfig False"],
            Selection().Choices.Select(c => $"{c.Host.Name} {c.Source} {c.IsChosen}"));

    [Fact]
    public void A_host_is_taken_in_and_left_out()
    {
        var selection = Selection();
        selection.Toggle("docker09");
        selection.Toggle("docker01");

        Assert.Equal(["docker09"], selection.Chosen.Select(h => h.Name));
        Assert.Equal(("192.0.2.9", "root", 2222),
            (selection.Chosen[0].Address, selection.Chosen[0].User, selection.Chosen[0].Port));
    }

    [Fact]
    public void What_is_not_typed_comes_from_ssh()
    {
        var host = Selection().Add(new HostEntry("db.lan", "192.0.2.10", Become: "sudo"));

        Assert.Equal(("root", 2222, Become.Sudo), (host.User, host.Port, host.Become));
    }

    [Fact]
    public void A_typed_host_has_the_defaults_of_the_inventory()
    {
        var host =
            Selection(
                "defaults: { user: ops, identity: keys/id, become: sudo, netns: lab }\nhosts: { a: { address: 192.0.2.1 } }")
                .Add(new HostEntry("b", "192.0.2.2"));

        Assert.Equal(("ops", "/site/keys/id", Become.Sudo, "lab"),
            (host.User, host.Identities[0], host.Become, host.Netns));
    }

    [Theory]
    [InlineData("-x", "", "", "'-x' is not a valid host name")]
    [InlineData("a b", "", "", "'a b' is not a valid host name")]
    [InlineData("new", "192.0.2.1 # no", "", "'192.0.2.1 # no' cannot be the 'address' of a host")]
    [InlineData("new", "\"}, evil: {", "", "'\"}, evil: {' cannot be the 'address' of a host")]
    [InlineData("new", "192.0.2.5", "70000", "'70000' is not a valid port")]
    [InlineData("docker01", "192.0.2.5", "", "host 'docker01' already exists")]
    [InlineData("new", "192.0.2.1", "", "docker01 and new are the same machine")]
    public void A_typed_host_is_refused_as_an_inventory_s_would_be(string name, string address, string port,
        string what)
    {
        var failure = Assert.Throws<Failure>(() => Selection().Add(new HostEntry(name, address, Port: port)));

        Assert.Equal(what, failure.What);
        Assert.Null(failure.At);
    }

    [Fact]
    public void Editing_a_host_keeps_its_parameters()
    {
        var selection = Selection();
        var host = selection.Edit("docker01",
            HostEntry.Of(selection.Chosen[0]) with { Address = "192.0.2.50", User = "admin" });

        Assert.Equal(("192.0.2.50", "admin", "10.1.1.1"), (host.Address, host.User, host.Params["underlay_ip"].Text));
        Assert.Same(host, selection.Chosen[0]);
    }
}

using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Plans;

public sealed class ParameterFormTests
{
    /// <summary>A host as the lab's are: eth0 for management, eth1 for the tunnels, Docker as it comes.</summary>
    private static HostFacts Facts(int i, int mtu = 1500, string docker = "172.17.0.1/16") => new()
    {
        IsComplete = true,
        SessionInterface = "eth0",
        Networks = [new DockerNetwork("bridge", "docker0", "172.17.0.0/16")],
        Interfaces =
        [
            new HostInterface("eth0", 1500, "up", "", [$"192.168.130.{i}/24"]),
            new HostInterface("docker0", 1500, "up", "", [docker]),
            new HostInterface("eth1", mtu, "up", "", [$"172.16.100.{i}/24", $"fd00::{i}/64"]),
        ],
    };

    private static ParameterForm Form(int hosts, Func<int, HostFacts>? facts = null, string? inventory = null,
        params string[] options)
    {
        inventory ??= "hosts:\n"
            + string.Concat(Enumerable.Range(1, hosts).Select(i => $"  h{i}: {{ address: 192.168.130.{i} }}\n"));
        var read = Inventory.Parse(inventory, "inventory.yml",
            SshConfig.Parse("", "config", new LocalUser("me", "/home/me")), new LocalUser("me", "/home/me"));
        var answers = new Answers();
        foreach (var option in options) answers.AddOption(option);
        return new ParameterForm(Overlay.Runbook, read.Hosts, read.Params, answers,
            facts is null ? new Dictionary<string, HostFacts>()
                : Enumerable.Range(1, hosts).ToDictionary(i => $"h{i}", facts));
    }

    private static string[] Values(ParameterForm form, string name) =>
        [.. form.Fields.Where(f => f.Parameter.Name == name).Select(f => $"{f.Text} {f.Origin}")];

    [Fact]
    public void What_was_found_on_the_hosts_fills_the_form_so_that_it_is_valid_at_once()
    {
        var form = Form(2, i => Facts(i, mtu: i == 2 ? 9000 : 1500));

        Assert.True(form.IsValid, form.Refusal?.ToString());
        Assert.Equal(["172.16.100.1 Found", "172.16.100.2 Found"], Values(form, "underlay_ip"));
        Assert.Equal(["10.0.1.1/24 Found", "10.0.2.1/24 Found"], Values(form, "container_subnet"));
        Assert.Equal(["1500 Default", "9000 Found"], Values(form, "underlay_mtu"));
        Assert.Equal(["10.0.0.0/16 Default"], Values(form, "overlay_cidr"));
        Assert.Equal("172.16.100.2", form.Plan().Hosts[1].Values["underlay_ip"]);
    }

    [Theory]
    [InlineData("system netdev", "system netdev", "system Default")]
    [InlineData("system netdev", "netdev", "netdev Found")]
    [InlineData("", "netdev", "netdev Found")]
    [InlineData("", "", "system Default")]
    [InlineData("system", "netdev", "system Default")]
    public void A_datapath_is_taken_that_every_host_has(string first, string second, string expected) =>
        Assert.Equal([expected],
            Values(Form(2, i => Facts(i) with
            {
                Datapaths = (i == 1 ? first : second).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            }), "datapath_type"));

    [Fact]
    public void A_host_with_one_network_has_its_tunnels_there() =>
        Assert.Equal(["192.168.130.1 Found", "192.168.130.2 Found"],
            Values(Form(2, i => Facts(i) with { Interfaces = [.. Facts(i).Interfaces.Where(l => l.Name != "eth1")] }),
                "underlay_ip"));

    [Fact]
    public void A_subnet_that_Docker_has_in_the_block_already_stays() =>
        Assert.Equal(["10.0.1.1/24 Found", "10.0.77.1/24 Found", "10.0.2.1/24 Found"],
            Values(Form(3, i => Facts(i, docker: i == 2 ? "10.0.77.1/24" : "172.17.0.1/16")), "container_subnet"));

    [Fact]
    public void A_small_block_is_shared_out_in_smaller_subnets()
    {
        var form = Form(5, i => Facts(i), options: "overlay_cidr=10.9.8.0/24");

        Assert.True(form.IsValid);
        Assert.Equal(["10.9.8.33/27 Found", "10.9.8.65/27 Found"], Values(form, "container_subnet")[..2]);
    }

    [Fact]
    public void What_was_given_wins_over_what_was_found()
    {
        var form = Form(2, i => Facts(i),
            "params: { tunnel_type: gre }\nhosts: { h1: { address: 192.168.130.1, params: { container_subnet: 10.0.9.1/24 } }, h2: { address: 192.168.130.2 } }",
            "h2:underlay_ip=172.16.100.77");

        Assert.Equal(["172.16.100.1 Found", "172.16.100.77 Given"], Values(form, "underlay_ip"));
        Assert.Equal(["10.0.9.1/24 Given", "10.0.1.1/24 Found"], Values(form, "container_subnet"));
        Assert.Equal(["gre Given"], Values(form, "tunnel_type"));
    }

    [Fact]
    public void Nothing_known_of_the_hosts_leaves_what_must_be_given_open()
    {
        var form = Form(2);

        Assert.False(form.IsValid);
        Assert.Equal("underlay_ip must be an address such as 10.0.1.1, not empty",
            form["underlay_ip", "h1"].Refusal!.What);
    }

    [Theory]
    [InlineData("tunnel_key", null, "99999999", "tunnel_key must be an integer from 0 to 16777215, not '99999999'")]
    [InlineData("container_subnet", "h2", "10.0.2.0/24",
        "container_subnet must be an address with prefix length such as 10.0.1.1/24, not '10.0.2.0/24'")]
    [InlineData("tunnel_type", null, "vxlam", "tunnel_type must be one of vxlan, gre, geneve, not 'vxlam'")]
    [InlineData("hub", null, "h9", "hub must be the name of a host of the inventory, not 'h9'")]
    public void A_value_of_the_wrong_kind_is_refused_beside_its_field(string name, string? host,
        string text, string what)
    {
        var form = Form(2, i => Facts(i));
        form.Set(name, host, text);

        Assert.Equal(what, form[name, host].Refusal!.What);
        Assert.Null(form.Refusal);
        Assert.False(form.IsValid);
    }

    [Theory]
    [InlineData("container_subnet", "h2", "10.0.1.129/25", "have overlapping container_subnet")]
    [InlineData("container_subnet", "h2", "10.9.1.1/24", "lies outside overlay_cidr")]
    [InlineData("underlay_ip", "h2", "172.16.100.1", "have the same underlay_ip")]
    public void Values_that_do_not_go_together_are_refused_at_the_field_they_are_about(string name, string host,
        string text, string what)
    {
        var form = Form(2, i => Facts(i));
        form.Set(name, host, text);

        Assert.Contains(what, form.Refusal!.What, StringComparison.Ordinal);
        Assert.Equal((name, host), (form.Refused!.Parameter.Name, form.Refused.Host));
    }

    [Fact]
    public void A_loop_that_nothing_breaks_is_refused_and_a_mended_form_is_valid_again()
    {
        var form = Form(3, i => Facts(i));
        form.Set("loop_protection", null, "none");
        Assert.Contains("an unprotected loop", form.Refusal!.What, StringComparison.Ordinal);

        form.Reset("loop_protection", null);
        Assert.True(form.IsValid);
    }

    [Fact]
    public void A_default_that_the_runbook_works_out_is_shown_and_stays_its_own()
    {
        var form = Form(2, i => Facts(i));
        Assert.Equal(("", "h1"), (form["hub", null].Text, form.ValueOf(form["hub", null])));

        form.Set("hub", null, "h2");
        form.Set("hub", null, "");
        Assert.Equal((true, "h1"), (form.IsValid, form.ValueOf(form["hub", null])));
    }

    [Fact]
    public void The_form_says_what_the_command_line_would()
    {
        var form = Form(2, i => Facts(i));
        form.Set("tunnel_key", null, "7");

        Assert.Equal(["h1:underlay_ip=172.16.100.1", "h2:underlay_ip=172.16.100.2", "h1:container_subnet=10.0.1.1/24",
            "h2:container_subnet=10.0.2.1/24", "tunnel_key=7"],
            form.Answers().InOrder.Select(a => $"{FormField.KeyOf(a.Name, a.Host)}={a.Value.Text}"));
    }
}

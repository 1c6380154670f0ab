using OvsWizard.Tests.Engine;
using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Plans;

public sealed class DayTwoPlanTests
{
    private static readonly RunbookLibrary Library = new(Path.Combine(PublishedBinary.Root, "runbooks"));

    private static Plan Plan(string runbook, params string[] options)
    {
        var inventory =
            "hosts:\n" + string.Concat(Enumerable.Range(1, 2).Select(i => $"  h{i}: {{ address: 192.0.2.{i} }}\n"));
        var read = Inventory.Parse(inventory, "inventory.yml",
            SshConfig.Parse("", "config", new LocalUser("me", "/home/me")), new LocalUser("me", "/home/me"));
        var answers = new Answers();
        foreach (var option in options) answers.AddOption(option);
        return PlanBuilder.Build(Library.Find(runbook), read.Hosts, read.Params, answers);
    }

    [Theory]
    [InlineData("vlan-trunk", "vlans=10,20-29", "h1:attachments=web:10:10.10.0.11/24:10.10.0.1,db:20:dhcp",
        "spanning_tree=rstp")]
    [InlineData("vlan-trunk")]
    [InlineData("add-nic", "nic=eth1", "tag=7")]
    [InlineData("add-nic", "nic=eth1", "vlans=7-9", "datapath_type=netdev")]
    [InlineData("remove-nic", "nic=eth1", "addresses=stay")]
    [InlineData("bond", "nics=eth1,eth2,eth3", "mode=balance-tcp", "lacp=active")]
    [InlineData("unbond", "nic=eth1")]
    [InlineData("stp", "protocol=stp")]
    [InlineData("delete-bridge", "bridge=br0", "if_exists=true")]
    [InlineData("teardown", "before_images=discard")]
    public void Every_script_of_a_variant_is_read_by_dash_and_bash(string runbook, params string[] options)
    {
        foreach (var script in ShellCheck.ScriptsOf(Plan(runbook, options)))
        {
            Assert.Equal("", ShellCheck.Complaints(script, "sh", "-n"));
            Assert.Equal("", ShellCheck.Complaints(script, "bash", "-n"));
        }
    }

    [Theory]
    [InlineData("vlan-trunk", "vlans=29-20",
        "vlans must be a VLAN from 1 to 4094, or a range of them such as 20-29, not '29-20'")]
    [InlineData("vlan-trunk", "vlans=10,4095", "vlans must be a VLAN from 1 to 4094")]
    [InlineData("vlan-trunk", "h1:attachments=web:10",
        "attachments must be a text such as web:10:10.10.0.11/24, not 'web:10'")]
    [InlineData("vlan-trunk", "h1:attachments=web:4095:10.10.0.11/24", "attachments must be a text such as")]
    [InlineData("vlan-trunk", "h1:attachments=web:10:10.10.0.256/24", "attachments must be a text such as")]
    [InlineData("vlan-trunk", "h1:attachments=$(id):10:dhcp", "attachments must be a text such as")]
    [InlineData("vlan-trunk", "uplink=ovsTrunk0", "are both ovsTrunk0")]
    [InlineData("add-nic", "nic=ovsBridge0", "are both ovsBridge0")]
    [InlineData("add-nic", "nic=eth1 tag=7 vlans=7", "either an access port or a trunk")]
    [InlineData("add-nic", "nic=eth1 tag=4095", "tag must be an integer from 1 to 4094")]
    [InlineData("bond", "nics=eth1", "at least two NICs, and nics names 1")]
    [InlineData("bond", "nics=eth1,eth1", "names a NIC twice")]
    [InlineData("bond", "nics=eth1,eth2 mode=balance-tcp", "needs LACP")]
    [InlineData("bond", "nics=eth1,bond0", "names of their own")]
    public void What_cannot_work_is_refused(string runbook, string options, string says)
    {
        var failure = Assert.Throws<Failure>(() => Plan(runbook, options.Split(' ')));

        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.Contains(says, failure.What.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vlan-trunk", "uplink", "eth1 ovsTrunk0")]
    [InlineData("add-nic", "nic", "eth1 ovsBridge0", "nic=eth1")]
    [InlineData("remove-nic", "nic", "eth1 ovsBridge0", "nic=eth1")]
    [InlineData("bond", "bond", "eth1 eth2 ovsBridge0", "nics=eth1,eth2")]
    [InlineData("delete-bridge", "delete", "br0 default", "bridge=br0")]
    public void What_may_carry_the_session_is_said_and_kept(string runbook, string id, string touches,
        params string[] options)
    {
        var step = Plan(runbook, options).Step("h1", id);

        Assert.Equal(touches.Split(' '), step.Touches);
        Assert.NotNull(step.Keep);
    }

    [Fact]
    public void What_stays_on_the_host_holds_no_braces_of_a_template()
    {
        var step = Plan("vlan-trunk").Step("h1", "trunk-functions");

        Assert.Equal(HostFunctions.Of("trunk"), step.File!.Content);
    }
}

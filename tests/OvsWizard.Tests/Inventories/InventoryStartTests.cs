using OvsWizard.Cli;
using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

public sealed class InventoryStartTests
{
    private static readonly LocalUser User = new("me", "/home/me");

    private static (string[] Hosts, string Asked) Ask(string answers, string[]? hosts = null, string? login = null,
        string? key = null)
    {
        using var asked = new StringWriter();
        var start = new InventoryQuestions(asked, new StringReader(answers), User,
            SshConfig.Parse("Host forge\n", "config", User), Language.English).Ask(hosts ?? [], login, key, null);
        return ([.. Inventory.Parse(start.Write(), "/site/inventory.yml", SshConfig.Parse("", "config", User),
            User).Hosts.Select(Said.Line)], asked.ToString());
    }

    [Fact]
    public void Hosts_user_and_key_are_asked_for()
    {
        var (hosts, asked) = Ask("docker01=192.0.2.1\ndocker02\n\nops\n~/.ssh/site\n\n");

        Assert.Equal(["docker01 ops@192.0.2.1:22 /home/me/.ssh/site sudo",
            "docker02 ops@docker02:22 /home/me/.ssh/site sudo"], hosts);
        Assert.StartsWith("~/.ssh/config names: forge\nHosts as for ssh, one or", asked, StringComparison.Ordinal);
    }

    [Fact]
    public void Enter_takes_what_is_usual() => Assert.Equal(["a root@a:22"], Ask("a\n\n\n\n").Hosts);

    [Fact]
    public void What_was_said_is_not_asked()
    {
        var (hosts, asked) = Ask("", ["a=192.0.2.1"], "root", "/k");
        Assert.Equal("", asked);
        Assert.Equal(["a root@192.0.2.1:22 /k"], hosts);
    }

    [Fact]
    public void Values_are_written_so_that_they_are_read_back() =>
        Assert.Equal(["no root@2001:db8::1:22 /site/key: 'x' # y"], Ask("no=2001:db8::1\n\n\nkey: 'x' # y\n").Hosts);

    [Fact]
    public void Naming_no_host_is_declining() =>
        Assert.Equal(FailureKind.Declined, Assert.Throws<Failure>(() => Ask("\n")).Kind);

    [Fact]
    public void Where_nobody_can_answer_the_option_is_named()
    {
        var questions = new InventoryQuestions(TextWriter.Null, null, User, SshConfig.Parse("", "config", User),
            Language.English);
        Assert.Equal("add it: --host NAME=ADDRESS",
            Assert.Throws<Failure>(() => questions.Ask([], null, null, null)).Now);
        Assert.Equal("add it: --key", Assert.Throws<Failure>(() => questions.Ask(["a"], "root", null, null)).Now);
    }
}

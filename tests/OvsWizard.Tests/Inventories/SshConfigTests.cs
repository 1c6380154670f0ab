using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

public sealed class SshConfigTests
{
    private static readonly LocalUser User = new("me", "/home/me");

    private static SshConfigEntry Find(string text, string name = "docker01") => SshConfig.Parse(text, "config").Find(name, User);

    [Fact]
    public void The_first_value_wins_and_identities_add_up()
    {
        var entry = Find("""
            # a comment
            Host docker* !docker09
                HostName 192.0.2.1
                User=first
                port = 2222
                IdentityFile ~/.ssh/one
            Host *
                User second
                IdentityFile "/keys/two words"
                ProxyJump none
                UserKnownHostsFile /a /b
            """);

        Assert.Equal(("192.0.2.1", 2222, "first"), (entry.HostName, entry.Port, entry.User));
        Assert.Equal(["/home/me/.ssh/one", "/keys/two words"], entry.IdentityFiles);
        Assert.Equal(["/a", "/b"], entry.UserKnownHostsFiles);
        Assert.Null(entry.ProxyJump);
    }

    [Theory]
    [InlineData("docker09", false)]
    [InlineData("DOCKER01", true)]
    [InlineData("docker1", false)]
    public void A_host_line_takes_wildcards_and_exceptions(string name, bool applies) =>
        Assert.Equal(applies ? "u" : null, Find("Host docker0? !docker09\nUser u\n", name).User);

    [Theory]
    [InlineData("%h", "h.example")]
    [InlineData("%n-%p-%r-%u", "docker01-22-root-me")]
    [InlineData("%d/x%%", "/home/me/x%")]
    public void Tokens_are_expanded(string value, string expected) =>
        Assert.Equal([expected], Find($"HostName h.example\nUser root\nIdentityFile {value}\n").IdentityFiles);

    [Fact]
    public void Match_is_skipped_with_a_warning_until_the_next_host()
    {
        var config = SshConfig.Parse("User a\nMatch exec true\n  Port 1\nHost x\n  Port 2\n", "config");

        Assert.Equal(2, config.Find("x", User).Port);
        Assert.Equal(["config:2:1: Match is not understood; its block is skipped"], config.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void An_include_stands_under_the_host_line_it_is_written_under()
    {
        var config = SshConfig.Parse("Host a\n  Include more\nHost *\n  User all\n", "config", name => [(name, "User inner\nHost b\n  User never\n")]);

        Assert.Equal("inner", config.Find("a", User).User);
        Assert.Equal("all", config.Find("b", User).User);
    }

    [Theory]
    [InlineData("Host a\n  IdentityFile \"x\n", "config:2:16: the quote is never closed")]
    [InlineData("Host a\n  Port\n", "config:2:3: 'Port' has no value")]
    [InlineData("Host *\n  Port ssh\n", "config:2:8: 'ssh' is no port")]
    [InlineData("Port 70000\n", "config:1:6: '70000' is no port")]
    public void What_is_wrong_has_its_place(string text, string begins) =>
        Assert.StartsWith(begins, Assert.Throws<Failure>(() => Find(text)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_includes_itself_is_refused()
    {
        IEnumerable<(string, string)> Again(string name) => [(name, "Include again\n")];
        Assert.StartsWith("again:1:1: Include is nested", Assert.Throws<Failure>(() => SshConfig.Parse("Include again\n", "config", Again)).ToString(), StringComparison.Ordinal);
    }
}

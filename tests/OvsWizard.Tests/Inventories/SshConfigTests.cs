using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

public sealed class SshConfigTests
{
    private static readonly LocalUser User = new("me", "/home/me");

    private static SshEntry Find(string text, string name = "docker01") => SshConfig.Parse(text, "config", User)
        .Find(name);

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

        Assert.Equal(("192.0.2.1", 2222, "first"), (entry.Address, entry.Port, entry.User));
        Assert.Equal(["/home/me/.ssh/one", "/keys/two words"], entry.Identities);
        Assert.Equal(["/a", "/b"], entry.KnownHostsFiles);
        Assert.Empty(entry.Jumps);
    }

    [Theory]
    [InlineData("docker09", false)]
    [InlineData("docker01", true)]
    [InlineData("DOCKER01", false)]
    [InlineData("docker1", false)]
    public void A_host_line_takes_wildcards_and_exceptions(string name, bool applies) =>
        Assert.Equal(applies ? "u" : "me", Find("Host docker0? !docker09\nUser u\n", name).User);

    [Theory]
    [InlineData("/%h", "/h.example")]
    [InlineData("/%n-%p-%r-%u", "/docker01-22-root-me")]
    [InlineData("%d/x%%", "/home/me/x%")]
    public void Tokens_are_expanded(string value, string expected) =>
        Assert.Equal([expected], Find($"HostName h.example\nUser root\nIdentityFile {value}\n").Identities);

    [Fact]
    public void Match_is_skipped_with_a_warning_until_the_next_host()
    {
        var config = SshConfig.Parse("User a\nMatch exec true\n  Port 1\nHost x\n  Port 2\n", "config", User);

        Assert.Equal(2, config.Find("x").Port);
        Assert.Equal(
            ["config:2:1: Match needs OpenSSH's client, which is not installed; its lines are ignored"],
            config.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void An_include_stands_under_the_host_line_it_is_written_under()
    {
        var config = SshConfig.Parse("Host a\n  Include more\nHost *\n  User all\n", "config", User, name =>
            [(name, "User inner\nHost b\n  User never\n")]);

        Assert.Equal("inner", config.Find("a").User);
        Assert.Equal("all", config.Find("b").User);
    }

    [Theory]
    [InlineData("Host a\n  IdentityFile \"x\n", "config:2:16: the quote is never closed")]
    [InlineData("Host a\n  Port\n", "config:2:3: 'Port' has no value")]
    [InlineData("Host *\n  Port ssh\n", "config:2:8: 'ssh' is not a valid port")]
    [InlineData("Port 70000\n", "config:1:6: '70000' is not a valid port")]
    public void What_is_wrong_has_its_place(string text, string begins) =>
        Assert.StartsWith(begins, Assert.Throws<Failure>(() => Find(text)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_includes_itself_is_refused()
    {
        IEnumerable<(string, string)> Again(string name) => [(name, "Include again\n")];
        Assert.StartsWith("again:1:1: Include is nested",
            Assert.Throws<Failure>(() => SshConfig.Parse("Include again\n", "config", User, Again)).ToString(),
            StringComparison.Ordinal);
    }
}

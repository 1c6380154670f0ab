namespace OvsWizard.Tests.Plans;

public sealed class ScriptSyntaxTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3, "topology=hub", "tunnel_type=gre")]
    [InlineData(2, "tunnel_type=gre", "tunnel_key=7", "firewall=disable", "selinux=permissive")]
    [InlineData(2, "tunnel_type=geneve", "docker_bridge=br-app", "firewall=leave", "persist=false")]
    [InlineData(2, "datapath_type=netdev", "containers=refuse", "loop_protection=rstp")]
    public void Every_script_of_a_variant_is_read_by_dash_and_bash(int hosts, params string[] options)
    {
        foreach (var script in ShellCheck.ScriptsOf(Overlay.Plan(hosts, options)))
        {
            Assert.Equal("", ShellCheck.Complaints(script, "sh", "-n"));
            Assert.Equal("", ShellCheck.Complaints(script, "bash", "-n"));
        }
    }

    [Theory]
    [InlineData("tests/OvsWizard.Tests/Lab/snapshot.sh")]
    [InlineData("templates/probes/host.sh")]
    [InlineData("templates/lease.sh")]
    [InlineData("src/OvsWizard/Engine/Host/prelude.sh")]
    public void Shellcheck_finds_nothing_in_a_script(string file)
    {
        Require();
        Assert.Equal("", ShellCheck.Complaints(File.ReadAllText(Path.Combine(PublishedBinary.Root, file)), "shellcheck",
            "-s", "sh", "-"));
    }

    [Fact]
    public void Shellcheck_finds_nothing_in_what_stays_on_the_host()
    {
        Require();
        var script = Overlay.Plan(3).Step("h1", "persist-script").File!.Content;

        Assert.Equal("", ShellCheck.Complaints(script, "shellcheck", "-s", "sh", "-e", "SC1091", "-"));
    }

    private static void Require() =>
        Assert.SkipUnless(File.Exists("/usr/bin/shellcheck"), "shellcheck is not installed here");
}

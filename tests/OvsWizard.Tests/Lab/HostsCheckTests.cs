using System.Text.Json.Nodes;

namespace OvsWizard.Tests.Lab;

/// <summary><c>ovswizard hosts check</c> on real hosts.</summary>
[Collection("lab")]
public sealed class HostsCheckTests(LabFixture lab)
{
    [Fact]
    public async Task Every_host_is_told_with_what_it_is()
    {
        using var wizard = await Wizard.OfAsync(lab);
        var result = await wizard.AsyncOf("hosts", "check");

        WizardAssert.Ended(0, result);
        foreach (var host in LabFixture.Hosts)
            Assert.Matches($@"(?m)^{host}  ✔ +✔ +✔ +✔ +debian 12  20\.10\.\d+, 1 running  3\.1\.0, (netdev|kernel)$",
                result.Output);
        Assert.EndsWith("3 hosts are ready\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_read_the_facts_as_json()
    {
        using var wizard = await Wizard.OfAsync(lab);
        var result = await wizard.AsyncOf("hosts", "check", "--json", "--limit", "docker02");

        WizardAssert.Ended(0, result);
        var host = Assert.Single(JsonNode.Parse(result.Output)!.AsArray())!;
        Assert.Equal(("docker02", true, "systemd", "eth0"), ((string)host["host"]!, (bool)host["fit"]!,
            (string)host["os"]!["init"]!, (string)host["session"]!["interface"]!));
        Assert.Equal("web", (string)Assert.Single(host["docker"]!["containers"]!.AsArray())!);
        Assert.Equal("docker0", (string)Assert.Single(host["docker"]!["networks"]!.AsArray())!["bridge"]!);
    }

    [Fact]
    public async Task Unattended_no_key_is_accepted_and_no_host_is_entered()
    {
        using var wizard = await Wizard.OfAsync(lab);
        wizard.SetDefault("known_hosts", Path.Combine(wizard.Folder, "none"));
        var result = await wizard.AsyncOf("hosts", "check");

        WizardAssert.Ended(4, result);
        Assert.Contains("3 of 3 hosts are not ready", result.Output, StringComparison.Ordinal);
        Assert.Contains("docker01: the host key of 192.168.130.128 is not known: ssh-ed25519 SHA256:", result.Error,
            StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(wizard.Folder, "none")));
    }
}

using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// A secret is where it belongs, and in no other place: not here, not on the hosts, not while it runs, not afterwards.
/// </summary>
[Collection("lab")]
public sealed class SecretTests(LabFixture lab) : OnFreshHosts(lab)
{
    /// <summary>With what a shell, JSON and a template would trip over.</summary>
    private const string Secret = "pl4nt\"ed'$HOME\\x {{ y }}";

    /// <summary>
    /// Its beginning, which is the same however it is quoted; not itself in the command line that looks for it.
    /// </summary>
    private const string Pattern = "pl4n[t]";

    private const string Sampler = """
        while [ ! -e /run/enough ]; do
          for p in /proc/[0-9]*; do
            for f in cmdline environ; do ! grep -qsa 'pl4n[t]' $p/$f || echo "$f: $(tr '\0' ' ' <$p/cmdline | cut -c1-200)"; done
          done
        done | sort -u
        rm /run/enough
        """;

    [Fact]
    public async Task A_planted_secret_is_found_nowhere_else()
    {
        Lab.Require();
        var file = Path.Combine(Ovs.Folder, "token");
        File.WriteAllText(file, Secret);
        var runbook = Path.Combine(PublishedBinary.Root, "tests/fixtures/runbooks/secret.yml");
        var sampling = Task.WhenAll(LabFixture.Hosts.Select(host => Lab.OnAsync(host, Sampler)));

        var said = await Ovs.AsyncOf("run", runbook, "--yes", "-v", "-p", $"token=file:{file}");
        var json = await Ovs.AsyncOf("run", runbook, "--yes", "--json", "-p", $"token=file:{file}");
        var shown = await Ovs.AsyncOf("show");
        await Lab.OnAllAsync("touch /run/enough");
        var seen = await sampling;

        WizardAssert.Ended(0, said);
        WizardAssert.Ended(0, json);
        Says(said, "it is *** now");
        Assert.DoesNotMatch(Pattern, said.Output + said.Error + json.Output + json.Error + shown.Output + shown.Error);
        Assert.Equal("", (await HostProgram.TryAsync("grep", ["-rlE", Pattern, Ovs.Home])).Output);
        Assert.All(seen, found => Assert.Equal("", found));
        Assert.All(
            await Lab.OnAllAsync($"grep -rlsE '{Pattern}' /etc /var/lib/ovswizard /run /tmp /var/log /root; true"),
            found => Assert.Equal("/etc/ovsw-secret/config.json\n/etc/ovsw-secret/plain\n",
                string.Concat(found.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)
                    .Select(line => $"{line}\n"))));
        Assert.All(
            await Lab.OnAllAsync(
                "cat /etc/ovsw-secret/plain; python3 -c 'import json; print(json.load(open(\"/etc/ovsw-secret/config.json\"))[\"token\"])'; cat /etc/ovsw-secret/sum"),
            found =>
                Assert.Equal(
                    $"{Secret}\n{Secret}\n{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Secret)))}  -\n",
                    found));
    }

    [Fact]
    public async Task What_a_host_held_before_may_be_secret_too_and_comes_back_from_the_host_alone()
    {
        Lab.Require();
        const string Former = "f0rmer-planted-token";
        var image = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Former));
        await Lab.OnAllAsync(
            $"mkdir /etc/ovsw-secret; umask 077; printf {Former} >/etc/ovsw-secret/plain; printf '{{\"token\":\"{Former}\"}}' >/etc/ovsw-secret/config.json");
        var before = await Snapshot.OfAsync(Lab);
        var file = Path.Combine(Ovs.Folder, "token");
        File.WriteAllText(file, Secret);

        WizardAssert.Ended(0,
            await Ovs.AsyncOf("run", Path.Combine(PublishedBinary.Root, "tests/fixtures/runbooks/secret.yml"),
                "--yes", "-p", $"token=file:{file}"));

        Assert.All(await Lab.OnAllAsync($"grep -rlF {image} /var/lib/ovswizard"),
            found => Assert.Contains("/before/plain", found, StringComparison.Ordinal));
        Assert.Equal("", (await HostProgram.TryAsync("grep", ["-rlE", $"{Former}|{image}", Ovs.Home])).Output);
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
    }
}

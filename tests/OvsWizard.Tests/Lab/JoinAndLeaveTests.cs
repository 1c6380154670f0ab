using System.Text.RegularExpressions;
using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Hosts that join a running overlay and leave it: the others' containers go on talking, and only what must change is
/// changed.
/// </summary>
[Collection("lab")]
public sealed partial class JoinAndLeaveTests(LabFixture lab) : OnFreshHosts(lab)
{
    private const string Pair = "docker01,docker02";

    private static readonly string[] PairHosts = ["docker01", "docker02"];

    [GeneratedRegex(@"(\d+) packets transmitted, (\d+) received")]
    private static partial Regex Counts();

    [Theory]
    [InlineData("true", "")]
    [InlineData("systemctl start firewalld; systemctl restart docker; docker start web", "tunnel_type=geneve")]
    public async Task A_host_joins_and_leaves_while_the_others_talk(string scene, string parameter)
    {
        Lab.Require();
        string[] words = parameter.Length == 0 ? [] : ["-p", parameter];
        await Lab.OnAllAsync(scene);
        var fresh = await Snapshot.OfAsync(Lab);
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync([.. words, "--limit", Pair]));
        var pair = await Snapshot.OfAsync(Lab);
        var started = await StartedAsync();
        var there = (await Lab.OnAsync("docker02", "docker inspect -f '{{.NetworkSettings.IPAddress}}' web")).Trim();
        // The first packet may be answered by a redirect.
        await Lab.OnAsync("docker01", $"docker exec web ping -c 3 {there}");
        await Lab.OnAsync("docker01",
            $"nsenter -t $(docker inspect -f '{{{{.State.Pid}}}}' web) -n ping -n -q -i 0.1 {there} >/run/pings 2>&1 </dev/null & echo $! >/run/pinging");

        var joined = await Ovs.RunOverlayAsync([.. words]);
        var left = await Ovs.RunOverlayAsync([.. words, "--limit", Pair]);

        await Lab.OnAsync("docker01", "sleep 0.5; pkill -INT -x ping; sleep 0.5");
        var pings = await Lab.OnAsync("docker01", "cat /run/pings; rm /run/pings /run/pinging");
        WizardAssert.EveryPairAnswers(joined);
        Assert.Equal(["firewall", "persist-script", "tunnels"], await ChangedAsync(0, joined));
        WizardAssert.EveryPairAnswers(left, PairHosts);
        Assert.Equal(started, await StartedAsync());
        var counts = Counts().Match(pings);
        Assert.True(counts.Success && counts.Groups[1].Value == counts.Groups[2].Value, pings);
        WhatCounts(await Snapshot.OfAsync(Lab)).AssertEquals(WhatCounts(pair));

        // The host that left is undone by the run that it joined with.
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes", "--limit", "docker03", Runs[1]));
        (await Snapshot.OfAsync(Lab)).Of("docker03").AssertEquals(fresh.Of("docker03"));
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync([.. words, "--limit", Pair]), PairHosts);
    }

    [Fact]
    public async Task Only_hosts_of_the_run_can_be_taken_back()
    {
        Lab.Require();
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync("--limit", Pair));

        var result = await Ovs.AsyncOf("rollback", "--yes", "--limit", "docker03");

        WizardAssert.Ended(2, result);
        Says(result, "has no host 'docker03'", "it has: docker01, docker02");
    }

    /// <summary>What runs keep to be taken back is more now, and firewalld keeps the file before the last.</summary>
    private static Snapshot WhatCounts(Snapshot all) =>
        all.Of("docker01").Outside("/var/lib/ovswizard").Outside("/etc/firewalld/zones");

    private string[] Runs => [.. Directory.EnumerateDirectories(Path.Combine(Ovs.Home, "runs"))
        .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private Task<string> StartedAsync() => Lab.OnAsync("docker01",
        "systemctl show -p ActiveEnterTimestampMonotonic docker; docker inspect -f '{{.State.StartedAt}}' web");

    /// <summary>The steps that the run changed on the hosts that were there before.</summary>
    private async Task<string[]> ChangedAsync(int host, ProgramResult run)
    {
        WizardAssert.Ended(0, run);
        var journal = await File.ReadAllLinesAsync(Path.Combine(Ovs.Home, "runs", Runs[1], "journal.jsonl"));
        var ends = journal.Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!)
            .Where(e => (string)e["event"]! == "step-ended" && (string)e["status"]! == "done"
                && (string)e["host"]! == PairHosts[host]);
        return [.. ends.Select(e => (string)e["step"]!).Order(StringComparer.Ordinal)];
    }
}

using System.Text.Json.Nodes;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// The plan against the hosts as they are, and a run that goes on without the terminal that began it.
/// </summary>
[Collection("lab")]
public sealed class DetachTests(LabFixture lab) : OnFreshHosts(lab)
{
    [Fact]
    public async Task A_detached_run_is_done_by_itself_and_followed_by_whoever_asks()
    {
        Lab.Require();
        var before = await Ovs.AsyncOf("plan", Wizard.Overlay, "--refresh", "--detailed-exitcode");
        WizardAssert.Ended(5, before);
        Assert.Contains("web\n", before.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("No changes.", before.Output, StringComparison.Ordinal);
        Assert.Null(Ovs.Run);

        var begun = await Ovs.RunOverlayAsync("--detach");
        WizardAssert.Ended(0, begun);
        Assert.Contains("continues in the background", begun.Output, StringComparison.Ordinal);
        var followed = await Task.WhenAll(
            AtOnce("attach"), AtOnce("show", "--follow"), AtOnce("attach", "--json"));

        WizardAssert.EveryPairAnswers(followed[0]);
        WizardAssert.EveryPairAnswers(followed[1]);
        var last = JsonNode.Parse(followed[2].Output.TrimEnd('\n').Split('\n')[^1])!;
        Assert.Equal(("run-ended", "done"), ((string)last["event"]!, (string)last["status"]!));
        WizardAssert.Ended(0, await Ovs.AsyncOf("attach"));
        var after = await Ovs.AsyncOf("plan", Wizard.Overlay, "--refresh", "--detailed-exitcode");
        WizardAssert.Ended(0, after);
        Assert.Contains("No changes.", after.Output, StringComparison.Ordinal);
        await WatchedAsync();
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
    }

    /// <summary>
    /// A healthy network has nothing to tell; one whose route was taken away tells it, in the metrics too.
    /// </summary>
    private async Task WatchedAsync()
    {
        var metrics = Path.Combine(Ovs.Folder, "ovswizard.prom");
        var healthy = await Ovs.AsyncOf("watch", "--rounds", "1");
        WizardAssert.Ended(0, healthy);
        Assert.Contains("3/3 hosts, 6/6 pairs", healthy.Output, StringComparison.Ordinal);

        await Lab.OnAsync("docker02", "ip route del 10.0.0.0/16");
        var faulty = await Ovs.AsyncOf("watch", "--rounds", "1", "--metrics", metrics, "--json");
        await Lab.OnAsync("docker02", "ip route add 10.0.0.0/16 dev docker0");

        WizardAssert.Ended(5, faulty);
        Assert.Contains("\"event\":\"drifted\"", faulty.Output, StringComparison.Ordinal);
        Assert.Contains("ovswizard_drift{host=\"docker02\",step=\"route\"} 1", await File.ReadAllTextAsync(metrics),
            StringComparison.Ordinal);
    }

    private Task<OvsWizard.Lab.ProgramResult> AtOnce(string command, params string[] words) =>
        Ovs.AsyncOf(command, words);
}

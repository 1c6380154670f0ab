namespace OvsWizard.Tests.Lab;

/// <summary>
/// A site set up in batches: what is wrong shows on the first of them, and the others are not touched.
/// </summary>
[Collection("lab")]
public sealed class BatchTests(LabFixture lab) : OnFreshHosts(lab)
{
    /// <summary>A value of a host that the first batch has not.</summary>
    private const string ForLater = "docker03:container_subnet=10.0.33.1/24";

    [Fact]
    public async Task A_canary_goes_first_and_the_rest_joins_it_once_it_is_proved()
    {
        Lab.Require();

        var result = await Ovs.RunOverlayAsync("--canary", "docker02", "-p", ForLater);

        WizardAssert.Ended(0, result);
        Says(result, "batch 1 of 2: docker01, docker02", "batch 2 of 2: docker03", "every pair answers");
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync("-p", ForLater));
        var runs = Directory.EnumerateDirectories(Path.Combine(Ovs.Home, "runs")).Select(Path.GetFileName)
            .Order().ToList();
        Assert.Equal(2, runs.Count);
        Says(await Ovs.AsyncOf("resume", runs[0]!, "--yes"), "nothing is left to do");
    }

    [Fact]
    public async Task As_lines_it_asks_before_each_batch()
    {
        Lab.Require();

        var result = await Ovs.AskedAsync("plain", "vxlan-overlay\n\n2\ny\nn\n");
        WizardAssert.Ended(3, result);
        Says(result, "batch 1 of 2: docker01, docker02", "batch 2 of 2: docker03", "declined: nothing was changed");

        WizardAssert.Ended(0, await Ovs.AsyncOf("resume", "--yes"));
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync());
    }

    [Fact]
    public async Task Where_the_first_batch_fails_no_other_host_is_touched_and_it_goes_on_from_there()
    {
        Lab.Require();
        await Lab.OnAsync("docker02",
            "mkdir -p /usr/local/lib/ovswizard; mount --bind -o ro /usr/local/lib/ovswizard /usr/local/lib/ovswizard; mount -o remount,ro,bind /usr/local/lib/ovswizard");
        var before = await Snapshot.OfAsync(Lab);

        var result = await Ovs.RunOverlayAsync("--serial", "2");

        WizardAssert.Ended(1, result);
        Says(result, "Read-only file system", "stopped after batch 1 of 2: docker03 not touched");
        (await Snapshot.OfAsync(Lab)).Of("docker03").AssertEquals(before.Of("docker03"));
        await Lab.OnAsync("docker02", "umount /usr/local/lib/ovswizard");
        var resumed = await Ovs.AsyncOf("resume", "--yes");
        WizardAssert.Ended(0, resumed);
        Says(resumed, "batch 2 of 2: docker03");
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync());
    }

    [Fact]
    public async Task While_few_enough_fail_the_others_go_on_without_them()
    {
        Lab.Require();
        await Lab.OnAsync("docker01", "systemctl stop docker docker.socket");

        var result = await Ovs.AsyncOf("run", "vxlan-overlay", "--yes", "--serial", "2", "--max-fail", "1");

        WizardAssert.Ended(1, result);
        Says(result, "continuing without docker01", "batch 2 of 2: docker03", "left out because they failed: docker01");
        WizardAssert.EveryPairAnswers(await Ovs.VerifyAsync("--limit", "docker02,docker03"), ["docker02", "docker03"]);
        await Lab.OnAsync("docker01", "systemctl start docker");
    }
}

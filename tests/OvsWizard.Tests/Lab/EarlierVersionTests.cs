using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// A run of two hosts that the version before began, as its folder was kept: cut off, it goes on; come to its end, it
/// is taken back.
/// </summary>
[Collection("lab")]
public sealed class EarlierVersionTests(LabFixture lab) : OnFreshHosts(lab)
{
    private static string Sample => Directory.GetDirectories(KeptRunTests.Samples, "*-vxlan-overlay-*").Single();

    private static string Id => Path.GetFileName(Sample);

    [Fact]
    public async Task A_run_that_the_version_before_began_goes_on_and_is_taken_back()
    {
        Lab.Require();
        var before = await Snapshot.OfAsync(Lab);
        var journal = await File.ReadAllLinesAsync(Path.Combine(Sample, "journal.jsonl"),
            TestContext.Current.CancellationToken);
        // Before its first change, among the before-images of the first group, and in the second group.
        foreach (var left in (int[])[8, 24, 70])
        {
            Put(journal.Take(left));

            var gone = await Ovs.AsyncOf("resume", Id, "--yes");
            WizardAssert.Ended(0, gone);
            WizardAssert.EveryPairAnswers(gone, ["docker01", "docker02"]);
            WizardAssert.Ended(0, await Ovs.AsyncOf("verify", "--run", Id));

            // As that version left it when it had come to the end: its own before-images count.
            Put(journal);
            WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", Id, "--yes"));
            (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        }
    }

    private void Put(IEnumerable<string> journal)
    {
        var run = Path.Combine(Ovs.Home, "runs", Id);
        Directory.CreateDirectory(run);
        foreach (var name in (string[])["plan.json", "request.json"])
            File.Copy(Path.Combine(Sample, name), Path.Combine(run, name), overwrite: true);
        File.WriteAllLines(Path.Combine(run, "journal.jsonl"), journal);
    }
}

namespace OvsWizard.Tests.Lab;

/// <summary>
/// A run whose program dies after any entry of its journal, and its rollback likewise, ends as if nothing had happened.
/// </summary>
[Collection("lab")]
public sealed class ResumeTests(LabFixture lab) : OnFreshHosts(lab)
{
    /// <summary>
    /// Where the program dies: when its journal would grow beyond so many bytes, by that very write or by SIGKILL just
    /// then.
    /// </summary>
    private readonly record struct Death(int Entry, long Bytes, bool Killed)
    {
        public override string ToString() =>
            $"{(Killed ? "killed" : "ended in a write")} about entry {Entry}, byte {Bytes}";
    }

    private Snapshot before = null!;
    private Snapshot done = null!;

    [Fact]
    public async Task Killed_after_any_entry_a_run_and_its_rollback_end_as_if_they_had_not_been()
    {
        Lab.Require();
        var (run, back) = await UninterruptedAsync();
        // Each with its place in the rollback, so that parts of all points meet all of it.
        var points = Points.Of(run.Select((end, i) => (Run: end, Back: back[i * back.Count / run.Count])).ToList(), 4);

        var failures = new List<string>();
        var covered = new HashSet<int>();
        for (var i = 0; i < points.Count; i++)
        {
            var death = DeathAt(points[i].Run);
            var backDeath = DeathAt(points[i].Back);
            try
            {
                covered.UnionWith(await DieTwiceAsync(death, backDeath, run[^1]));
                TestContext.Current.SendDiagnosticMessage(
                    $"{DateTime.Now:T} {i + 1} of {points.Count}: {death}; rollback {backDeath}");
            }
            catch (Exception e)
            {
                failures.Add($"run {death}, rollback {backDeath}:\n{e.Message}");
                TestContext.Current.SendDiagnosticMessage($"{DateTime.Now:T} {failures[^1]}");
                await Lab.MustAsync("reset");
                await UninterruptedAsync();
            }
            Ovs.Forget();
        }

        TestContext.Current.SendDiagnosticMessage(
            $"{2 * points.Count} deaths, after {covered.Count} different entries of {run.Count + back.Count}");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    /// <summary>
    /// What all others are compared with, on hosts with a container that was started by hand and one that never was.
    /// </summary>
    private async Task<(List<(int Entry, long Bytes)> Run, List<(int Entry, long Bytes)> Back)> UninterruptedAsync()
    {
        await Lab.OnAllAsync("docker run -d --name loose practice; docker create --name asleep practice");
        before = await Snapshot.OfAsync(Lab);
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        done = await SnapshotOfRunAsync();
        var entries = Entries();
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        var ends = Ends(Ovs.Journal);
        Ovs.Forget();
        return (ends[..entries], ends[entries..]);
    }

    /// <summary>
    /// A run that dies and is resumed, and a rollback that dies and is resumed; returns how many entries each had left.
    /// </summary>
    private async Task<int[]> DieTwiceAsync(Death death, Death backDeath, (int Entry, long Bytes) end)
    {
        await DieAsync("run", death, Wizard.Overlay);
        var left = Entries();
        // Without a matrix where the run had come to its end just before.
        WizardAssert.Ended(0, await Ovs.AsyncOf("resume", "--yes"));
        (await SnapshotOfRunAsync()).AssertEquals(done);
        await Leftovers.AssertNoneAsync(Lab);

        var length = new FileInfo(Ovs.Journal).Length;
        var whole = Entries();
        await DieAsync("rollback", backDeath with { Bytes = backDeath.Bytes - end.Bytes + length });
        var backLeft = end.Entry + Entries() - whole;
        // One that died before its first entry was whole had touched nothing, and is begun anew: the run is what can be
        // resumed then.
        WizardAssert.Ended(0, await Ovs.AsyncOf(Entries() > whole ? "resume" : "rollback", "--yes"));
        (await Snapshot.OfAsync(Lab)).AssertEquals(before);
        await Leftovers.AssertNoneAsync(Lab);
        return [left, backLeft];
    }

    private static Death DeathAt((int Entry, long Bytes) end) =>
        new(end.Entry, end.Bytes + (end.Entry % 3 == 0 ? 17 : 0), end.Entry % 3 == 2);

    /// <summary>
    /// Runs the command until it is dead; where its journal ends before that, it has come to its own end.
    /// </summary>
    private async Task DieAsync(string command, Death death, params string[] words)
    {
        using var started = Ovs.Start(command, ["--yes", .. words]);
        while (Ovs.Run is null && !started.HasEnded) await Task.Yield();
        if (death.Killed)
        {
            while (!started.HasEnded && new FileInfo(Ovs.Journal) is var journal
                && (!journal.Exists || journal.Length < death.Bytes)) await Task.Yield();
            if (!started.HasEnded) started.Kill();
        }
        else
        {
            started.DieWhenAFileExceeds(death.Bytes);
        }
        var result = await started.EndAsync();
        Assert.True(result.ExitCode is 0 or 137 or 153,
            $"{command}: exit {result.ExitCode}\n{result.Output}{result.Error}");
    }

    private int Entries() => File.Exists(Ovs.Journal) ? File.ReadAllText(Ovs.Journal).Count(c => c == '\n') : 0;

    private async Task<Snapshot> SnapshotOfRunAsync() =>
        (await Snapshot.OfAsync(Lab)).Without(Path.GetFileName(Ovs.Run!));

    /// <summary>Where each entry of a journal ends.</summary>
    private static List<(int Entry, long Bytes)> Ends(string journal)
    {
        var ends = new List<(int, long)>();
        var bytes = 0L;
        foreach (var line in File.ReadAllLines(journal))
            ends.Add((ends.Count + 1, bytes += System.Text.Encoding.UTF8.GetByteCount(line) + 1));
        return ends;
    }
}

namespace OvsWizard.Tests.Lab;

/// <summary>A run whose program dies after any entry of its journal, and its rollback likewise, ends as if nothing had happened.</summary>
[Collection("lab")]
public sealed class ResumeTests(LabFixture lab) : IAsyncLifetime
{
    private Wizard? wizard;

    private Wizard Ovs => wizard!;

    public async ValueTask InitializeAsync()
    {
        if (lab.Unavailable is not null) return;
        wizard = await Wizard.OfAsync(lab);
        lab.Change();
    }

    public async ValueTask DisposeAsync()
    {
        wizard?.Dispose();
        await lab.RestoreAsync();
    }

    /// <summary>Where the program dies: when its journal would grow beyond so many bytes, by that very write or by SIGKILL just then.</summary>
    private readonly record struct Death(int Entry, long Bytes, bool Killed)
    {
        public override string ToString() => $"{(Killed ? "killed" : "ended in a write")} about entry {Entry}, byte {Bytes}";
    }

    [Fact]
    public async Task Killed_after_any_entry_a_run_and_its_rollback_end_as_if_they_had_not_been()
    {
        lab.Require();
        await lab.OnAllAsync("docker run -d --name loose practice; docker create --name asleep practice");
        var before = await Snapshot.OfAsync(lab);
        WizardAssert.Ended(0, await Ovs.RunOverlayAsync());
        var done = await SnapshotOfRunAsync();
        var entries = File.ReadAllLines(Ovs.Journal).Length;
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
        (await Snapshot.OfAsync(lab)).AssertEquals(before);
        var ends = Ends(Ovs.Journal);
        Ovs.Forget();
        var run = Points.Of(ends[..entries], 12);
        var back = ends[entries..];

        var failures = new List<string>();
        var covered = new HashSet<int>();
        for (var i = 0; i < run.Count; i++)
        {
            var death = DeathAt(run[i], i);
            var backDeath = DeathAt(back[i * back.Count / run.Count], i + 1);
            try
            {
                await DieAsync("run", death, Wizard.Overlay);
                covered.Add(Entries());
                WizardAssert.EveryPairAnswers(await Ovs.AsyncOf("resume", "--yes"));
                (await SnapshotOfRunAsync()).AssertEquals(done);
                await Leftovers.AssertNoneAsync(lab);

                var length = new FileInfo(Ovs.Journal).Length;
                var whole = Entries();
                await DieAsync("rollback", backDeath with { Bytes = backDeath.Bytes - ends[entries - 1].Bytes + length });
                covered.Add(entries + Entries() - whole);
                WizardAssert.Ended(0, await Ovs.AsyncOf("resume", "--yes"));
                (await Snapshot.OfAsync(lab)).AssertEquals(before);
                await Leftovers.AssertNoneAsync(lab);
                TestContext.Current.SendDiagnosticMessage($"{DateTime.Now:T} {i + 1} of {run.Count}: {death}; rollback {backDeath}");
            }
            catch (Xunit.Sdk.XunitException e)
            {
                failures.Add($"run {death}, rollback {backDeath}:\n{e.Message}");
                TestContext.Current.SendDiagnosticMessage($"{DateTime.Now:T} {failures[^1]}");
                await lab.MustAsync("reset");
                await lab.OnAllAsync("docker run -d --name loose practice; docker create --name asleep practice");
            }
            Ovs.Forget();
        }

        TestContext.Current.SendDiagnosticMessage($"{2 * run.Count} deaths, after {covered.Count} different entries of {ends.Count}");
        Assert.Equal("", string.Join("\n\n", failures));
    }

    private static Death DeathAt((int Entry, long Bytes) end, int i) => new(end.Entry, end.Bytes + (i % 3 == 0 ? 17 : 0), i % 3 == 2);

    /// <summary>Runs the command until it is dead; where its journal ends before that, it has come to its own end.</summary>
    private async Task DieAsync(string command, Death death, params string[] words)
    {
        using var started = Ovs.Start(command, ["--yes", .. words]);
        while (Ovs.Run is null && !started.HasEnded) await Task.Yield();
        if (death.Killed)
        {
            while (!started.HasEnded && new FileInfo(Ovs.Journal) is var journal && (!journal.Exists || journal.Length < death.Bytes)) await Task.Yield();
            if (!started.HasEnded) started.Kill();
        }
        else
        {
            started.DieWhenAFileExceeds(death.Bytes);
        }
        var result = await started.EndAsync();
        Assert.True(result.ExitCode is 0 or 137 or 153, $"{command}: exit {result.ExitCode}\n{result.Output}{result.Error}");
    }

    private int Entries() => File.Exists(Ovs.Journal) ? File.ReadAllText(Ovs.Journal).Count(c => c == '\n') : 0;

    private async Task<Snapshot> SnapshotOfRunAsync() => (await Snapshot.OfAsync(lab)).Without(Path.GetFileName(Ovs.Run!));

    /// <summary>Where each entry of a journal ends.</summary>
    private static List<(int Entry, long Bytes)> Ends(string journal)
    {
        var ends = new List<(int, long)>();
        var bytes = 0L;
        foreach (var line in File.ReadAllLines(journal)) ends.Add((ends.Count + 1, bytes += System.Text.Encoding.UTF8.GetByteCount(line) + 1));
        return ends;
    }
}

using OvsWizard.Journal;
using OvsWizard.Sessions;

namespace OvsWizard.Tests.Sessions;

/// <summary>A run is followed while it is claimed and written.</summary>
public sealed class JournalFollowerTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ovsw-follow-");
    private readonly RunFolder run;

    public JournalFollowerTests()
    {
        run = new RunFolder(folder.FullName);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_happens_is_told_as_it_happens_and_the_end_of_the_claim_ends_it()
    {
        var claim = run.Claim();
        using var journal = new RunJournal(run.JournalPath);
        journal.Append(new RunPaused());
        var told = new List<RunEvent>();

        await foreach (var happened in JournalFollower.FollowAsync(run, TestContext.Current.CancellationToken))
        {
            told.Add(happened);
            if (told.Count == 1) journal.Append(new RunContinued());
            else claim.Dispose();
        }

        Assert.Collection(told, e => Assert.IsType<RunPaused>(e), e => Assert.IsType<RunContinued>(e));
    }

    [Fact]
    public void Asking_whether_a_run_is_claimed_keeps_nobody_from_claiming_it()
    {
        Assert.False(run.IsClaimed());
        using (run.Claim()) Assert.True(run.IsClaimed());
        Assert.False(run.IsClaimed());
        Parallel.For(0, 50, i =>
        {
            if (i == 25) run.Claim().Dispose();
            else run.IsClaimed();
        });
    }
}

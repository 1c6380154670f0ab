using OvsWizard.Journal;

namespace OvsWizard.Sessions;

/// <summary>One run in the list of all: also one that cannot be read, and one that another process works on.</summary>
/// <param name="Record">Null where it cannot be read.</param>
/// <param name="Unreadable">Why not.</param>
/// <param name="IsWorkedOn">Another process on this machine works on it now.</param>
public sealed record PastRun(string Id, RunRecord? Record, Failure? Unreadable = null, bool IsWorkedOn = false)
{
    /// <summary>Something is left to do, and nobody does it.</summary>
    public bool IsOpen => Record is { CanResume: true, Status: RunStatus.Interrupted or RunStatus.Failed } or { CanResume: false, Rest: not null } && !IsWorkedOn;

    /// <summary>The newest <paramref name="most"/> runs, newest first.</summary>
    public static IReadOnlyList<PastRun> Newest(int most = int.MaxValue) => [.. RunFolder.All().Take(most).Select(Read)];

    private static PastRun Read(RunFolder folder)
    {
        try
        {
            var record = RunRecord.Read(folder);
            return new PastRun(folder.Id, record, IsWorkedOn: record.State.Ended is null && IsClaimed(folder));
        }
        catch (Failure failure)
        {
            return new PastRun(folder.Id, null, failure);
        }
    }

    private static bool IsClaimed(RunFolder folder)
    {
        try
        {
            folder.Claim().Dispose();
            return false;
        }
        catch (Failure)
        {
            return true;
        }
    }
}

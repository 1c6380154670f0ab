using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Sessions;

/// <summary>One run in the list of all: also one that cannot be read, and one that another process works on.</summary>
/// <param name="Record">Null where it cannot be read.</param>
/// <param name="Unreadable">Why not.</param>
/// <param name="IsWorkedOn">Another process on this machine works on it now.</param>
public sealed record PastRun(string Id, RunRecord? Record, Failure? Unreadable = null, bool IsWorkedOn = false)
{
    /// <summary>Something is left to do, and nobody does it.</summary>
    public bool IsOpen =>
        Record is { CanResume: true, Status: RunStatus.Interrupted or RunStatus.Failed } or { Next: not null }
            && !IsWorkedOn;

    /// <summary>The newest <paramref name="most"/> runs, newest first.</summary>
    public static IReadOnlyList<PastRun> Newest(int most = int.MaxValue) =>
        WithoutBegun(RunFolder.All().Take(most).Select(Read));

    /// <summary>A run; of a batch, what came after it only where it has not been begun since.</summary>
    /// <exception cref="Failure">Input: request, plan or journal cannot be read.</exception>
    public static RunRecord Of(RunFolder folder) =>
        (folder.ReadRequest().Rest is null ? null : Newest().FirstOrDefault(run => run.Id == folder.Id)?.Record)
            ?? RunRecord.Read(folder);

    /// <summary>
    /// The runs, newest first; of those that are batches, what came after them only where it has not been begun since.
    /// </summary>
    internal static IReadOnlyList<PastRun> WithoutBegun(IEnumerable<PastRun> newestFirst)
    {
        var newer = new List<(string Runbook, BatchesLeft After)>();
        return [.. newestFirst.Select(Told)];

        PastRun Told(PastRun run)
        {
            if (run.Record is not { After: { } after } record) return run;
            var runbook = record.State.Plan.Runbook;
            var isBegun = newer.Any(n =>
                n.Runbook == runbook && n.After.Number == after.Number + 1 && after.Begun.All(n.After.Begun.Contains));
            if (record.Status is not RunStatus.RolledBack) newer.Add((runbook, after));
            return isBegun ? run with { Record = record with { After = null } } : run;
        }
    }

    /// <summary>One run, also where it cannot be read.</summary>
    internal static PastRun Read(RunFolder folder)
    {
        try
        {
            var record = RunRecord.Read(folder);
            return new PastRun(folder.Id, record, IsWorkedOn: record.State.Ended is null && folder.IsClaimed());
        }
        catch (Failure failure)
        {
            return new PastRun(folder.Id, null, failure);
        }
    }
}

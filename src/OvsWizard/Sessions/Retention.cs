using OvsWizard.Engine;
using OvsWizard.Journal;

namespace OvsWizard.Sessions;

/// <summary>
/// Which runs can be done without: never one that could still be undone, gone on with, or not be read. Pure.
/// </summary>
public static class Retention
{
    /// <summary>A hundred years.</summary>
    public const int MostDays = 36500;

    /// <summary>Those to delete of all runs.</summary>
    /// <param name="runs">All, so that what later runs need of an earlier one is seen.</param>
    /// <param name="before">What ended later stays.</param>
    public static IReadOnlyList<RunRecord> Of(IReadOnlyList<PastRun> runs, DateTimeOffset before)
    {
        // What hosts should be is known from the last run that found them so.
        var known = runs.Where(r => r.Record?.Status is RunStatus.Done)
            .DistinctBy(r => r.Record!.State.Plan.Runbook).ToHashSet();
        return [.. runs.Where(r => !r.IsWorkedOn && !known.Contains(r)).Select(r => r.Record).OfType<RunRecord>()
            .Where(r => IsOver(r) && EndOf(r) is { } end && end < before)];
    }

    /// <summary>Nothing of it is on any host, and nothing of it is left to do.</summary>
    private static bool IsOver(RunRecord run) => !run.Changes.Any() && run.Rest is null
        && run.Status is RunStatus.RolledBack or RunStatus.Done or RunStatus.Declined or RunStatus.Unfit;

    /// <summary>Null where it has none: then something else is the matter.</summary>
    private static DateTimeOffset? EndOf(RunRecord run) => run.State.Ended?.At;
}

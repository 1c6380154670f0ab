using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Sessions;

/// <summary>A run as its folder tells it: the plan, and what the journal adds up to.</summary>
/// <param name="Torn">The journal's last line was not finished.</param>
/// <param name="After">What was to come after it when it was begun, where it is one of several batches.</param>
public sealed record RunRecord(RunFolder Folder, RunState State, bool Torn, BatchesLeft? After = null)
{
    public string Id => Folder.Id;

    /// <summary>A journal without an end was interrupted, whatever it says last.</summary>
    public RunStatus Status => State.Ended?.Status ?? RunStatus.Interrupted;

    /// <summary>There is something left to do.</summary>
    public bool CanResume => Status is not (RunStatus.Done or RunStatus.RolledBack);

    /// <summary>The batches that come after it; null: none, or it was taken back.</summary>
    public BatchesLeft? Rest => Status is not RunStatus.RolledBack && After is { Left.Count: > 0 } ? After : null;

    /// <summary>The batches to go on with: the run itself has come to its end, and they are left; else null.</summary>
    public BatchesLeft? Next => CanResume ? null : Rest;

    /// <summary>It was being taken back when it ended: to resume it is to go on with that.</summary>
    public bool IsRollingBack => State.Resumed?.Mode is "rollback" && Status is not (RunStatus.RolledBack or RunStatus.Declined);

    /// <summary>Steps that have changed a host and were not taken back.</summary>
    public IEnumerable<(HostState Host, StepState Step)> Changes => State.Hosts.SelectMany(h => h.Steps.Where(s => s.Intended).Select(s => (h, s)));

    /// <exception cref="Failure">Input: request, plan or journal cannot be read.</exception>
    public static RunRecord Read(RunFolder folder)
    {
        var state = new RunState(folder.ReadPlan());
        var torn = false;
        if (File.Exists(folder.JournalPath))
            foreach (var happened in RunJournal.Read(folder.JournalPath, out torn)) state.Apply(happened);
        return new RunRecord(folder, state, torn, folder.ReadRequest().Rest);
    }
}

using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>A run as its folder tells it: the plan, and what the journal adds up to.</summary>
/// <param name="Torn">The journal's last line was not finished.</param>
/// <param name="After">What was to come after it when it was begun, where it is one of several batches.</param>
public sealed record RunRecord(RunFolder Folder, RunState State, bool Torn, BatchesLeft? After = null)
{
    public string Id => Folder.Id;

    /// <summary>Where before-images in the journal are damaged: the hosts' own count in their place.</summary>
    public IReadOnlyList<SourceLocation> Damaged { get; init; } = [];

    /// <summary>
    /// A journal without an end was interrupted, whatever it says last; a resume or rollback that came to nothing
    /// leaves the run as it was.
    /// </summary>
    public RunStatus Status => State.Standing;

    /// <summary>This very version of the program made its plan, and would make the same one again.</summary>
    public bool IsOfThisProgram =>
        State.Plan.Format == PlanFormat.Current && (State.Started is null || State.Started.Version == Product.Version);

    /// <summary>There is something left to do.</summary>
    public bool CanResume => Status is not (RunStatus.Done or RunStatus.RolledBack);

    /// <summary>The batches that come after it; null: none, or it was undone.</summary>
    public BatchesLeft? Rest => Status is not RunStatus.RolledBack && After is { Left.Count: > 0 } ? After : null;

    /// <summary>The batches to go on with: the run itself has come to its end, and they are left; else null.</summary>
    public BatchesLeft? Next => CanResume ? null : Rest;

    /// <summary>It was being undone when it ended: to resume it is to go on with that.</summary>
    public bool IsRollingBack => State.StandingSince?.Mode is "rollback" && Status is not RunStatus.RolledBack;

    /// <summary>Steps that have changed a host and were not undone.</summary>
    public IEnumerable<(HostState Host, StepState Step)> Changes =>
        State.Hosts.SelectMany(h => h.Steps.Where(s => s.Intended).Select(s => (h, s)));

    /// <exception cref="Failure">Input: request, plan or journal cannot be read.</exception>
    public static RunRecord Read(RunFolder folder)
    {
        var state = StateOf(folder);
        var torn = false;
        IReadOnlyList<SourceLocation> damaged = [];
        if (Path.Exists(folder.JournalPath))
            foreach (var (line, happened) in RunJournal.Read(folder.JournalPath, out torn, out damaged).Index())
                Apply(folder.JournalPath, state, happened, line + 1);
        return new RunRecord(folder, state, torn, folder.ReadRequest().Rest) { Damaged = damaged };
    }

    private static RunState StateOf(RunFolder folder)
    {
        try
        {
            return new RunState(folder.ReadPlan());
        }
        catch (ArgumentException e)
        {
            throw folder.Unreadable($"its plan has two hosts or two steps with the same name",
                new SourceLocation(folder.PlanPath), e);
        }
    }

    /// <summary>What a line says must fit the plan and the lines before it.</summary>
    internal static void Apply(string path, RunState state, RunEvent happened, int line)
    {
        try
        {
            state.Apply(happened);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException)
        {
            throw new Failure(FailureKind.Input, $"the journal cannot be read here",
                $"it does not belong to this run: {e.Message}", $"'ovswizard runs' lists the others",
                at: new SourceLocation(path, line), cause: e);
        }
    }
}

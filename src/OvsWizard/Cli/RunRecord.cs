using OvsWizard.Engine;
using OvsWizard.Journal;

namespace OvsWizard.Cli;

/// <summary>A run as its folder tells it: the plan, and what the journal adds up to.</summary>
public sealed record RunRecord(string Id, RunState State, bool Torn)
{
    /// <summary>A journal without an end was interrupted, whatever it says last.</summary>
    public RunStatus Status => State.Ended?.Status ?? RunStatus.Interrupted;

    public static RunRecord Read(RunFolder folder)
    {
        var state = new RunState(folder.ReadPlan());
        var torn = false;
        if (File.Exists(folder.JournalPath))
            foreach (var happened in RunJournal.Read(folder.JournalPath, out torn)) state.Apply(happened);
        return new RunRecord(folder.Id, state, torn);
    }
}

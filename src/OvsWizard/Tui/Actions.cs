using OvsWizard.Sessions;
using OvsWizard.Runbooks;

namespace OvsWizard.Tui;

/// <summary>
/// What the screens set going, all of it also on the command line. One that is null is not there in this version: its key is greyed out and says so.
/// </summary>
public sealed record Actions
{
    /// <summary>The runbooks to choose from.</summary>
    public required Func<IReadOnlyList<Runbook>> Runbooks { get; init; }

    /// <summary>The runs in the journal, newest first.</summary>
    public required Func<IReadOnlyList<RunRecord>> Runs { get; init; }

    /// <summary>Goes on with a new run of this runbook: the screen after the chooser.</summary>
    public Action<Wizard, Runbook>? Begin { get; init; }

    public Action<Wizard, RunRecord>? Resume { get; init; }
    public Action<Wizard, RunRecord>? RollBack { get; init; }
    public Action<Wizard, RunRecord>? Verify { get; init; }
    public Action<Wizard, RunRecord>? Export { get; init; }

    /// <summary>Goes through symptoms and probes.</summary>
    public Action<Wizard>? Troubleshoot { get; init; }

    /// <summary>Practice hosts on this machine.</summary>
    public Action<Wizard>? Practice { get; init; }
}

using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Tui.Runs;

namespace OvsWizard.Tui;

/// <summary>
/// What the screens show, and what they set going; all of it is on the command line too. An action that is null is not
/// in this version: its key is greyed out and says so.
/// </summary>
public sealed record Actions
{
    /// <summary>The runbooks to choose from.</summary>
    public required Func<RunbookList> Runbooks { get; init; }

    /// <summary>So many of the newest runs in the journal, newest first.</summary>
    public required Func<int, IReadOnlyList<PastRun>> Runs { get; init; }

    /// <summary>
    /// The screen after the chooser: a new run of this runbook, on the hosts of this inventory (null: the one the
    /// command line names).
    /// </summary>
    public Action<Wizard, Runbook, string?>? Begin { get; init; }

    /// <summary>The screen after the chooser: are the hosts still as this runbook says.</summary>
    public Action<Wizard, Runbook, string?>? BeginVerify { get; init; }

    /// <summary>The screen after the chooser: the plan of this runbook, to be exported.</summary>
    public Action<Wizard, Runbook, string?>? BeginExport { get; init; }

    public Action<Wizard, RunRecord>? Resume { get; init; }
    public Action<Wizard, RunRecord>? RollBack { get; init; }
    public Action<Wizard, RunRecord>? Verify { get; init; }
    public Action<Wizard, RunRecord>? Export { get; init; }

    /// <summary>Shows a run that another process works on, as it happens.</summary>
    public Action<Wizard, Actions, RunFolder> Attach { get; init; } = RunEntry.Attach;

    /// <summary>The hosts' bridges, ports, tunnels and routes as they are now.</summary>
    public Action<Wizard>? Inspect { get; init; }

    /// <summary>The network that a run set up on the hosts, as it is, round after round.</summary>
    public Action<Wizard>? Watch { get; init; }

    /// <summary>Goes from a symptom through probes to the repair.</summary>
    public Action<Wizard>? Troubleshoot { get; init; }

    /// <summary>Practice hosts on this machine.</summary>
    public required IPracticeHosts Practice { get; init; }
}

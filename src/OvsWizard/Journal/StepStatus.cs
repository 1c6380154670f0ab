namespace OvsWizard.Journal;

/// <summary>
/// Where a step on a host stands. The one status of the product: engine, journal, screens and exports use it.
///
///            ┌──────────────────────── Satisfied ─┐
///   Pending ─┼─ Checking ─┬─ Doing ─ Verifying ─ Done ─┴─ Undoing ─┬─ Undone
///            ├─ Skipped   ├─ Drifted                               └─ UndoFailed
///            └────────────┴─ Failed, Interrupted (from every running status)
/// </summary>
public enum StepStatus
{
    /// <summary>Not begun.</summary>
    Pending,

    /// <summary>Being checked: is it done already? Nothing is changed.</summary>
    Checking,

    /// <summary>The change is under way.</summary>
    Doing,

    /// <summary>The change is made; it is being checked whether it worked.</summary>
    Verifying,

    /// <summary>It was as it should be before; nothing was changed.</summary>
    Satisfied,

    /// <summary>Changed, and found to work.</summary>
    Done,

    /// <summary>The change, or the check of it, failed. Later steps of the host are not begun.</summary>
    Failed,

    /// <summary>
    /// Begun, and its end is not known: the connection, the host or this program ended first. To be checked before
    /// anything else.
    /// </summary>
    Interrupted,

    /// <summary>Left out because the operator said so.</summary>
    Skipped,

    /// <summary>Looked at only, and found to differ from what the runbook says.</summary>
    Drifted,

    /// <summary>The change is being undone.</summary>
    Undoing,

    /// <summary>Taken back: the host is as it was before the step.</summary>
    Undone,

    /// <summary>Taking it back failed; the host is somewhere between.</summary>
    UndoFailed,

    /// <summary>Not undone, because the operator said so.</summary>
    Left,
}

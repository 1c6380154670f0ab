namespace OvsWizard.Journal;

/// <summary>Where a run stands.</summary>
public enum RunStatus
{
    /// <summary>Hosts are being connected and checked; nothing has been changed.</summary>
    Preparing,

    /// <summary>Every host is fit; the operator is asked whether to go on.</summary>
    Asking,

    /// <summary>Steps are under way.</summary>
    Running,

    /// <summary>Held between two steps because the operator wants it.</summary>
    Paused,

    /// <summary>Every step is done or was as it should be.</summary>
    Done,

    /// <summary>What was done is being undone, the last step first.</summary>
    RollingBack,

    /// <summary>What was to be undone has been undone.</summary>
    RolledBack,

    /// <summary>
    /// A step failed or a host was lost; what was done stays, and the run can be resumed or rolled back.
    /// </summary>
    Failed,

    /// <summary>Something a host lacks, found before anything was changed anywhere.</summary>
    Unfit,

    /// <summary>The operator said no before anything was changed.</summary>
    Declined,

    /// <summary>Stopped from outside in mid-run; it can be resumed.</summary>
    Interrupted,
}

using OvsWizard.Journal;

namespace OvsWizard.Cli;

/// <summary>Where a run stands, in a word.</summary>
internal static class RunWords
{
    public static string Of(RunStatus status) => status switch
    {
        RunStatus.RolledBack => "rolled back",
        RunStatus.RollingBack => "rolling back",
        _ => status.ToString().ToLowerInvariant(),
    };
}

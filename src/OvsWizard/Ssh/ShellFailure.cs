namespace OvsWizard.Ssh;

/// <summary>Says why nothing more can be written to a shell.</summary>
internal static class ShellFailure
{
    public static Failure Ended(string host, Exception? cause) =>
        new(FailureKind.Step, $"the shell has ended",
            $"a command in it called exit, or the process was killed", host: host,
        cause: cause);
}

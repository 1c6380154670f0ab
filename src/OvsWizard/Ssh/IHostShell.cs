namespace OvsWizard.Ssh;

/// <summary>
/// A line without its end. Invalid UTF-8 is replaced; a line of more than 64 KiB comes in pieces of that size.
/// </summary>
public readonly record struct ShellLine(bool IsError, string Text);

/// <summary>How a command ended, with all its output.</summary>
/// <param name="ExitStatus">Null where a signal ended it.</param>
public sealed record ExecResult(int? ExitStatus, string? Signal, string Output, string Error)
{
    public bool Succeeded => ExitStatus == 0;
}

/// <summary>
/// One long-lived <c>sh</c> on a host, fed through its standard input. Every process it starts carries OVSW_MARK in its
/// environment, which is how <see cref="KillAsync"/> finds them. Failures of the connection are of kind Host.
/// </summary>
public interface IHostShell : IAsyncDisposable
{
    string HostName { get; }

    /// <summary>
    /// Sends text to the shell; it should end with a newline. Returns when the text is on its way, not when it has run.
    /// </summary>
    ValueTask WriteAsync(string script, CancellationToken cancellation);

    /// <summary>
    /// What the shell and its children print, as it comes; completes when the shell has ended. To be read once.
    /// </summary>
    /// <exception cref="Failure">Host: the connection was lost.</exception>
    IAsyncEnumerable<ShellLine> ReadAllAsync(CancellationToken cancellation);

    /// <summary>
    /// Runs a command beside the shell, in a sh of its own, with the same rights. Without <paramref name="stdin"/> it
    /// reads /dev/null. After <paramref name="timeout"/> it is killed.
    /// </summary>
    /// <exception cref="Failure">Step: the time is over. Host: the connection was lost.</exception>
    Task<ExecResult> ExecAsync(string command, string? stdin, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>
    /// Ends the shell and everything it started (SIGKILL, until none is left). A process that has emptied its
    /// environment, or was started by a daemon on its behalf (docker, systemd-run), is out of reach.
    /// </summary>
    Task KillAsync();

    /// <summary>The shell's exit status once it has ended by itself; else null.</summary>
    int? ExitStatus { get; }

    /// <summary>Name of the signal that ended the shell, without SIG; else null.</summary>
    string? ExitSignal { get; }
}

using System.Runtime.InteropServices;
using OvsWizard.Tui.Terminals;

namespace OvsWizard.Tui;

/// <summary>
/// The terminal the wizard is shown on: whether it will do, whether it is still there, and how it was.
/// </summary>
internal static class Terminal
{
    /// <summary>
    /// Mouse reports, bracketed paste and the keyboard protocol off, colours and cursor as usual, the other screen away
    /// (xterm, ctlseqs).
    /// </summary>
    private const string Resets = "\e[?1003l\e[?1015l\e[?1006l\e[?2004l\e[<u\e[0m\e[?25h\e[?1049l";

    private const short PollHangUp = 0x10;

    /// <summary>
    /// Standard output as it is: what is drawn consists of control sequences, and each text in it is harmless already.
    /// </summary>
    public static TextWriter Raw { get; } = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };

    /// <summary>Why screens cannot be shown here; null where they can.</summary>
    public static FormattableString? WhyNot =>
        (Console.IsInputRedirected, Console.IsOutputRedirected, Environment.GetEnvironmentVariable("TERM")) switch
        {
            (true, _, _) => $"standard input is not a terminal",
            (_, true, _) => $"standard output is not a terminal",
            (_, _, null or "") => $"TERM is not set",
            (_, _, "dumb") => $"TERM is dumb",
            _ => null,
        };

    /// <exception cref="Failure">Input: screens cannot be shown here.</exception>
    public static void Require()
    {
        if (WhyNot is { } why)
            throw new Failure(FailureKind.Input, $"the wizard needs a terminal", why,
                $"'ovswizard plain' asks the same line by line; 'ovswizard --help' lists the commands: 'ovswizard run RUNBOOK -i FILE --yes' needs no terminal");
    }

    /// <summary>The colours it has, by what it says of itself.</summary>
    public static ColourDepth Depth =>
        ColourDepths.Of(Environment.GetEnvironmentVariable("COLORTERM"), Environment.GetEnvironmentVariable("TERM"));

    /// <summary>
    /// Stops the process and those it was started with, as Ctrl-Z does to any program; returns when it is to go on
    /// (kill(2)). Where no shell would let it go on, the system does not stop it.
    /// </summary>
    public static void Stop()
    {
        const int typedStop = 20;
        _ = Kill(0, typedStop);
        Thread.Sleep(TimeSpan.FromMilliseconds(50));
    }

    /// <summary>
    /// Nobody is at the other end any more: the window was closed, the connection is gone (poll(2), POLLHUP).
    /// </summary>
    public static bool IsGone()
    {
        var input = new PollFd { Descriptor = 0 };
        return Poll(ref input, 1, 0) > 0 && (input.Found & PollHangUp) != 0;
    }

    /// <summary>For when the toolkit cannot restore it any more.</summary>
    public static void Restore() => Write(Resets);

    /// <summary>
    /// Nothing on the screen: a terminal that was resized meanwhile may take over some of it when it goes back to the
    /// other one (tmux does).
    /// </summary>
    public static void Clear() => Write("\e[0m\e[2J");

    /// <summary>Something else than what is shown.</summary>
    public static void Send(string sequence) => Write(sequence);

    private static void Write(string sequence)
    {
        try
        {
            Raw.Write(sequence);
        }
        catch (IOException)
        {
            // The terminal is gone: there is nothing to restore.
        }
    }

    [DllImport("libc", EntryPoint = "poll", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollFd descriptors, nuint count, int milliseconds);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}

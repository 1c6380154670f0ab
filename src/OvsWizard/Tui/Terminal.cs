using System.Runtime.InteropServices;

namespace OvsWizard.Tui;

/// <summary>The terminal the wizard is shown on: whether it will do, whether it is still there, and how it was.</summary>
internal static class Terminal
{
    /// <summary>Mouse reports, bracketed paste and the keyboard protocol off, colours and cursor as usual, the other screen away (xterm, ctlseqs).</summary>
    private const string Resets = "\e[?1003l\e[?1015l\e[?1006l\e[?2004l\e[<u\e[0m\e[?25h\e[?1049l";

    private const short PollHangUp = 0x10;

    /// <summary>Standard output as it is: what is drawn consists of control sequences, and each text in it is harmless already.</summary>
    public static TextWriter Raw { get; } = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };

    /// <summary>Why screens cannot be shown here; null where they can.</summary>
    public static FormattableString? WhyNot => (Console.IsInputRedirected, Console.IsOutputRedirected, Environment.GetEnvironmentVariable("TERM")) switch
    {
        (true, _, _) => $"standard input is no terminal",
        (_, true, _) => $"standard output is no terminal",
        (_, _, null or "") => $"TERM is not set",
        (_, _, "dumb") => $"TERM is dumb",
        _ => null,
    };

    /// <exception cref="Failure">Input: screens cannot be shown here.</exception>
    public static void Require()
    {
        if (WhyNot is { } why)
            throw new Failure(FailureKind.Input, $"the wizard needs a terminal", why, $"'ovswizard plain' asks the same line by line; 'ovswizard --help' lists the commands: 'ovswizard run RUNBOOK -i FILE --yes' needs no terminal");
    }

    /// <summary>24-bit colours: what the terminal says of itself.</summary>
    public static bool HasFullColour => Environment.GetEnvironmentVariable("COLORTERM") is "truecolor" or "24bit";

    /// <summary>Nobody is at the other end any more: the window was closed, the connection is gone (poll(2), POLLHUP).</summary>
    public static bool IsGone()
    {
        var input = new PollFd { Descriptor = 0 };
        return Poll(ref input, 1, 0) > 0 && (input.Found & PollHangUp) != 0;
    }

    /// <summary>For when the toolkit cannot restore it any more.</summary>
    public static void Restore() => Write(Resets);

    /// <summary>Nothing on the screen: a terminal that was resized meanwhile may take over some of it when it goes back to the other one (tmux does).</summary>
    public static void Clear() => Write("\e[0m\e[2J");

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

    [StructLayout(LayoutKind.Sequential)]
    private struct PollFd
    {
        public int Descriptor;
        public short Wanted;
        public short Found;
    }
}

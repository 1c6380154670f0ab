namespace OvsWizard.Ssh;

/// <summary>The few scripts that shells are fed with. All of it is POSIX sh and GNU or busybox grep.</summary>
internal static class ShellScript
{
    public const string MarkVariable = "OVSW_MARK";

    /// <summary>Marks go into commands unquoted, through whatever login shell there is.</summary>
    public static string CheckedMark(string mark) =>
        mark.Length is > 0 and <= 64 && mark.All(char.IsAsciiLetterOrDigit)
            ? mark
            : throw new ArgumentException("a mark is made of letters and digits, at most 64", nameof(mark));

    public static string NewNonce() =>
        Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12));

    /// <summary>A single-quoted word of POSIX sh.</summary>
    public static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>
    /// The command with a terminal to control it, by script(1), and its streams as they would be without: sudo asks for
    /// no more than that there is one. Goes through whatever login shell there is.
    /// </summary>
    public static string OnTerminal(string command)
    {
        var inside = $"exec <&3 >&4 2>&5 3<&- 4>&- 5>&-; exec {command}";
        var outside = $"exec script -qec {Quote(inside)} /dev/null 3<&0 4>&1 5>&2 </dev/null >/dev/null";
        return $"env SHELL=/bin/sh sh -c {Quote(outside)}";
    }

    /// <summary>
    /// Runs a command that must not read the script it stands in: it gets <paramref name="stdin"/>, or nothing. A
    /// secret in stdin shows in no process list, because printf is built into every sh in use.
    /// </summary>
    public static string Command(string command, string? stdin) => stdin is null
        ? $"{{ {command}\n}} </dev/null\n"
        : $"printf %s {Quote(stdin)} | {{ {command}\n}}\n";

    /// <summary>
    /// Kills every process that carries the mark, again and again while they fork; status 1 where some will not go away
    /// (100 rounds). grep -z takes the NUL-separated environment of proc(5) as lines; -x keeps marks that begin alike
    /// apart.
    /// </summary>
    public static string Kill(string mark) =>
        $$"""
        n=0
        while [ $n -lt 100 ]; do
          found=
          for f in $(grep -lzx '{{MarkVariable}}={{mark}}' /proc/[0-9]*/environ 2>/dev/null); do
            p=${f#/proc/}; p=${p%/environ}
            kill -9 "$p" 2>/dev/null
            found=1
          done
          [ -z "$found" ] && exit 0
          n=$((n+1))
          [ $n -gt 3 ] && sleep 0.1
        done
        exit 1
        """;
}

using System.Buffers;

namespace OvsWizard.Templates;

/// <summary>The one place that quotes a value for a POSIX shell.</summary>
public static class ShellQuote
{
    private static readonly SearchValues<char> Safe =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./:@%+=,-");

    /// <summary>
    /// <paramref name="value"/> as one word of sh: as it is where that is safe, else in single quotes, in which nothing
    /// but the quote itself is special (POSIX.1-2017, XCU 2.2.2).
    /// </summary>
    /// <exception cref="Failure">Input: the value has a NUL, which no argument can carry.</exception>
    public static string Quote(string value)
    {
        if (value.Length > 0 && !value.AsSpan().ContainsAnyExcept(Safe)) return value;
        if (value.Contains('\0'))
            throw new Failure(FailureKind.Input, $"a value with a NUL character cannot be passed to a shell");
        return $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }
}

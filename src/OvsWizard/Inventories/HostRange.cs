using System.Globalization;
using System.Text.RegularExpressions;

namespace OvsWizard.Inventories;

/// <summary>
/// The ranges in host names of Ansible: <c>web[01:10]</c>, <c>db-[a:f]</c>, <c>n[0:20:5]</c>; both ends belong to it.
/// Pure.
/// </summary>
internal static partial class HostRange
{
    /// <summary>The most hosts that one line may stand for.</summary>
    private const int Most = 4096;

    /// <exception cref="Failure">Input: a range that is none.</exception>
    public static IReadOnlyList<string> Expand(string pattern, SourceLocation at)
    {
        List<string> names = [""];
        var from = 0;
        foreach (Match range in Range().Matches(pattern))
        {
            var before = pattern[from..range.Index];
            var values = Values(range, at).ToList();
            if ((long)names.Count * values.Count > Most)
                throw new Failure(FailureKind.Input, $"'{pattern}' expands to more than {Most} hosts",
                    now: $"correct the range", at: at);
            names = [.. names.SelectMany(n => values.Select(v => n + before + v))];
            from = range.Index + range.Length;
        }
        var rest = pattern[from..];
        return rest.AsSpan().IndexOfAny('[', ']') < 0
            ? [.. names.Select(n => n + rest)]
            : throw new Failure(FailureKind.Input, $"'{pattern}' has no valid range",
                now: $"write [01:10], [a:f] or [0:20:5]", at: at);
    }

    private static IEnumerable<string> Values(Match range, SourceLocation at)
    {
        var (first, last) = (range.Groups["first"].Value, range.Groups["last"].Value);
        var step = range.Groups["step"] is { Success: true } s
            && int.TryParse(s.Value, CultureInfo.InvariantCulture, out var given) ? given : 1;
        var letters = !char.IsAsciiDigit(first[0]);
        var from = letters ? first[0] : int.Parse(first, CultureInfo.InvariantCulture);
        var to = letters ? last[0] : int.Parse(last, CultureInfo.InvariantCulture);
        if (from > to || step < 1 || (to - from) / step >= Most)
            throw new Failure(FailureKind.Input, $"'{range.Value}' is not a valid range",
                $"it counts from the lower to the higher value, {Most} at most", at: at);
        // Leading zeros say how wide every number is to be.
        var width = first[0] == '0' ? first.Length : 1;
        for (var value = from; value <= to; value += step)
            yield return letters ? ((char)value).ToString() : value.ToString(CultureInfo.InvariantCulture)
                .PadLeft(width, '0');
    }

    [GeneratedRegex(
        @"\[(?:(?<first>\d{1,9}):(?<last>\d{1,9})|(?<first>[a-z]):(?<last>[a-z])|(?<first>[A-Z]):(?<last>[A-Z]))(?::(?<step>\d{1,4}))?\]")]
    private static partial Regex Range();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace OvsWizard.Texts;

/// <summary>
/// Makes an English text agree with the numbers in it: its format says "{0} hosts are", and where that is one, "1 host
/// is" is said. It is done here, once for every text, so that nobody has to think of it where a text is written. Pure.
/// </summary>
public static partial class Agreement
{
    private static readonly Dictionary<string, string> nouns = new(StringComparer.Ordinal)
    {
        ["hosts"] = "host", ["steps"] = "step", ["bytes"] = "byte", ["pairs"] = "pair", ["values"] = "value",
        ["rows"] = "row", ["probes"] = "probe", ["looks"] = "look",
        ["lines"] = "line", ["columns"] = "column", ["batches"] = "batch", ["runs"] = "run",
        ["characters"] = "character", ["seconds"] = "second", ["files"] = "file",
        ["days"] = "day", ["views"] = "view", ["changes"] = "change", ["events"] = "event",
        ["containers"] = "container", ["links"] = "link", ["matches"] = "match",
        ["checks"] = "check", ["samples"] = "sample", ["packets"] = "packet", ["minutes"] = "minute",
        ["hours"] = "hour", ["times"] = "time", ["tunnels"] = "tunnel", ["rounds"] = "round",
    };

    private static readonly Dictionary<string, string> verbs = new(StringComparer.Ordinal)
    {
        ["are"] = "is", ["have"] = "has", ["were"] = "was", ["need"] = "needs", ["differ"] = "differs",
        ["lack"] = "lacks", ["hold"] = "holds", ["do"] = "does", ["answer"] = "answers",
    };

    /// <summary>Words that a count is followed by and that must be known here.</summary>
    public static IReadOnlyCollection<string> Nouns => nouns.Keys;

    /// <summary>The format with what a number of one stands before in the singular.</summary>
    public static string Of(string format, IReadOnlyList<object?> values) =>
        values.Any(IsOne) ? Counted().Replace(format, m => Agree(m, values)) : format;

    private static string Agree(Match match, IReadOnlyList<object?> values)
    {
        var noun = match.Groups["noun"];
        if (!nouns.TryGetValue(noun.Value, out var one)) return match.Value;
        bool Is(string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) is var place
            && place < values.Count && IsOne(values[place]);
        var text = match.Groups["before"].Value + (Is("count") ? one : noun.Value);
        var verb = match.Groups["verb"];
        if (!verb.Success) return text;
        // "1 of 3 hosts is": it is the part that does something.
        var subject = match.Groups["part"].Success ? Is("part") : !match.Groups["of"].Success && Is("count");
        return text + " " + (subject ? verbs[verb.Value] : verb.Value);
    }

    private static bool IsOne(object? value) => value is 1 or 1L or 1u;

    [GeneratedRegex(
        @"(?<before>(?:\{(?<part>\d+)\} of |(?<of>of ))?\{(?<count>\d+)\}(?: other| more| chosen| marked)? )(?<noun>[a-z]+s)\b(?: (?<verb>are|have|were|need|differ|lack|hold|do|answer)\b)?")]
    private static partial Regex Counted();
}

using System.Text;
using System.Text.RegularExpressions;

namespace OvsWizard.Tests.Texts;

/// <summary>The texts that the source says, as the compiler makes formats of them: <c>Say($"{count} hosts")</c> is "{0} hosts".</summary>
internal static partial class SaidTexts
{
    private static readonly string source = Path.Combine(PublishedBinary.Root, "src", "OvsWizard");

    /// <summary>Every format, and a place where it is said. The lab says what it is at in English: that is for a terminal's log.</summary>
    public static IReadOnlyDictionary<string, string> All()
    {
        var formats = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (file, text) in Files())
            foreach (Match call in Call().Matches(text))
                formats.TryAdd(FormatAt(text, call.Index + call.Length), file);
        return formats;
    }

    /// <summary>Calls whose text does not stand in them: nobody could find it.</summary>
    public static IEnumerable<string> Hidden() =>
        Files().SelectMany(f => HiddenCall().Matches(f.Text).Select(m => $"{f.File}: {m.Value.Trim()}"));

    private static IEnumerable<(string File, string Text)> Files() => Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
        .Where(f => Path.GetRelativePath(source, f).Split('/')[0] is not ("obj" or "bin" or "Lab"))
        .Select(f => (Path.GetRelativePath(source, f), string.Join('\n', File.ReadLines(f).Where(l => !l.TrimStart().StartsWith("///", StringComparison.Ordinal)))));

    private static string FormatAt(string text, int at)
    {
        var format = new StringBuilder();
        for (var hole = 0; text[at] != '"'; at++)
        {
            if (text[at] == '\\') format.Append(text[++at] switch { 'n' => '\n', 't' => '\t', var c => c });
            else if (text[at] is '{' or '}' && text[at + 1] == text[at]) format.Append(text[at]).Append(text[at++]);
            else if (text[at] == '{') format.Append('{').Append(hole++).Append(HoleAt(text, ref at)).Append('}');
            else format.Append(text[at]);
        }
        return format.ToString();
    }

    /// <summary>What follows the expression in a hole: its alignment and format. Leaves <paramref name="at"/> on the closing brace.</summary>
    private static string HoleAt(string text, ref int at)
    {
        var depth = 0;
        var suffix = -1;
        for (at++; depth > 0 || text[at] != '}'; at++)
        {
            if (text[at] == '"') at = text.IndexOf('"', at + 1);
            else if (text[at] is '(' or '[' or '{') depth++;
            else if (text[at] is ')' or ']' or '}') depth--;
            else if (text[at] is ':' or ',' && depth == 0 && suffix < 0) suffix = at;
        }
        return suffix < 0 ? "" : text[suffix..at];
    }

    [GeneratedRegex(@"\bSay\(\s*\$""")]
    private static partial Regex Call();

    [GeneratedRegex(@"\bSay\((?!\s*\$""|this |FormattableString |text\)|string ).*")]
    private static partial Regex HiddenCall();
}

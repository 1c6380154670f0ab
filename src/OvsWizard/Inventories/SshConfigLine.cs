using System.Text;

namespace OvsWizard.Inventories;

/// <summary>One line of an ssh configuration.</summary>
/// <param name="Keyword">In lower case.</param>
/// <param name="Raw">All that follows the keyword, as it was written.</param>
internal sealed record SshConfigLine(Placed<string> Keyword, IReadOnlyList<Placed<string>> Values, string Raw)
{
    /// <summary>Keywords whose value is the rest of the line, quotes and all.</summary>
    private static readonly string[] Commands = ["proxycommand", "localcommand", "remotecommand", "knownhostscommand"];

    public string Value => Commands.Contains(Keyword.Value) ? Raw : Values[0].Value;

    /// <summary>Takes a line apart; null where it says nothing.</summary>
    /// <exception cref="Failure">Input: a quote is never closed, or there is no value.</exception>
    public static SshConfigLine? Read(string line, string file, int number)
    {
        var words = Words(line, file, number, out var raw);
        if (words.Count == 0) return null;
        var keyword = words[0] with { Value = words[0].Value.ToLowerInvariant() };
        if (Commands.Contains(keyword.Value) && raw.Length > 0) return new SshConfigLine(keyword, words[1..], raw);
        return words.Count > 1
            ? new SshConfigLine(keyword, words[1..], raw)
            : throw new Failure(FailureKind.Input, $"'{words[0].Value}' has no value",
                now: $"give one, or remove the line", at: words[0].At);
    }

    /// <summary>
    /// Separated by blanks, and between the first two by one optional <c>=</c>; quotes hold blanks together.
    /// </summary>
    private static List<Placed<string>> Words(string line, string file, int number, out string raw)
    {
        var words = new List<Placed<string>>();
        raw = "";
        var i = 0;
        while (true)
        {
            while (i < line.Length && (char.IsWhiteSpace(line[i]) || (line[i] == '=' && words.Count == 1))) i++;
            if (words.Count == 1) raw = line[i..].Trim();
            if (i == line.Length || line[i] == '#') return words;
            var at = new SourceLocation(file, number, i + 1);
            words.Add(new(Word(line, ref i, isKeyword: words.Count == 0, isCommand: words.Count > 0
                && Commands.Contains(words[0].Value.ToLowerInvariant()), at), at));
        }
    }

    private static string Word(string line, ref int i, bool isKeyword, bool isCommand, SourceLocation at)
    {
        var word = new StringBuilder();
        char? quote = null;
        for (; i < line.Length; i++)
        {
            var c = line[i];
            if (quote is null && (char.IsWhiteSpace(c) || (c == '=' && isKeyword))) break;
            if (c == '\\' && i + 1 < line.Length
                && (line[i + 1] is '"' or '\'' or '\\' || (quote is null && line[i + 1] == ' '))) word.Append(
                line[++i]);
            else if (c == quote) quote = null;
            else if (quote is null && c is '"' or '\'') quote = c;
            else word.Append(c);
        }
        return quote is null || isCommand ? word.ToString()
            : throw new Failure(FailureKind.Input, $"the quote is never closed", now: $"close it in the same line",
                at: at);
    }
}

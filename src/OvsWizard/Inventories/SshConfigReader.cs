namespace OvsWizard.Inventories;

/// <summary>One line of an ssh configuration, with the Host lines that it stands under (an Include nests them).</summary>
internal sealed record SshConfigOption(string Keyword, IReadOnlyList<string> Values, IReadOnlyList<string[]> Conditions, SourceLocation At)
{
    public string Value => Values[0];
    public bool AppliesTo(string name) => Conditions.All(patterns => Wildcard.MatchesList(patterns, name));
}

/// <summary>Turns the text of ssh_config(5) into options.</summary>
internal sealed class SshConfigReader(Func<string, IEnumerable<(string File, string Text)>> include)
{
    /// <summary>OpenSSH's own limit of nested includes (READCONF_MAX_DEPTH).</summary>
    private const int MaxDepth = 16;

    public List<SshConfigOption> Options { get; } = [];
    public List<FormattableString> Warnings { get; } = [];

    /// <summary>What stands on Host lines, patterns too, in the order read.</summary>
    public List<Placed<string>> Hosts { get; } = [];

    public void Read(string text, string file, IReadOnlyList<string[]> outer, int depth = 0)
    {
        IReadOnlyList<string[]>? conditions = outer;
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var words = Words(raw, file, number);
            if (words.Count == 0) continue;
            var at = new SourceLocation(file, number, words[0].Column);
            if (words.Count == 1)
                throw new Failure(FailureKind.Input, $"'{words[0].Text}' has no value", now: $"give one, or remove the line", at: at);
            string[] values = [.. words.Skip(1).Select(w => w.Text)];
            switch (words[0].Text.ToLowerInvariant())
            {
                case "host":
                    conditions = [.. outer, values];
                    Hosts.AddRange(words.Skip(1).Select(w => new Placed<string>(w.Text, at with { Column = w.Column })));
                    break;
                case "match":
                    conditions = null;
                    Warnings.Add((FormattableString)$"{at}: Match is not understood; its block is skipped");
                    break;
                case "include" when conditions is not null:
                    if (depth == MaxDepth)
                        throw new Failure(FailureKind.Input, $"Include is nested more than {MaxDepth} deep", $"a file probably includes itself", at: at);
                    foreach (var (name, content) in values.SelectMany(include)) Read(content, name, conditions, depth + 1);
                    break;
                case var keyword when conditions is not null:
                    Options.Add(new SshConfigOption(keyword, values, conditions, new SourceLocation(file, number, words[1].Column)));
                    break;
            }
        }
    }

    /// <summary>Keyword and arguments: separated by blanks, and between the first two by one optional <c>=</c>; quotes hold blanks together.</summary>
    private static List<(string Text, int Column)> Words(string line, string file, int number)
    {
        var words = new List<(string, int)>();
        var i = 0;
        while (true)
        {
            while (i < line.Length && (char.IsWhiteSpace(line[i]) || (line[i] == '=' && words.Count == 1))) i++;
            if (i == line.Length || line[i] == '#') return words;
            var column = i + 1;
            if (line[i] == '"')
            {
                var end = line.IndexOf('"', i + 1);
                if (end < 0)
                    throw new Failure(FailureKind.Input, $"the quote is never closed", now: $"close it in the same line", at: new SourceLocation(file, number, column));
                words.Add((line[(i + 1)..end], column));
                i = end + 1;
                continue;
            }
            var start = i;
            while (i < line.Length && !char.IsWhiteSpace(line[i]) && !(line[i] == '=' && words.Count == 0)) i++;
            words.Add((line[start..i], column));
        }
    }
}

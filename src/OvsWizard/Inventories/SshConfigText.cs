namespace OvsWizard.Inventories;

/// <summary>A line of an ssh configuration with the Host lines that it stands under (an Include nests them).</summary>
internal sealed record SshConfigOption(SshConfigLine Line, IReadOnlyList<string[]> Conditions)
{
    public bool AppliesTo(string name) =>
        Conditions.All(patterns => Wildcard.MatchesList(patterns, name, ignoresCase: false));
}

/// <summary>
/// The text of ssh_config(5) with what it includes, as options in their order. <c>Match</c> is left to OpenSSH's
/// client: its lines count for nothing here, and that is said.
/// </summary>
/// <param name="include">The files, with their texts, that an Include's pattern names.</param>
/// <param name="lenient">What cannot be read is passed over, because ssh itself will say so.</param>
internal sealed class SshConfigText(Func<string, IEnumerable<(string File, string Text)>> include, bool lenient)
{
    /// <summary>OpenSSH's own limit of nested includes (READCONF_MAX_DEPTH).</summary>
    private const int MaxDepth = 16;

    private List<(SshConfigOption First, bool HasHostName)>? blocks;

    public List<SshConfigOption> Options { get; } = [];
    public List<FormattableString> Warnings { get; } = [];

    /// <summary>The files that were read.</summary>
    public List<string> Files { get; } = [];

    /// <summary>What ssh says of a host follows from these files and nothing else.</summary>
    public bool DependsOnFilesAlone { get; private set; } = true;

    /// <summary>Nothing but Host lines decides what applies to which host.</summary>
    public bool IsPlain { get; private set; } = true;

    /// <summary>What stands on each Host line, patterns too, in the order read.</summary>
    public List<IReadOnlyList<Placed<string>>> HostLines { get; } = [];

    /// <summary>Which Host blocks apply to a host: the same text for the same blocks.</summary>
    /// <returns>They, and whether one of them gives the address.</returns>
    public (string Blocks, bool HaveHostName) BlocksOf(string name)
    {
        // Lines of one block share its conditions.
        blocks ??= [.. Options.GroupBy(o => o.Conditions, ReferenceEqualityComparer.Instance)
            .Select(g => (g.First(), g.Any(o => o.Line.Keyword.Value == "hostname")))];
        var applying = Enumerable.Range(0, blocks.Count).Where(b => blocks[b].First.AppliesTo(name)).ToList();
        return (string.Join(',', applying), applying.Exists(b => blocks[b].HasHostName));
    }

    public void Read(string text, string file) => Read(text, file, [], 0);

    private void Read(string text, string file, IReadOnlyList<string[]>? outer, int depth)
    {
        var conditions = outer;
        var number = 0;
        Files.Add(file);
        foreach (var raw in text.Split('\n'))
        {
            if (ReadLine(raw, file, ++number) is not { } line) continue;
            switch (line.Keyword.Value)
            {
                case "host":
                    conditions = outer is null ? null : [.. outer, [.. line.Values.Select(v => v.Value)]];
                    HostLines.Add(line.Values);
                    break;
                case "match":
                    conditions = null;
                    IsPlain = false;
                    DependsOnFilesAlone &= !line.Values.Any(v =>
                        v.Value.Trim('!') is "exec" or "localnetwork" or "version" or "command"
                            or "canonical" or "final");
                    Warnings.Add(
                        (FormattableString)$"{line.Keyword.At}: Match needs OpenSSH's client, which is not installed; its lines are ignored");
                    break;
                case "include":
                    foreach (var (name, content) in Included(line, depth)) Read(content, name, conditions, depth + 1);
                    break;
                default:
                    DependsOnFilesAlone &= !line.Raw.Contains("${", StringComparison.Ordinal)
                        && (line.Keyword.Value is not "canonicalizehostname" || line.Value is "no" or "false");
                    IsPlain &= DependsOnFilesAlone
                        && (line.Keyword.Value is not "hostname" || !line.Raw.Contains('%', StringComparison.Ordinal));
                    if (conditions is not null) Options.Add(new SshConfigOption(line, conditions));
                    break;
            }
        }
    }

    private SshConfigLine? ReadLine(string raw, string file, int number)
    {
        try
        {
            return SshConfigLine.Read(raw, file, number);
        }
        catch (Failure) when (lenient)
        {
            return null;
        }
    }

    private IEnumerable<(string File, string Text)> Included(SshConfigLine line, int depth)
    {
        if (depth < MaxDepth) return line.Values.SelectMany(v => include(v.Value));
        return lenient ? [] : throw new Failure(FailureKind.Input,
            $"Include is nested more than {MaxDepth} deep", $"a file probably includes itself", at: line.Keyword.At);
    }
}

using OvsWizard.Yaml;

namespace OvsWizard.Inventories;

/// <summary>
/// Reads hosts from a table: a header, a line a host (RFC 4180; commas, semicolons or tabs). The columns are called
/// like a host's keys in an inventory, or as below; <c>groups</c> are separated by blanks; every other column is a
/// parameter. An empty cell says nothing. Pure.
/// </summary>
internal static class CsvInventory
{
    /// <summary>Of a table; more than a host can have parameters.</summary>
    private const int MostColumns = 1000;

    private static readonly char[] Separators = [',', ';', '\t'];

    private static readonly Dictionary<string, string> Keys = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "name", ["host"] = "name", ["hostname"] = "name",
        ["address"] = "address", ["ip"] = "address", ["ansible_host"] = "address",
        ["port"] = "port", ["user"] = "user", ["become"] = "become", ["jump"] = "jump", ["netns"] = "netns",
            ["password_env"] = "password_env",
        ["identity"] = "identity", ["key"] = "identity", ["identity_certificate"] = "identity_certificate",
            ["known_hosts"] = "known_hosts",
        ["groups"] = "groups", ["group"] = "groups",
    };

    /// <summary>Whether a line is the header of such a table: two columns at least, one of them the name.</summary>
    public static bool IsHeader(string line) =>
        SeparatorOf(line) is { } separator && line.Split(separator)
            .Any(c => Keys.TryGetValue(c.Trim('\uFEFF', ' ', '"'), out var key) && key == "name");

    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static InventoryDraft Read(string text, string file)
    {
        var rows = Rows(text, file).ToList();
        var header = rows[0].Select(c => c with { Value = Keys.GetValueOrDefault(c.Value, c.Value) }).ToList();
        if (header.FirstOrDefault(c => header.Count(o => o.Value == c.Value) > 1) is { } twice)
            throw new Failure(FailureKind.Input, $"column '{twice.Value}' appears twice", now: $"keep one of them",
                at: twice.At);
        var groups = new Dictionary<string, List<string>>();
        var hosts = rows.Skip(1).Select(row => Host(header, row, groups)).ToList();
        if (hosts.Count == 0) throw new Failure(FailureKind.Input, $"the table names no host",
            now: $"write a line a host below the header", at: rows[0][0].At);
        if (hosts.GroupBy(h => h.Name).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new Failure(FailureKind.Input, $"host '{same.Key}' appears twice",
                $"the first is in line {same.First().At.Line}", $"keep one of them", at: same.ElementAt(1).At);
        return new InventoryDraft(new HostDraft("defaults", new SourceLocation(file)), hosts,
            new Dictionary<string, ParameterValue>(), file)
        {
            Format = InventoryFormat.Csv,
            Groups = groups.ToDictionary(g => g.Key, g => (IReadOnlyList<string>)g.Value),
        };
    }

    /// <summary>A line is a host as an inventory would have it, so that one reader says what is wrong.</summary>
    private static HostDraft Host(List<Placed<string>> header, List<Placed<string>> row,
        Dictionary<string, List<string>> groups)
    {
        if (row.Count > header.Count)
            throw new Failure(FailureKind.Input, $"the line has {row.Count} values, the header {header.Count}",
                now: $"put values that have a separator in them in double quotes", at: row[header.Count].At);
        var cells = header.Zip(row).Where(c => c.Second.Value.Length > 0)
            .ToDictionary(c => c.First.Value, c => c.Second);
        if (!cells.TryGetValue("name", out var name)) throw new Failure(FailureKind.Input, $"the line names no host",
            now: $"give it a name", at: row[0].At);
        if (!HostName.IsValid(name.Value)) throw HostName.Wrong(name.Value, name.At);
        foreach (var group in cells.GetValueOrDefault("groups")?.Value.Split(' ',
            StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            if (!groups.TryGetValue(group, out var members)) groups[group] = members = [];
            members.Add(name.Value);
        }
        var (settings, values) = (new List<KeyValuePair<YamlScalar, YamlNode>>(),
            new List<KeyValuePair<YamlScalar, YamlNode>>());
        foreach (var (column, cell) in cells.Where(c => c.Key is not ("name" or "groups")))
            (Keys.ContainsValue(column) ? settings : values)
                .Add(new(Scalar(column, cell.At), Scalar(cell.Value, cell.At)));
        settings.Add(new(Scalar("params", name.At), new YamlMapping(values, name.At)));
        return InventoryYaml.ReadHost(name.Value, new YamlMapping(settings, name.At), name.At);
    }

    private static YamlScalar Scalar(string value, SourceLocation at) => new(value, isPlain: false, at, at);

    private static char? SeparatorOf(string line) =>
        Separators.Where(s => line.Contains(s, StringComparison.Ordinal)).Cast<char?>()
            .MaxBy(s => line.Count(c => c == s));

    /// <summary>The cells of every line that is neither empty nor a comment.</summary>
    private static IEnumerable<List<Placed<string>>> Rows(string text, string file)
    {
        char? separator = null;
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.Trim('\r', '\uFEFF');
            if (line.Trim().Length == 0 || line[0] == '#') continue;
            separator ??= SeparatorOf(line);
            yield return Cells(line, separator ?? ',', new SourceLocation(file, number, 1));
        }
    }

    private static List<Placed<string>> Cells(string line, char separator, SourceLocation at)
    {
        var cells = new List<Placed<string>>();
        for (var i = 0; i <= line.Length; i++)
        {
            if (cells.Count == MostColumns)
                throw new Failure(FailureKind.Input, $"the line has more than {MostColumns} values",
                    now: $"correct the table", at: at with { Column = i + 1 });
            var start = i;
            while (i < line.Length && line[i] == ' ') i++;
            if (i < line.Length && line[i] == '"')
            {
                var value = Quoted(line, ref i, at with { Column = i + 1 });
                while (i < line.Length && line[i] == ' ') i++;
                if (i < line.Length && line[i] != separator)
                    throw new Failure(FailureKind.Input, $"text follows a quoted value",
                        now: $"write a double quote within quotes twice", at: at with { Column = i + 1 });
                cells.Add(new(value, at with { Column = start + 1 }));
                continue;
            }
            var end = line.IndexOf(separator, i);
            if (end < 0) end = line.Length;
            cells.Add(new(line[i..end].Trim(), at with { Column = start + 1 }));
            i = end;
        }
        return cells;
    }

    private static string Quoted(string line, ref int i, SourceLocation at)
    {
        var value = new System.Text.StringBuilder();
        for (i++; i < line.Length; i++)
        {
            if (line[i] != '"') value.Append(line[i]);
            else if (i + 1 < line.Length && line[i + 1] == '"') value.Append(line[i++]);
            else
            {
                i++;
                return value.ToString();
            }
        }
        throw new Failure(FailureKind.Input, $"the quote is never closed", now: $"close it in the same line", at: at);
    }
}

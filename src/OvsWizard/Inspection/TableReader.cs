namespace OvsWizard.Inspection;

/// <summary>Makes rows of what a view's command printed. Pure; a line that no pattern knows is left out.</summary>
public sealed class TableReader
{
    private readonly HostView view;
    private readonly Dictionary<string, int> columns;
    private readonly List<string[]> rows = [];
    private readonly string?[][] headings;
    private string[]? current;

    private TableReader(HostView view)
    {
        this.view = view;
        columns = view.Columns.Select((c, i) => (c.Id, i)).ToDictionary(c => c.Id, c => c.i);
        headings = [.. view.Lines.Select(_ => new string?[view.Columns.Count])];
    }

    public static IReadOnlyList<IReadOnlyList<string>> Read(HostView view, string output)
    {
        var reader = new TableReader(view);
        foreach (var line in output.Split('\n')) reader.Take(line.TrimEnd('\r'));
        return reader.rows;
    }

    private void Take(string line)
    {
        if (line.Length is 0 or > LinePattern.LongestLine) return;
        for (var i = 0; i < view.Lines.Count; i++)
        {
            var match = view.Lines[i].Pattern.Match(line);
            if (!match.Success) continue;
            var values = new string?[columns.Count];
            foreach (var (name, column) in columns)
                if (match.Groups[name] is { Success: true } group) values[column] = group.Value.Trim();
            Take(i, values);
            return;
        }
    }

    private void Take(int pattern, string?[] values)
    {
        switch (view.Lines[pattern].Kind)
        {
            case LineKind.Heading:
                headings[pattern] = values;
                // What stood under the heading before does not stand under this one.
                for (var later = pattern + 1; later < headings.Length; later++) Array.Clear(headings[later]);
                current = null;
                break;
            case LineKind.Row:
                current = WithHeadings(values);
                rows.Add(current);
                break;
            case LineKind.Again:
                var key = WithHeadings(values)[..view.KeyColumns];
                current = rows.Find(row => row.AsSpan(0, view.KeyColumns).SequenceEqual(key));
                Fill(values);
                break;
            default:
                Fill(values);
                break;
        }
    }

    private string[] WithHeadings(string?[] values)
    {
        var row = new string[values.Length];
        for (var column = 0; column < row.Length; column++)
            row[column] = values[column] ?? headings.Select(h => h[column]).LastOrDefault(v => v is not null) ?? "";
        return row;
    }

    private void Fill(string?[] values)
    {
        if (current is null) return;
        for (var column = 0; column < values.Length; column++)
            if (values[column] is { Length: > 0 } value) current[column] = value;
    }
}

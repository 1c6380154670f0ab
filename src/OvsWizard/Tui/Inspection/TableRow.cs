using OvsWizard.Inspection;
using OvsWizard.Texts;
using OvsWizard.Tui.Panes;

namespace OvsWizard.Tui.Inspection;

/// <summary>A row of the inspector's table.</summary>
/// <param name="Cells">What is shown, by column.</param>
/// <param name="Differs">Not the same on all hosts, or not on all of them.</param>
/// <param name="Whole">All that is known: host, and the values of the view's columns.</param>
public sealed record TableRow(IReadOnlyList<string> Cells, bool Differs, IReadOnlyList<(string Host, IReadOnlyList<string> Values)> Whole);

/// <summary>One host's rows: the view's columns, without those that say nothing.</summary>
public static class HostRows
{
    /// <summary>A column wider than this is cut: Enter shows all of a row.</summary>
    private const int Widest = 26;

    public static IReadOnlyList<TableRow> Of(HostView view, HostTable? table)
    {
        if (table is null) return [];
        var shown = Shown(view, table.Rows);
        return [.. table.Rows.Select(r => new TableRow([.. shown.Select(c => r[c])], false, [(table.Host, r)]))];
    }

    public static IReadOnlyList<Column<TableRow>> ColumnsOf(HostView view, IReadOnlyList<TableRow> rows, Language language)
    {
        var shown = Shown(view, [.. rows.Select(r => r.Whole[0].Values)]);
        return [.. shown.Select((column, i) => new Column<TableRow>(view.Columns[column].Title.In(language),
            r => new Line(Columns.Cut(Harmless.Of(r.Cells[i]), Widest), column < view.KeyColumns ? Tone.Plain : Tone.Dim)))];
    }

    private static List<int> Shown(HostView view, IReadOnlyList<IReadOnlyList<string>> rows) =>
        [.. Enumerable.Range(0, view.Columns.Count).Where(c => c < view.KeyColumns || rows.Any(r => r[c].Length > 0))];
}

/// <summary>All hosts' rows: the key at the left, and each host's value of the compared column beside it.</summary>
public static class SideBySideRows
{
    private const string Absent = "–";

    public static IReadOnlyList<TableRow> Of(HostView view, IReadOnlyList<HostTable> tables, int compared) =>
        [.. tables.SelectMany(t => t.Rows.Select(r => (t.Host, Row: r)))
            .GroupBy(r => string.Join("  ", r.Row.Take(view.KeyColumns).Where(v => v.Length > 0).Distinct()))
            .Select(key =>
            {
                List<string> values = [.. tables.Select(t => string.Join(", ", key.Where(r => r.Host == t.Host).Select(r => r.Row[compared] is { Length: > 0 } v ? v : "✔").Distinct()) is { Length: > 0 } all ? all : Absent)];
                return new TableRow([key.Key, .. values], values.Distinct().Count() > 1, [.. key.Select(r => (r.Host, r.Row))]);
            })];

    public static IReadOnlyList<Column<TableRow>> ColumnsOf(HostView view, IReadOnlyList<string> hosts, Language language)
    {
        var key = new Column<TableRow>(string.Join("  ", view.Columns.Take(view.KeyColumns).Select(c => c.Title.In(language))), r => new Line(Columns.Cut(Harmless.Of(r.Cells[0]), 34)));
        return [key, .. hosts.Select((host, i) => new Column<TableRow>(host,
            r => new Line(Columns.Cut(Harmless.Of(r.Cells[i + 1]), 26), r.Cells[i + 1] == Absent ? Tone.Dim : r.Differs ? Tone.Changed : Tone.Plain)))];
    }
}

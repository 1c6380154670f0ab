using System.Globalization;
using OvsWizard.Inspection;
using OvsWizard.Texts;
using OvsWizard.Tui.Panes;

namespace OvsWizard.Tui.Inspection;

/// <summary>A row of the inspector's table.</summary>
/// <param name="Cells">What is shown, by column.</param>
/// <param name="Differs">Not the same on all hosts, or not on all of them.</param>
/// <param name="Whole">All that is known: host, and the values of the view's columns.</param>
public sealed record TableRow(IReadOnlyList<string> Cells, bool Differs,
    IReadOnlyList<(string Host, IReadOnlyList<string> Values)> Whole);

/// <summary>One host's rows: the view's columns, without those that say nothing.</summary>
public static class HostRows
{
    /// <summary>A column wider than this is cut where there is too little room: Enter shows all of a row.</summary>
    private const int Widest = 26;

    public static IReadOnlyList<TableRow> Of(HostView view, HostTable? table)
    {
        if (table is null) return [];
        var shown = Shown(view, table.Rows);
        return [.. table.Rows.Select(r => new TableRow([.. shown.Select(c => r[c])], false, [(table.Host, r)]))];
    }

    public static IReadOnlyList<Column<TableRow>> ColumnsOf(HostView view, IReadOnlyList<TableRow> rows,
        Language language)
    {
        var shown = Shown(view, [.. rows.Select(r => r.Whole[0].Values)]);
        return [.. shown.Select((column, i) => new Column<TableRow>(view.Columns[column].Title.In(language),
            r => new Line(Printable.Of(r.Cells[i]), column < view.KeyColumns ? Tone.Plain : Tone.Dim),
            Widest: Widest))];
    }

    private static List<int> Shown(HostView view, IReadOnlyList<IReadOnlyList<string>> rows) =>
        [.. Enumerable.Range(0, view.Columns.Count).Where(c => c < view.KeyColumns || rows.Any(r => r[c].Length > 0))];
}

/// <summary>
/// All hosts' rows: the key at the left, and each host's value of the compared column beside it. A part of the key that
/// only repeats the one before it (a port is mostly called as its interface) is left out.
/// </summary>
public static class SideBySideRows
{
    private const string Absent = "–";

    /// <summary>Wider is cut where there is too little room: Enter shows all of a row.</summary>
    private const int Widest = 26, WidestKey = 20;

    public static IReadOnlyList<TableRow> Of(HostView view, IReadOnlyList<HostTable> tables, int compared) =>
        [.. tables.SelectMany(t => t.Rows.Select(r => (t.Host, Row: r)))
            .GroupBy(r => string.Join('\n', r.Row.Take(view.KeyColumns)))
            .OrderBy(key => key.Key,
                StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering))
            .Select(key =>
            {
                var ofHosts = key.ToLookup(r => r.Host, r => r.Row[compared] is { Length: > 0 } v ? v : "✔");
                List<string> values = [.. tables.Select(t =>
                    string.Join(", ", ofHosts[t.Host].Distinct()) is { Length: > 0 } all ? all : Absent)];
                return new TableRow([.. KeyOf(view, key.First().Row), .. values], values.Distinct().Count() > 1,
                    [.. key.Select(r => (r.Host, r.Row))]);
            })];

    public static IReadOnlyList<Column<TableRow>> ColumnsOf(HostView view, IReadOnlyList<TableRow> rows,
        IReadOnlyList<string> hosts, Language language)
    {
        var keys = Enumerable.Range(0, view.KeyColumns).Where(k => k == 0 || rows.Any(r => r.Cells[k].Length > 0))
            .Select(k => new Column<TableRow>(view.Columns[k].Title.In(language),
                r => new Line(Printable.Of(r.Cells[k])), Widest: WidestKey));
        return [.. keys, .. hosts.Select((host, i) => new Column<TableRow>(host,
            r => new Line(Printable.Of(r.Cells[view.KeyColumns + i]), r.Cells[view.KeyColumns + i] == Absent ? Tone.Dim
                : r.Differs ? Tone.Changed : Tone.Plain), Widest: Widest))];
    }

    private static IEnumerable<string> KeyOf(HostView view, IReadOnlyList<string> row) =>
        Enumerable.Range(0, view.KeyColumns).Select(k => k > 0 && row[k] == row[k - 1] ? "" : row[k]);
}

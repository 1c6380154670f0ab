using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>The ping matrix: row to column, small packets and the largest that fit; the worst of several containers counts.</summary>
public sealed class MatrixPrinter(TextWriter to, Colours colours, Language language)
{
    /// <summary>Above this many hosts a cell is one mark, so that the table fits 80 columns.</summary>
    private const int HostsWithTimes = 4;

    /// <summary>Above this many only pairs that lost something are named.</summary>
    private const int HostsWithMarks = 24;

    public void Print(IReadOnlyList<string> hosts, IReadOnlyList<PairProved> pairs)
    {
        if (pairs.Count == 0) return;
        var matrix = new PingMatrix(pairs);
        var cells = matrix.Cells;
        var sizes = string.Join(language.Say($" and "), matrix.Sizes);
        to.WriteLine();
        to.WriteLine(colours.Strong(matrix.Lost > 0 ? language.Say($"Ping from row to column, packets of {sizes} bytes: {matrix.Lost} of {matrix.Pings} lost")
            : matrix.IsWhole ? language.Say($"Ping from row to column, packets of {sizes} bytes: every pair answers")
            : language.Say($"Ping from row to column, packets of {sizes} bytes: {cells.Count} pairs of {matrix.Hosts} hosts were tried, and every one answers")));
        if (hosts.Count > HostsWithMarks) PrintLost(cells);
        else if (hosts.Count <= HostsWithTimes) PrintTimes(hosts, cells);
        else PrintMarks(hosts, cells);
    }

    private void PrintTimes(IReadOnlyList<string> hosts, IReadOnlyDictionary<(string, string), List<PairProved>> cells)
    {
        var width = Math.Max(hosts.Max(h => h.Length), cells.Keys.Max(c => Columns.Width(Cell(c.Item1, c.Item2, cells).Text))) + 2;
        var first = hosts.Max(h => h.Length) + 2;
        to.WriteLine($"  {"".PadRight(first)}{string.Concat(hosts.Select(h => h.PadRight(width)))}".TrimEnd());
        foreach (var row in hosts)
        {
            to.Write($"  {row.PadRight(first)}");
            foreach (var column in hosts)
            {
                var (text, good) = Cell(row, column, cells);
                var padded = column == hosts[^1] ? text : Columns.Fit(text, width);
                to.Write(good switch { true => colours.Good(padded), false => colours.Bad(padded), null => colours.Dim(padded) });
            }
            to.WriteLine();
        }
    }

    private void PrintLost(IReadOnlyDictionary<(string Host, string Peer), List<PairProved>> cells)
    {
        foreach (var ((host, peer), pings) in cells.Where(c => c.Value.Any(p => !p.Answered)))
            to.WriteLine($"  {host} → {peer}  {colours.Bad(language.Say($"{pings.Count(p => !p.Answered)} of {pings.Count} lost"))}");
    }

    private void PrintMarks(IReadOnlyList<string> hosts, IReadOnlyDictionary<(string, string), List<PairProved>> cells)
    {
        var first = hosts.Max(h => h.Length) + 2;
        var number = hosts.Count.ToString().Length + 1;
        to.WriteLine($"  {"".PadRight(first)}{string.Concat(Enumerable.Range(1, hosts.Count).Select(n => n.ToString().PadLeft(number)))}");
        for (var i = 0; i < hosts.Count; i++)
        {
            to.Write($"  {hosts[i].PadRight(first)}");
            foreach (var column in hosts)
                to.Write(Cell(hosts[i], column, cells).Good switch
                {
                    true => colours.Good("✔".PadLeft(number)),
                    false => colours.Bad("✘".PadLeft(number)),
                    null => colours.Dim((hosts[i] == column ? "–" : "·").PadLeft(number)),
                });
            to.WriteLine(colours.Dim($"  {i + 1}"));
        }
    }

    private (string Text, bool? Good) Cell(string row, string column, IReadOnlyDictionary<(string, string), List<PairProved>> cells)
    {
        if (!cells.TryGetValue((row, column), out var pings)) return (row == column ? "–" : "?", null);
        if (pings.Any(p => !p.Answered)) return (language.Say($"lost"), false);
        return (PingMatrix.TimesOf(pings), true);
    }
}

using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Runs;

/// <summary>
/// The ping matrix: row to column, green where every packet was answered, yellow where some were, red where none was.
/// Pure.
/// </summary>
public static class MatrixPicture
{
    /// <summary>Pairs named one by one where there is no room for a matrix.</summary>
    private const int MostNamed = 20;

    public static IReadOnlyList<Line> Draw(IReadOnlyList<string> hosts, IReadOnlyList<PairProved> pairs, int width,
        Language language)
    {
        if (pairs.Count == 0) return [new Line(language.Say($"No ping was tried."), Tone.Dim)];
        var matrix = new PingMatrix(pairs);
        var cells = matrix.Cells;
        var sizes = string.Join(language.Say($" and "), matrix.Sizes);
        var lines = new List<Line>
        {
            matrix.Lost > 0 ? new Line(language.Say(
                $"Ping from row to column, packets of {sizes} bytes: {matrix.Lost} of {matrix.Pings} lost"), Tone.Bad)
                : matrix.IsWhole ? new Line(
                    language.Say($"Ping from row to column, packets of {sizes} bytes: every pair answers"), Tone.Good)
                : new Line(
                    language.Say(
                        $"Ping from row to column, packets of {sizes} bytes: {cells.Count} pairs of {matrix.Hosts} hosts were tried, and all answer"),
                    Tone.Good),
        };
        var first = hosts.Select(Columns.Width).DefaultIfEmpty().Max() + 2;
        var times = Math.Max(first, cells.Values.Max(p => Columns.Width(Times(p, language))) + 2);
        var marks = hosts.Count.ToString().Length + 2;
        if (first + (hosts.Count * times) <= width)
            lines.AddRange(Table(hosts, cells, first, times, withTimes: true, language));
        else if (first + (hosts.Count * marks) <= width)
            lines.AddRange(Table(hosts, cells, first, marks, withTimes: false, language));
        else lines.AddRange(Worst(cells, language));
        return lines;
    }

    private static IEnumerable<Line> Table(IReadOnlyList<string> hosts,
        IReadOnlyDictionary<(string, string), List<PairProved>> cells, int first, int wide, bool withTimes,
        Language language)
    {
        var header = new Line(new string(' ', first));
        for (var i = 0; i < hosts.Count; i++)
            header.Add(withTimes ? Columns.Fit(hosts[i], wide) : Columns.Fit($"{i + 1}", wide, right: true), Tone.Dim);
        yield return header;
        for (var i = 0; i < hosts.Count; i++)
        {
            var line = new Line(Columns.Fit(hosts[i], first), Tone.Strong);
            foreach (var peer in hosts)
            {
                var pings = cells.GetValueOrDefault((hosts[i], peer));
                var text = pings is null ? (hosts[i] == peer ? "–" : "·") : withTimes ? Times(pings, language)
                    : pings.All(p => p.Answered) ? "✔" : "✘";
                line.Add(Columns.Fit(text, wide, right: !withTimes), ToneOf(pings));
            }
            if (!withTimes) line.Add($"  {i + 1}", Tone.Dim);
            yield return line;
        }
    }

    private static IEnumerable<Line> Worst(IReadOnlyDictionary<(string Host, string Peer), List<PairProved>> cells,
        Language language)
    {
        var bad = cells.Where(c => c.Value.Any(p => !p.Answered))
            .OrderByDescending(c => c.Value.Count(p => !p.Answered)).ToList();
        yield return language.Say($"{cells.Count - bad.Count} of {cells.Count} pairs answer every packet.");
        foreach (var ((host, peer), pings) in bad.Take(MostNamed))
            yield return new Line { $"  {host} → {peer}  ", { Times(pings, language), ToneOf(pings) } };
        if (bad.Count > MostNamed) yield return new Line(language.Say($"  and {bad.Count - MostNamed} more"), Tone.Dim);
    }

    private static string Times(List<PairProved> pings, Language language)
    {
        var lost = pings.Count(p => !p.Answered);
        if (lost > 0)
            return lost == pings.Count ? language.Say($"lost") : language.Say($"{lost} of {pings.Count} lost");
        return PingMatrix.TimesOf(pings);
    }

    private static Tone ToneOf(List<PairProved>? pings) => pings is null ? Tone.Dim
        : pings.All(p => p.Answered) ? Tone.Good
        : pings.Any(p => p.Answered) ? Tone.Changed : Tone.Bad;
}

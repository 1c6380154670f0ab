namespace OvsWizard.Tui.Runs;

/// <summary>The last lines that a step printed on a host, at most so many.</summary>
public sealed class OutputRing(int capacity)
{
    /// <summary>More of a line than this is not kept.</summary>
    private const int LongestLine = 4_000;

    private readonly List<string> lines = [];
    private int first;

    /// <summary>Lines there were in all; those before the last <see cref="Count"/> are gone.</summary>
    public long Total { get; private set; }

    public int Count => lines.Count;

    /// <param name="index">0 is the oldest that is kept.</param>
    public string this[int index] => lines[(first + index) % lines.Count];

    public void Add(string line)
    {
        if (line.Length > LongestLine) line = line[..LongestLine] + "…";
        Total++;
        if (lines.Count < capacity)
        {
            lines.Add(line);
            return;
        }
        lines[first] = line;
        first = (first + 1) % capacity;
    }
}

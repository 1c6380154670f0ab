namespace OvsWizard.Images;

/// <summary>
/// Lines of a text that became other lines: from <paramref name="Start"/> up to <paramref name="End"/> of the old.
/// </summary>
internal readonly record struct Hunk(int Start, int End, string[] Lines)
{
    public bool IsInsertion => Start == End;
}

/// <summary>How one list of lines became another: by their longest common subsequence.</summary>
internal static class LineDifference
{
    /// <summary>Cells of the table of lengths: what is larger is not compared.</summary>
    private const long Most = 4_000_000;

    /// <summary>Null where the texts are too large to be compared.</summary>
    public static List<Hunk>? Between(string[] old, string[] now)
    {
        var head = 0;
        while (head < old.Length && head < now.Length && old[head] == now[head]) head++;
        var tail = 0;
        while (tail < old.Length - head && tail < now.Length - head && old[^(tail + 1)] == now[^(tail + 1)]) tail++;
        var (rows, columns) = (old.Length - head - tail, now.Length - head - tail);
        if ((long)rows * columns > Most) return null;
        var lengths = new int[rows + 1, columns + 1];
        for (var i = rows - 1; i >= 0; i--)
            for (var j = columns - 1; j >= 0; j--)
                lengths[i, j] = old[head + i] == now[head + j] ? lengths[i + 1, j + 1] + 1
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);

        var hunks = new List<Hunk>();
        var (a, b) = (0, 0);
        while (a < rows || b < columns)
        {
            if (a < rows && b < columns && old[head + a] == now[head + b])
            {
                (a, b) = (a + 1, b + 1);
                continue;
            }
            var (fromA, fromB) = (a, b);
            while ((a < rows || b < columns) && !(a < rows && b < columns && old[head + a] == now[head + b]))
            {
                if (b >= columns || (a < rows && lengths[a + 1, b] >= lengths[a, b + 1])) a++;
                else b++;
            }
            hunks.Add(new Hunk(head + fromA, head + a, now[(head + fromB)..(head + b)]));
        }
        return hunks;
    }
}

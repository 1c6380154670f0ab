namespace OvsWizard;

/// <summary>Finds the known name that somebody probably meant.</summary>
public static class Nearest
{
    /// <summary>
    /// The candidate with the smallest edit distance to <paramref name="name"/>, if that is at most a third of its
    /// length (and 1 at least).
    /// </summary>
    public static string? Of(string name, ReadOnlySpan<string> candidates)
    {
        string? best = null;
        var bound = Math.Max(1, name.Length / 3) + 1;
        foreach (var candidate in candidates)
        {
            var distance = Distance(name, candidate);
            if (distance >= bound) continue;
            (best, bound) = (candidate, distance);
        }
        return best;
    }

    /// <summary>Letters to put in, take out, change, or swap with the next one (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var change = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        return rows[a.Length, b.Length];
    }
}

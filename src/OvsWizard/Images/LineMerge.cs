namespace OvsWizard.Images;

/// <summary>
/// Merges the lines of a text that was <c>after</c>, and is to become <c>before</c> again while others have made
/// <c>now</c> of it. Pure.
/// </summary>
/// <param name="Ours">The lines, with those of before where both have changed the same.</param>
/// <param name="Theirs">The same, with those of now there.</param>
internal sealed record LineMerge(IReadOnlyList<string> Ours, IReadOnlyList<string> Theirs, bool Clashes)
{
    /// <param name="independent">Every line stands for itself: one that was put between ours may stay where ours
    /// go.</param>
    public static LineMerge Of(string[] before, string[] after, string[] now, bool independent)
    {
        if (LineDifference.Between(after, before) is not { } back || LineDifference.Between(after, now) is not { } made)
            return new(before, now, true);
        List<string> ours = [], theirs = [];
        var clashes = false;
        var (at, b, m) = (0, 0, 0);
        while (b < back.Count || m < made.Count)
        {
            var start = Math.Min(b < back.Count ? back[b].Start : int.MaxValue,
                m < made.Count ? made[m].Start : int.MaxValue);
            Both(after[at..start]);
            at = start;
            // All that hangs together: what both have changed, as far as either goes.
            var (end, fromB, fromM) = (start, b, m);
            while (true)
            {
                if (b < back.Count && Touches(back[b], start, end)) end = Math.Max(end, back[b++].End);
                else if (m < made.Count && Touches(made[m], start, end)) end = Math.Max(end, made[m++].End);
                else break;
            }
            var (ourHunks, theirHunks) = (back[fromB..b], made[fromM..m]);
            at = end;
            if (theirHunks.Count == 0) Both(Apply(after, start, end, ourHunks));
            else if (ourHunks.Count == 0) Both(Apply(after, start, end, theirHunks));
            else if (theirHunks.TrueForAll(h =>
                h.IsInsertion && (independent || !ourHunks.Exists(o => o.Start < h.Start && h.Start < o.End))))
                Both([.. theirHunks.Where(h => h.Start == start).SelectMany(h => h.Lines), .. Apply(after, start,
                    end, ourHunks), .. theirHunks.Where(h => h.Start != start).SelectMany(h => h.Lines)]);
            else if (ourHunks.TrueForAll(h => h.IsInsertion && (h.Start == start || h.Start == end)))
                Both([.. ourHunks.Where(h => h.Start == start).SelectMany(h => h.Lines), .. Apply(after, start,
                    end, theirHunks), .. ourHunks.Where(h => h.Start != start).SelectMany(h => h.Lines)]);
            else
            {
                string[] mine = [.. Apply(after, start, end, ourHunks)],
                    other = [.. Apply(after, start, end, theirHunks)];
                ours.AddRange(mine);
                theirs.AddRange(other);
                clashes |= !mine.SequenceEqual(other);
            }
        }
        Both(after[at..]);
        return new(ours, theirs, clashes);

        void Both(IEnumerable<string> lines)
        {
            string[] all = [.. lines];
            ours.AddRange(all);
            theirs.AddRange(all);
        }
    }

    private static bool Touches(Hunk hunk, int start, int end) =>
        hunk.Start < end || hunk.Start == start || (hunk.IsInsertion && hunk.Start == end);

    private static IEnumerable<string> Apply(string[] old, int start, int end, List<Hunk> hunks)
    {
        var at = start;
        foreach (var hunk in hunks)
        {
            for (; at < hunk.Start; at++) yield return old[at];
            foreach (var line in hunk.Lines) yield return line;
            at = hunk.End;
        }
        for (; at < end; at++) yield return old[at];
    }
}

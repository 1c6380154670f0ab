namespace OvsWizard.Plans;

/// <summary>
/// What a text has otherwise than another, in words: how hundreds of hosts that differ by their values are told in
/// short. Pure.
/// </summary>
/// <param name="Without">Words that the other text has more often, each once, in their order.</param>
/// <param name="With">Words that this one has more often.</param>
public sealed record WordDifference(IReadOnlyList<string> Without, IReadOnlyList<string> With)
{
    /// <summary>Texts that differ by more words are not the same with other values.</summary>
    private const int Most = 24;

    /// <summary>Up to so many hosts everything is shown in full.</summary>
    public const int FewHosts = 16;

    public static WordDifference Of(string text, string other)
    {
        var left = new Dictionary<string, int>();
        var words = WordsOf(other);
        foreach (var word in words) left[word] = left.GetValueOrDefault(word) + 1;
        List<string> with = [];
        foreach (var word in WordsOf(text))
        {
            if (left.GetValueOrDefault(word) is > 0 and var count) left[word] = count - 1;
            else with.Add(word);
        }
        // Of equal words the last ones are those that are too many.
        List<string> without = [];
        foreach (var word in words.Reverse())
        {
            if (left[word] == 0) continue;
            left[word]--;
            without.Add(word);
        }
        without.Reverse();
        return new([.. without.Distinct()], [.. with.Distinct()]);
    }

    /// <summary>
    /// Parts versions of a text into those to be shown whole and those that are like one of them but for some words.
    /// </summary>
    /// <param name="hosts">Of few hosts all versions are shown whole.</param>
    public static (IReadOnlyList<T> Whole, IReadOnlyList<(T Version, T Like, WordDifference Difference)> Alike) Part<T>(
        IReadOnlyList<T> versions, Func<T, string> textOf, int hosts)
    {
        if (hosts <= FewHosts) return (versions, []);
        List<T> whole = [];
        List<(T, T, WordDifference)> alike = [];
        foreach (var version in versions)
        {
            var nearest = whole.Select(like => (Like: like, Difference: Of(textOf(version), textOf(like))))
                .FirstOrDefault(found => found.Difference.With.Count + found.Difference.Without.Count <= Most);
            if (nearest.Difference is { } difference) alike.Add((version, nearest.Like, difference));
            else whole.Add(version);
        }
        return (whole, alike);
    }

    private static string[] WordsOf(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

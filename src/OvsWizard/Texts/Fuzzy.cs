namespace OvsWizard.Texts;

/// <summary>Finds what somebody who types a few letters of it means. Case does not matter. Pure.</summary>
public static class Fuzzy
{
    /// <summary>
    /// Those that have every word of <paramref name="typed"/> in one of their texts; where none has, those that have
    /// its letters in their order. The order stays.
    /// </summary>
    public static IEnumerable<T> Find<T>(IReadOnlyList<T> all, Func<T, IEnumerable<string>> textsOf, string typed)
    {
        var words = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return all;
        var exact = Where(Has);
        return exact.Count > 0 ? exact : Where(HasLetters);

        List<T> Where(Func<string, string, bool> has) =>
            [.. all.Where(item =>
                textsOf(item).ToList() is var texts && words.All(word => texts.Exists(text => has(text, word))))];
    }

    /// <summary>
    /// How well a text is what is meant: higher is better; null where it is not. Whole words and beginnings count most,
    /// letters that stand together more than those apart.
    /// </summary>
    public static int? Score(string text, string typed)
    {
        if (typed.Length == 0) return 0;
        var at = text.IndexOf(typed, StringComparison.OrdinalIgnoreCase);
        if (at >= 0) return 1000 - at + (at == 0 || !char.IsLetterOrDigit(text[at - 1]) ? 500 : 0);
        int score = 500, last = -1;
        foreach (var letter in typed.Where(c => c != ' '))
        {
            var found = IndexOf(text, letter, last + 1);
            if (found < 0) return null;
            score -= Math.Min(20, found - last - 1)
                + (found > 0 && char.IsLetterOrDigit(text[found - 1]) && found != last + 1 ? 5 : 0);
            last = found;
        }
        return score;
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static bool HasLetters(string text, string word)
    {
        var at = 0;
        foreach (var letter in word)
        {
            at = IndexOf(text, letter, at) + 1;
            if (at == 0) return false;
        }
        return true;
    }

    private static int IndexOf(string text, char letter, int from) =>
        from > text.Length ? -1 : text.IndexOf($"{letter}", from, StringComparison.OrdinalIgnoreCase);
}

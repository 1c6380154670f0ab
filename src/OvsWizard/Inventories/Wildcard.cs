namespace OvsWizard.Inventories;

/// <summary>
/// The patterns of ssh_config(5) and sshd(8): <c>*</c> is any run of characters, <c>?</c> exactly one.
/// </summary>
public static class Wildcard
{
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoresCase = true)
    {
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark, p) = (p, t, p + 1);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == text[t]
                || (ignoresCase && char.ToLowerInvariant(pattern[p]) == char.ToLowerInvariant(text[t]))))
                (p, t) = (p + 1, t + 1);
            else if (star >= 0) (mark, p, t) = (mark + 1, star + 1, mark + 1);
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }

    /// <summary>A list in which one match that begins with <c>!</c> outweighs every other.</summary>
    public static bool MatchesList(IEnumerable<string> patterns, string text, bool ignoresCase = true)
    {
        var matched = false;
        foreach (var pattern in patterns)
        {
            if (pattern.StartsWith('!'))
            {
                if (Matches(pattern.AsSpan(1), text, ignoresCase)) return false;
            }
            else
            {
                matched |= Matches(pattern, text, ignoresCase);
            }
        }
        return matched;
    }
}

using System.Text;
using System.Text.RegularExpressions;

namespace OvsWizard.Inventories;

/// <summary>
/// Finds files by a pattern as glob(7) has it: a file whose name begins with a dot is matched by no wildcard.
/// </summary>
internal static class FileGlob
{
    /// <summary>Files in lexical order.</summary>
    /// <param name="pattern">An absolute path; <c>*</c>, <c>?</c> and <c>[a-z]</c> stand for characters in any of its
    /// parts.</param>
    public static IEnumerable<string> Find(string pattern)
    {
        IEnumerable<string> found = ["/"];
        foreach (var part in pattern.Split('/', StringSplitOptions.RemoveEmptyEntries))
            found = part.AsSpan().IndexOfAny('*', '?', '[') < 0
                ? found.Select(folder => Path.Combine(folder, part))
                : found.SelectMany(folder => Entries(folder, part));
        return found.Where(File.Exists);
    }

    private static IEnumerable<string> Entries(string folder, string part)
    {
        if (!Directory.Exists(folder)) return [];
        var name = new Regex($"^{Translate(part)}$", RegexOptions.CultureInvariant | RegexOptions.Singleline);
        return Directory.EnumerateFileSystemEntries(folder)
            .Where(e => Path.GetFileName(e) is var entry && (entry[0] != '.' || part[0] == '.') && name.IsMatch(entry))
            .Order(StringComparer.Ordinal);
    }

    private static string Translate(string part)
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < part.Length; i++)
            if (part[i] == '*') pattern.Append(".*");
            else if (part[i] == '?') pattern.Append('.');
            else if (part[i] == '[' && part.IndexOf(']', Math.Min(i + 2, part.Length)) is > 0 and var end)
            {
                var letters = part[(i + 1)..end];
                var isNot = letters[0] is '!' or '^';
                pattern.Append('[').Append(isNot ? "^" : "").Append(Regex.Escape(isNot ? letters[1..] : letters))
                    .Append(']');
                i = end;
            }
            else pattern.Append(Regex.Escape(part[i].ToString()));
        return pattern.ToString();
    }
}

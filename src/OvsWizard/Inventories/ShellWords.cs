using System.Text;

namespace OvsWizard.Inventories;

/// <summary>
/// Cuts a line into words as a shell would, quotes and backslashes taken off: what Ansible does with host lines. Pure.
/// </summary>
internal static class ShellWords
{
    /// <summary>
    /// The words, each with the index at which it begins; an open quote reaches to the end of the line.
    /// </summary>
    /// <param name="comments">A <c>#</c> outside of quotes begins a comment.</param>
    public static IReadOnlyList<(string Text, int Index)> Split(string line, bool comments)
    {
        var words = new List<(string, int)>();
        var word = new StringBuilder();
        var start = -1;
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (quote != '\0')
            {
                if (c == quote) quote = '\0';
                else if (c == '\\' && quote == '"' && i + 1 < line.Length
                    && line[i + 1] is '"' or '\\') word.Append(line[++i]);
                else word.Append(c);
                continue;
            }
            if (c == '#' && comments) break;
            if (char.IsWhiteSpace(c))
            {
                End();
                continue;
            }
            if (start < 0) start = i;
            if (c is '"' or '\'') quote = c;
            else if (c == '\\' && i + 1 < line.Length) word.Append(line[++i]);
            else word.Append(c);
        }
        End();
        return words;

        void End()
        {
            if (start >= 0) words.Add((word.ToString(), start));
            word.Clear();
            start = -1;
        }
    }
}

using System.Text;

namespace OvsWizard.Images;

/// <summary>Words of sh as <c>quoted</c> and <c>ovsw_quoted</c> write them: plain, or in single quotes.</summary>
internal static class ShellWords
{
    /// <summary>The words of a line, quotes and all.</summary>
    public static List<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            if (c == ' ' && !quoted)
            {
                if (word.Length > 0) words.Add(word.ToString());
                word.Clear();
                continue;
            }
            word.Append(c);
            if (c == '\'') quoted = !quoted;
            else if (c == '\\' && !quoted && i + 1 < line.Length) word.Append(line[++i]);
        }
        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    /// <summary>What a word means.</summary>
    public static string Unquote(string word)
    {
        var text = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '\'') quoted = !quoted;
            else if (word[i] == '\\' && !quoted && i + 1 < word.Length) text.Append(word[++i]);
            else text.Append(word[i]);
        }
        return text.ToString();
    }
}

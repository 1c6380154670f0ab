using System.Text;

namespace OvsWizard.Images;

/// <summary>
/// Reads an image: the sh commands that a step's <c>keep</c> prints, which put back what they found. A word ":" parts what has members from them.
/// </summary>
internal static class HostImage
{
    private const string File = "ovsw_put_back ", Absent = "rm -f ", Folder = "! test -d ", End = "OVSW_BASE64";

    public static List<ImageRecord> Read(string image)
    {
        var records = new List<ImageRecord>();
        var lines = image.TrimEnd('\n').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(File, StringComparison.Ordinal) || !lines[i].EndsWith($"<<{End}", StringComparison.Ordinal))
            {
                records.Add(Line(lines[i]));
                continue;
            }
            var words = ShellWords.Split(lines[i]);
            var bytes = new StringBuilder();
            while (++i < lines.Length && lines[i] != End) bytes.Append(lines[i]);
            records.Add(new FileRecord(words[1], words[2], words[3], Convert.FromBase64String(bytes.ToString())));
        }
        return records;
    }

    /// <summary>Folders stay where somebody has put something into them: they are no difference.</summary>
    public static bool IsFolder(ImageRecord record) => record is CommandRecord { Command: var command } && command.StartsWith(Folder, StringComparison.Ordinal);

    private static ImageRecord Line(string line)
    {
        var words = ShellWords.Split(line);
        if (words.Count == 3 && line.StartsWith(Absent, StringComparison.Ordinal)) return new FileRecord(words[2], "", "", null);
        if (words.IndexOf(":") is > 0 and var colon && words[colon - 1] != "then") return new SetRecord(string.Join(' ', words.Take(colon)), words[(colon + 1)..]);
        return new CommandRecord(SubjectOf(line, words), line);
    }

    /// <summary>A setting, NAME=VALUE, is known by its name and all that stands before it. Commands without one are one subject, so that none is merged blindly.</summary>
    private static string SubjectOf(string line, List<string> words)
    {
        if (line.Length == 0 || line[0] is '#' or '!' || words[0] is "if" or "fi") return line;
        var at = words.FindIndex(1, word => word[0] != '-' && word.Contains('=', StringComparison.Ordinal));
        return at < 0 ? "command" : $"{string.Join(' ', words.Take(at))} {words[at][..words[at].IndexOf('=', StringComparison.Ordinal)]}";
    }
}

using System.Text;

namespace OvsWizard.Images;

/// <summary>
/// Reads an image: the sh commands that a step's <c>keep</c> prints, which put back what they found. A word ":" parts
/// what has members from them.
/// </summary>
internal static class HostImage
{
    private const string File = "ovsw_put_back ", Absent = "rm -f ", Folder = "! test -d ", End = "OVSW_BASE64";

    /// <summary>
    /// What has vanished needs no undo: the word for it, and the one of images from before modules of functions.
    /// </summary>
    internal static readonly string[] Guards = ["keep_if_there", "if_there"];

    private const int GuardLength = 3;

    public static List<ImageRecord> Read(string image)
    {
        var lines = image.TrimEnd('\n').Split('\n');
        var at = 0;
        return Read(lines, ref at);
    }

    /// <summary>
    /// Blocks under these conditions as their lines, so that these are merged like others; any other block stays whole.
    /// </summary>
    public static List<ImageRecord> Open(IEnumerable<ImageRecord> records, IReadOnlySet<string> conditions) =>
        [.. records.SelectMany(record => record is BlockRecord block && conditions.Contains(block.If)
            ? [new CommandRecord(block.If, block.If), .. Open(block.Records, conditions), new CommandRecord("fi", "fi")]
            : (IEnumerable<ImageRecord>)[record])];

    /// <summary>The conditions of all blocks.</summary>
    public static IEnumerable<string> Conditions(IEnumerable<ImageRecord> records) =>
        records.OfType<BlockRecord>().SelectMany(block => Conditions(block.Records).Prepend(block.If));

    private static List<ImageRecord> Read(string[] lines, ref int i)
    {
        var records = new List<ImageRecord>();
        for (; i < lines.Length && lines[i] != "fi"; i++)
        {
            if (lines[i].StartsWith("if ", StringComparison.Ordinal))
            {
                var condition = lines[i++];
                records.Add(new BlockRecord(condition, Read(lines, ref i)));
                continue;
            }
            if (!lines[i].StartsWith(File, StringComparison.Ordinal)
                || !lines[i].EndsWith($"<<{End}", StringComparison.Ordinal))
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
    public static bool IsFolder(ImageRecord record) =>
        record is CommandRecord { Command: var command } && command.StartsWith(Folder, StringComparison.Ordinal);

    private static ImageRecord Line(string line)
    {
        var words = ShellWords.Split(line);
        if (words.Count == 3 && line.StartsWith(Absent, StringComparison.Ordinal))
            return new FileRecord(words[2], "", "", null);
        if (words.IndexOf(":") is > 0 and var colon)
            return new SetRecord(string.Join(' ', words.Take(colon)), words[(colon + 1)..]);
        return new CommandRecord(SubjectOf(line, words), line);
    }

    /// <summary>The words behind "if_there KIND NAME", of which there may be several.</summary>
    public static IEnumerable<string> Unguarded(IEnumerable<string> words) =>
        Guards.Contains(words.FirstOrDefault()) ? Unguarded(words.Skip(GuardLength)) : words;

    /// <summary>
    /// A setting, NAME=VALUE, is known by its name and all that stands before it. Commands without one are one subject,
    /// so that none is merged blindly; those of a thing that may vanish, a subject for each such thing.
    /// </summary>
    private static string SubjectOf(string line, List<string> words)
    {
        if (line.Length == 0 || line[0] is '#' or '!') return line;
        var at = words.FindIndex(1, word => word[0] != '-' && word.Contains('=', StringComparison.Ordinal));
        var guard = Guards.Contains(words[0]) ? $"{string.Join(' ', words.Take(GuardLength))} " : "";
        return at < 0 ? $"{guard}command"
            : $"{string.Join(' ', words.Take(at))} {words[at][..words[at].IndexOf('=', StringComparison.Ordinal)]}";
    }
}

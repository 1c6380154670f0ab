using System.Security.Cryptography;
using System.Text;

namespace OvsWizard.Inventories;

/// <summary>
/// Keeps what ssh said of many hosts for as long as the files are the same that it read: asking it about five hundred
/// takes seconds. Only the operator can read it. What depends on more than files (Match exec, names of the DNS,
/// variables) is not kept.
/// </summary>
internal sealed class SshAnswerCache
{
    /// <summary>Fewer hosts are asked about faster than anybody notices.</summary>
    private const int Worthwhile = 50;

    /// <summary>More configurations than that nobody has in use.</summary>
    private const int MostFiles = 20;

    private const string Begin = "> ";

    private readonly string folder, path;

    private SshAnswerCache(string folder, string identity) =>
        (this.folder, path) = (folder,
            Path.Combine(folder,
            $"ssh-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..24]}"));

    /// <param name="text">The configuration as it was read.</param>
    /// <returns>Null where what ssh says depends on more than files.</returns>
    public static SshAnswerCache? Of(SshConfigText text, LocalUser user)
    {
        if (!text.DependsOnFilesAlone) return null;
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named
            : Path.Combine(user.Home, ".cache");
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(f => Path.Combine(f, "ssh"))
            .FirstOrDefault(File.Exists) ?? "";
        return new SshAnswerCache(Path.Combine(cache, "ovswizard"),
            string.Join('\n', text.Files.Append(program).Select(Stamp).Prepend($"{user.Name} {user.Home}")));
    }

    /// <summary>What was kept, by question.</summary>
    public IReadOnlyDictionary<string, string> Read(int questions)
    {
        var kept = new Dictionary<string, string>();
        if (questions < Worthwhile || !File.Exists(path)) return kept;
        try
        {
            foreach (var entry in File.ReadAllText(path).Split($"\n{Begin}"))
                if (entry.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end)
                    kept[entry[..end].Replace('\u001f', '\0')] = entry[(end + 1)..];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // ssh is asked, then.
        }
        return kept;
    }

    public void Write(IReadOnlyDictionary<string, string> answers)
    {
        if (OperatingSystem.IsWindows() || answers.Count < Worthwhile
            || answers.Keys.Any(k => k.AsSpan().IndexOfAny('\n', '\u001f') >= 0)) return;
        try
        {
            Directory.CreateDirectory(folder,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var part = $"{path}.{Environment.ProcessId}";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using (var writer = new StreamWriter(part, options))
                foreach (var (question,
                    answer) in answers) writer.Write($"\n{Begin}{question.Replace('\0', '\u001f')}\n{answer.Trim()}\n");
            File.Move(part, path, overwrite: true);
            foreach (var old in new DirectoryInfo(folder).GetFiles("ssh-*").OrderByDescending(f => f.LastWriteTimeUtc)
                .Skip(MostFiles)) old.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A home that cannot be written to costs time, and nothing else.
        }
    }

    /// <summary>A file that is another one, or was changed, has another.</summary>
    private static string Stamp(string path) => new FileInfo(path) is { Exists: true } file
        ? $"{path} {file.Length} {file.LastWriteTimeUtc.Ticks}" : path;
}

using System.Text;
using OvsWizard.Ssh;

namespace OvsWizard.Export;

/// <summary>
/// A folder of exported files: written whole or not at all, and never over what somebody else has put or changed there.
/// </summary>
public static class ExportFolder
{
    /// <summary>What was exported, as sha256sum(1) reads it: it tells our files from others'.</summary>
    public const string Sums = "SHA256SUMS";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable =
        Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="Failure">Input: there are other files in the folder, or it cannot be written.</exception>
    public static void Write(string folder, IEnumerable<ExportedFile> files)
    {
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        RefuseOthers(folder);
        var part = $"{folder}.part";
        var old = $"{folder}.old";
        try
        {
            if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
            Directory.CreateDirectory(part);
            var sums = new StringBuilder();
            foreach (var file in files.OrderBy(f => f.Path, StringComparer.Ordinal))
            {
                Put(part, file);
                sums.Append($"{LocalFiles.Sum(Path.Combine(part, file.Path))}  {file.Path}\n");
            }
            Put(part, new(Sums, sums.ToString()));
            if (Directory.Exists(folder)) Directory.Move(folder, old);
            Directory.Move(part, folder);
            if (Directory.Exists(old)) Directory.Delete(old, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"the export cannot be written to '{folder}'", $"{e.Message}",
                $"name another folder: -o DIR", cause: e);
        }
    }

    private static void Put(string folder, ExportedFile file)
    {
        var path = Path.Combine(folder, file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = File.Create(path))
        {
            stream.Write(Utf8.GetBytes(file.Content));
            foreach (var carried in (file.Carries ?? []).DistinctBy(f => f.Sum)) carried.AppendTo(stream);
        }
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, file.IsProgram ? Runnable : Readable);
    }

    private static void RefuseOthers(string folder)
    {
        if (File.Exists(folder))
            throw new Failure(FailureKind.Input, $"'{folder}' is a file", now: $"name a folder: -o DIR");
        if (!Directory.Exists(folder)) return;
        var known = Known(Path.Combine(folder, Sums));
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, path);
            if (name == Sums) continue;
            if (!known.TryGetValue(name, out var sum))
                throw new Failure(FailureKind.Input, $"'{folder}' holds '{name}', which is not from an export",
                    now: $"name another folder, or move that file away; nothing was written");
            if (sum != LocalFiles.Sum(path))
                throw new Failure(FailureKind.Input, $"'{name}' in '{folder}' was changed after it was exported",
                    now: $"name another folder, or remove that file; nothing was written");
        }
    }

    private static Dictionary<string, string> Known(string sums) => !File.Exists(sums) ? []
        : File.ReadLines(sums).Select(l => l.Split("  ", 2)).Where(l => l.Length == 2)
            .ToDictionary(l => l[1], l => l[0]);
}

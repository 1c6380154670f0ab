using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace OvsWizard.Ssh;

/// <summary>
/// The files of this machine that travel to hosts, and those that came from them. Each is read once for its checksum,
/// however many hosts get it.
/// </summary>
public sealed class LocalFiles
{
    private const string Ending = ".sha256";

    private readonly ConcurrentDictionary<string, Lazy<string?>> sums = new();

    /// <summary>
    /// SHA-256 in lower-case hexadecimal digits; null where there is no such file, or it cannot be read.
    /// </summary>
    public string? SumOf(string path) => sums.GetOrAdd(path, p => new(() => Sum(p))).Value;

    /// <summary>The files of a folder that were fetched before: those with a checksum beside them.</summary>
    public static IEnumerable<string> FetchedInto(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"*{Ending}")
            .Select(path => path[..^Ending.Length]).Where(File.Exists) : [];

    /// <summary>A file has arrived whole; its checksum is laid beside it, as sha256sum -c reads it.</summary>
    /// <exception cref="IOException">The disk is full, or the like.</exception>
    public void Keep(string part, string path, string sum)
    {
        File.Move(part, path, overwrite: true);
        File.WriteAllText(path + Ending, $"{sum}  {Path.GetFileName(path)}\n");
        sums.TryRemove(path, out _);
    }

    internal static string? Sum(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

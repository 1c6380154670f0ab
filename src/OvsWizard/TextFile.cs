using System.Text;

namespace OvsWizard;

/// <summary>Reads the files that people write: runbooks, inventories, templates, configurations.</summary>
public static class TextFile
{
    /// <summary>Characters. A thousand hosts with all their parameters are half a million.</summary>
    public const int Most = 8 * 1024 * 1024;

    /// <exception cref="Failure">Input: it is larger than such a file can be. No more of it was read.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string Read(string path)
    {
        using var reader = new StreamReader(path);
        var text = new StringBuilder();
        var part = new char[64 * 1024];
        while (reader.ReadBlock(part) is > 0 and var count)
        {
            text.Append(part, 0, count);
            if (text.Length > Most) throw TooLarge(path);
        }
        return text.ToString();
    }

    /// <summary>The same failure, of a text that was got otherwise.</summary>
    public static Failure TooLarge(string path) =>
        new(FailureKind.Input, $"the file is larger than {Most / 1024 / 1024} MB", $"the rest is not read",
            $"check the path, or split the file", at: new SourceLocation(path));
}

using System.Text;

namespace OvsWizard.Export;

/// <summary>
/// A file at the end of a script: between two lines that say which, in base64, as comments. The shell never comes that far, and <c>script_unpack</c>
/// finds it by its checksum.
/// </summary>
internal static class CarriedFile
{
    /// <summary>Bytes of a line: 4,000 characters of base64.</summary>
    private const int Piece = 3000;

    /// <exception cref="IOException">It cannot be read.</exception>
    public static void Append(Stream script, string path, string sum)
    {
        using var file = File.OpenRead(path);
        void Write(string text) => script.Write(Encoding.ASCII.GetBytes(text));

        Write($"#>>> carried {sum}\n");
        var piece = new byte[Piece];
        while (file.ReadAtLeast(piece, Piece, throwOnEndOfStream: false) is > 0 and var count) Write($"#{Convert.ToBase64String(piece.AsSpan(0, count))}\n");
        Write("#<<< carried\n");
    }
}

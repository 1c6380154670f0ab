using System.Text;

namespace OvsWizard.Export;

/// <summary>
/// A file at the end of a script: between two lines that say which, in base64, as comments. The shell never comes that
/// far, and <c>script_unpack</c> finds it by its checksum.
/// </summary>
/// <param name="Path">On this machine.</param>
/// <param name="Sum">SHA-256.</param>
public sealed record CarriedFile(string Path, string Sum)
{
    /// <summary>Bytes of a line: 4,000 characters of base64.</summary>
    private const int Piece = 3000;

    /// <exception cref="IOException">It cannot be read.</exception>
    internal void AppendTo(Stream script)
    {
        using var file = File.OpenRead(Path);
        void Write(string text) => script.Write(Encoding.ASCII.GetBytes(text));

        Write($"#>>> carried {Sum}\n");
        var piece = new byte[Piece];
        while (file.ReadAtLeast(piece, Piece, throwOnEndOfStream: false) is > 0 and var count)
            Write($"#{Convert.ToBase64String(piece.AsSpan(0, count))}\n");
        Write("#<<< carried\n");
    }
}

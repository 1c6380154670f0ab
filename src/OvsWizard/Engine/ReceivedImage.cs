using System.Text;

namespace OvsWizard.Engine;

/// <summary>
/// An image of what a step changes, while the host tells it: as it is, its length announced first, or in pieces of
/// base64 where its lines may be too long or not all ASCII.
/// </summary>
internal sealed class ReceivedImage
{
    /// <summary>Bytes; whatever a step changes, this much of it is not to be held here for every host.</summary>
    private const int Longest = 64 * 1024 * 1024;

    private readonly StringBuilder text = new();
    private int left;
    private bool isPieces, isAnnounced;

    /// <summary>Lines that come belong to it.</summary>
    public bool IsOpen => left > 0;

    /// <summary>The whole image, each line with its end; null: it is not whole, or not there.</summary>
    public string? Text => left > 0 || !(isAnnounced || isPieces) ? null : isPieces ? Decoded() : text.ToString();

    /// <param name="length">Bytes, without the end of the last line.</param>
    public bool Announce(string length)
    {
        if (isAnnounced || isPieces || !int.TryParse(length, out var bytes) || bytes is < 0 or >= Longest) return false;
        (isAnnounced, left) = (true, bytes + 1);
        return true;
    }

    public bool Add(string line)
    {
        left -= Encoding.UTF8.GetByteCount(line) + 1;
        text.Append(line).Append('\n');
        return left >= 0;
    }

    public bool AddPiece(string base64)
    {
        if (isAnnounced || text.Length + base64.Length > Longest) return false;
        isPieces = true;
        text.Append(base64);
        return true;
    }

    private string? Decoded()
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.ToString(), bytes, out var count)
            ? Encoding.UTF8.GetString(bytes, 0, count) : null;
    }
}

using System.Net;
using OvsWizard.Journal;

namespace OvsWizard.Engine;

/// <summary>The arguments of what hosts say, believed only as far as they can be. Null: they cannot be meant.</summary>
internal static class HostWords
{
    /// <summary>Characters of a name or an address.</summary>
    private const int LongestName = 64;

    /// <summary>Digits of a SHA-256.</summary>
    private const int SumLength = 64;

    /// <summary>
    /// HOST ADDRESS PEER ADDRESS BYTES ok|lost TIME: a host proves its own way, to hosts of the same run.
    /// </summary>
    public static PairProved? Pair(string said, string host, IReadOnlySet<string> hosts)
    {
        var words = said.Split(' ', 7);
        var fits = words.Length >= 6 && words[0] == host && hosts.Contains(words[2])
            && IPAddress.TryParse(words[1], out _) && IPAddress.TryParse(words[3], out _)
            && words[5] is "ok" or "lost" && (words.Length == 6 || IsShort(words[6]));
        return fits && int.TryParse(words[4], out var bytes) && bytes is >= 0 and <= ushort.MaxValue
            ? new(words[0], words[1], words[2], words[3], bytes, words[5] is "ok", words.Length > 6 ? words[6] : "")
            : null;
    }

    /// <summary>
    /// SHA256 BYTES PATH. A checksum of "-" says why there is no file. What the path's name leads to lies on the
    /// operator's machine.
    /// </summary>
    public static OfferedFile? Offer(string said)
    {
        var words = said.Split(' ', 3);
        if (words.Length < 3 || !long.TryParse(words[1], out var length) || length < 0) return null;
        var isFile = words[0].Length == SumLength && words[0].All(char.IsAsciiHexDigit)
            && Path.GetFileName(words[2]) is not ("" or "." or "..") && !words[2].Any(char.IsControl);
        return isFile || words[0] is "-" ? new(words[2], words[0], length) : null;
    }

    /// <summary>CLIENT ADDRESS INTERFACE MASTER DEVICE VIA; "-" for what there is not.</summary>
    public static SessionFound? Session(string said, string host)
    {
        var words = said.Split(' ');
        static string? Named(string word) => word is "-" ? null : word;
        return words.Length == 6 && words.All(word => word.Length > 0 && IsShort(word))
            ? new(host, words[0], words[1], words[2], Named(words[3]), words[4], Named(words[5]))
            : null;
    }

    public static int? Seconds(string said) => int.TryParse(said, out var seconds) && seconds >= 0 ? seconds : null;

    private static bool IsShort(string word) => word.Length <= LongestName && !word.Any(char.IsControl);
}

using System.Security.Cryptography;
using System.Text;

namespace OvsWizard.Journal;

/// <summary>
/// The end of every line of a journal, <c>,"sum":"…"}</c>: 16 hexadecimal digits of the SHA-256 of the line's own bytes
/// before it, and 16 that chain it to the line before. So a line that was changed is told from one that is missing, and
/// neither spoils the others.
/// </summary>
internal static class JournalLine
{
    private const int Digits = 16;
    private static readonly byte[] Lead = ",\"sum\":\""u8.ToArray();
    private static readonly byte[] End = "\"}"u8.ToArray();

    /// <summary>How many bytes the end has.</summary>
    private static readonly int Length = Lead.Length + (2 * Digits) + End.Length;

    /// <summary>What a line is worth.</summary>
    public enum Worth
    {
        /// <summary>As it was written.</summary>
        Good,

        /// <summary>It carries no sum: written by a version that made none, or cut short.</summary>
        Unsummed,

        /// <summary>It was changed.</summary>
        Changed,

        /// <summary>It is as it was written, and the line before it is another one.</summary>
        Unchained,
    }

    /// <summary>The line with its end.</summary>
    /// <param name="json">An object.</param>
    /// <param name="chain">What the line before hands on; handed on in turn.</param>
    public static byte[] Seal(ReadOnlySpan<byte> json, ref string chain)
    {
        var content = json[..^1];
        var own = SumOf(content);
        chain = own + SumOf(chain, own);
        return [.. content, .. Lead, .. Encoding.ASCII.GetBytes(chain), .. End];
    }

    /// <summary>Checks a line, without its newline.</summary>
    /// <param name="json">The object as it was before it was given its end.</param>
    public static Worth Judge(ReadOnlySpan<byte> line, ref string chain, out byte[] json)
    {
        if (line.Length <= Length || !line.EndsWith(End) || !line[^Length..].StartsWith(Lead))
        {
            json = line.ToArray();
            chain = SumOf(line);
            return Worth.Unsummed;
        }
        var content = line[..^Length];
        json = [.. content, (byte)'}'];
        var said = Encoding.ASCII.GetString(line.Slice(line.Length - Length + Lead.Length, 2 * Digits));
        var (before, own) = (chain, said[..Digits]);
        // What the next one was chained to is what is said here, also where the line was changed since.
        chain = said;
        if (own != SumOf(content)) return Worth.Changed;
        return said[Digits..] == SumOf(before, own) ? Worth.Good : Worth.Unchained;
    }

    private static string SumOf(ReadOnlySpan<byte> content) =>
        Convert.ToHexStringLower(SHA256.HashData(content))[..Digits];

    private static string SumOf(string chain, string own) => SumOf(Encoding.ASCII.GetBytes(chain + own));
}

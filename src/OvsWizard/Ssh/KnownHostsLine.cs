using System.Security.Cryptography;
using System.Text;
using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

internal enum KnownHostsMarker { None, CertAuthority, Revoked }

/// <summary>One line of a known_hosts file, in the format of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT".</summary>
internal sealed record KnownHostsLine(KnownHostsMarker Marker, string[] Patterns, string KeyType, byte[] Key,
    SourceLocation At)
{
    private const string HashMagic = "|1|";

    /// <summary>Reads a line; null where it holds no entry. Damaged lines are passed over, as ssh does.</summary>
    public static KnownHostsLine? Parse(string line, SourceLocation at)
    {
        var words = line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words[0][0] == '#') return null;
        var marker = words[0] switch
        {
            "@cert-authority" => KnownHostsMarker.CertAuthority,
            "@revoked" => KnownHostsMarker.Revoked,
            _ => KnownHostsMarker.None,
        };
        if (marker is not KnownHostsMarker.None) words = words[1..];
        if (words.Length < 3 || words[0][0] == '@') return null;
        var key = new byte[words[2].Length];
        return Convert.TryFromBase64String(words[2], key, out var length)
            ? new KnownHostsLine(marker, words[0].Split(','), words[1], key[..length], at)
            : null;
    }

    /// <summary>
    /// Whether the line is about <paramref name="name"/>, which is <c>host</c> or <c>[host]:port</c>.
    /// </summary>
    public bool IsAbout(string name) =>
        Patterns[0].StartsWith(HashMagic, StringComparison.Ordinal) ? IsHashOf(name)
            : Wildcard.MatchesList(Patterns, name);

    /// <summary>A name as HashKnownHosts writes it: salt and HMAC-SHA1 of the name under that salt.</summary>
    public static string Hash(string name, byte[] salt) =>
        $"{HashMagic}{Convert.ToBase64String(salt)}|{Convert.ToBase64String(Hmac(salt, name))}";

    private bool IsHashOf(string name)
    {
        var parts = Patterns[0][HashMagic.Length..].Split('|');
        var (salt, hash) = (new byte[Patterns[0].Length], new byte[Patterns[0].Length]);
        return parts.Length == 2
            && Convert.TryFromBase64String(parts[0], salt, out var saltLength)
            && Convert.TryFromBase64String(parts[1], hash, out var hashLength)
            && Hmac(salt[..saltLength], name).AsSpan().SequenceEqual(hash.AsSpan(0, hashLength));
    }

#pragma warning disable CA5350 // The file format knows SHA-1 only; it hides names and protects nothing.
    private static byte[] Hmac(byte[] salt, string name) => HMACSHA1.HashData(salt, Encoding.UTF8.GetBytes(name));
#pragma warning restore CA5350
}

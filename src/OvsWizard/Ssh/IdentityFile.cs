using System.Text;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace OvsWizard.Ssh;

/// <summary>
/// Reads private keys and certificates from files. An encrypted key is opened only when a host wants its signature.
/// </summary>
internal sealed class IdentityFile(string host, Secrets secrets)
{
    /// <summary>The identity in a private key file.</summary>
    /// <exception cref="Failure">Host: the file is missing, unreadable, no key, or encrypted and nobody can be
    /// asked.</exception>
    public Identity Load(string path)
    {
        var text = Read(path);
        if (PublicKey(Encoding.UTF8.GetString(text)) is not null && !IsPrivate(text))
            throw new Failure(FailureKind.Host, $"'{path}' is a public key, and no ssh-agent holds its private one",
                now: $"load it (ssh-add), or name the private key", host: host);
        if (PublicPart(path, text) is { } token && SshWire.KeyType(token).StartsWith("sk-", StringComparison.Ordinal))
            throw new Failure(FailureKind.Host,
                $"'{path}' is a key on a security token, which can only be used through ssh-agent",
                now: $"load it: ssh-add {path}", host: host);
        try
        {
            return From(path, new PrivateKeyFile(new MemoryStream(text)));
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            var opened = new Lazy<PrivateKeyFile>(() => Open(path, text));
            return PublicPart(path, text) is { } blob
                ? new Identity(path, blob, (data, algorithm) => Sign(opened.Value, data, algorithm))
                : From(path, opened.Value);
        }
        catch (Exception e) when (
            e is SshException or NotSupportedException or FormatException or InvalidOperationException)
        {
            throw new Failure(FailureKind.Host, $"'{path}' is not a usable private key", $"{e.Message}",
                $"name the private key, not the public one", host, cause: e);
        }
    }

    /// <summary>
    /// A certificate (KEY-cert.pub) that goes with one of <paramref name="keys"/>; null where it certifies none of
    /// them.
    /// </summary>
    public Identity? Certify(string path, IEnumerable<Identity> keys)
    {
        var blob = PublicKey(Encoding.UTF8.GetString(Read(path)))
            ?? throw new Failure(FailureKind.Host, $"'{path}' is not a certificate",
                now: $"name the file that ssh-keygen -s wrote (KEY-cert.pub)", host: host);
        byte[] certified;
        try
        {
            certified = SshWire.CertifiedKey(blob);
        }
        catch (InvalidDataException e)
        {
            throw new Failure(FailureKind.Host, $"'{path}' is not a certificate", $"{e.Message}",
                $"name the file that ssh-keygen -s wrote (KEY-cert.pub)", host, cause: e);
        }
        var key = keys.FirstOrDefault(k => k.Blob.AsSpan().SequenceEqual(certified));
        return key is null ? null : new Identity(path, blob, key.Sign);
    }

    /// <summary>The key in a line of the form "type base64 comment".</summary>
    public static byte[]? PublicKey(string text)
    {
        var words = text.Split((char[])[' ', '\t', '\r', '\n'], 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2) return null;
        var blob = new byte[words[1].Length];
        return Convert.TryFromBase64String(words[1], blob, out var length) && length > 4 ? blob[..length] : null;
    }

    /// <summary>
    /// The public half of an encrypted key: new OpenSSH files carry it in the clear (PROTOCOL.key), older ones have a
    /// .pub beside them.
    /// </summary>
    public static byte[]? PublicPart(string path, byte[] text)
    {
        const string begin = "-----BEGIN OPENSSH PRIVATE KEY-----", end = "-----END";
        var pem = Encoding.ASCII.GetString(text);
        if (!IsPrivate(text) && PublicKey(pem) is { } key) return key;
        var (from, to) = (pem.IndexOf(begin, StringComparison.Ordinal), pem.LastIndexOf(end, StringComparison.Ordinal));
        if (from < 0 || to < from) return File.Exists(path + ".pub") ? PublicKey(File.ReadAllText(path + ".pub"))
            : null;
        try
        {
            ReadOnlySpan<byte> data = Convert.FromBase64String(pem[(from + begin.Length)..to]);
            data = data["openssh-key-v1\0".Length..];
            for (var skipped = 0; skipped < 3; skipped++) SshWire.ReadString(ref data);
            SshWire.ReadUInt32(ref data);
            return SshWire.ReadString(ref data).ToArray();
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static bool IsPrivate(byte[] text) => text.AsSpan().TrimStart("\r\n \t"u8).StartsWith("-----BEGIN"u8);

    private static Identity From(string path, PrivateKeyFile file) =>
        new(path, file.HostKeyAlgorithms.First().Data, (data, algorithm) => Sign(file, data, algorithm));

    private static byte[] Sign(PrivateKeyFile file, byte[] data, string algorithm)
    {
        var plain = algorithm.Replace("-cert-v01@openssh.com", "", StringComparison.Ordinal);
        return file.HostKeyAlgorithms.First(a => a.Name == plain).Sign(data);
    }

    private PrivateKeyFile Open(string path, byte[] text)
    {
        PrivateKeyFile? file = null;
        if (secrets.AskUntilRight(path, $"Passphrase of {path}: ", $"Wrong passphrase. Passphrase of {path}: ", p =>
            (file = TryOpen(text, p)) is not null)) return file!;
        var why = secrets.CanAsk ? "no right passphrase was given" : "nobody can be asked for it here";
        throw new Failure(FailureKind.Host, $"the key '{path}' is encrypted and its passphrase is not known",
            $"{why}", $"load it once: ssh-add {path}", host);
    }

    private static PrivateKeyFile? TryOpen(byte[] text, string passphrase)
    {
        try
        {
            return new PrivateKeyFile(new MemoryStream(text), passphrase);
        }
        catch (Exception e) when (
            e is SshException or System.Security.Cryptography.CryptographicException or FormatException)
        {
            // Whatever a wrong passphrase made of the key.
            return null;
        }
    }

    private byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Host, $"cannot read the identity '{path}'", $"{e.Message}",
                $"correct 'identity' in the inventory, or create the key: ssh-keygen -f {path}", host, cause: e);
        }
    }
}

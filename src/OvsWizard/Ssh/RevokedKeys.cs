using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

/// <summary>
/// The file of RevokedHostKeys: public keys, one a line, or a key revocation list (KRL), which ssh-keygen reads.
/// </summary>
internal static class RevokedKeys
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static ReadOnlySpan<byte> ListMagic => "SSHKRL\n\0"u8;

    /// <exception cref="Failure">Host: the key, or the authority that certified it, is revoked, or that cannot be found
    /// out.</exception>
    public static void Refuse(Host host, byte[] key, HostCertificate? certificate)
    {
        if (host.Ssh.RevokedHostKeys is not { } file) return;
        byte[] content;
        try
        {
            content = File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Host,
                $"cannot tell whether the host key of {host.Name} is revoked: '{file}' cannot be read", $"{e.Message}",
                $"correct RevokedHostKeys in the ssh configuration", host.Name, cause: e);
        }
        byte[][] keys = certificate is null ? [key] : [key, certificate.Authority];
        if (content.AsSpan().StartsWith(ListMagic) ? keys.Any(k => IsListed(host, file, k)) : Lines(content)
            .Any(l => keys.Any(k => k.AsSpan().SequenceEqual(l))))
            throw new Failure(FailureKind.Host,
                $"the host key of {KnownHosts.NameOf(host)} is revoked: {SshWire.KeyType(key)} {KnownHosts.Fingerprint(key)}",
                $"according to {file}", $"give the host a new key; do not use it before", host.Name);
    }

    private static IEnumerable<byte[]> Lines(byte[] content) =>
        System.Text.Encoding.UTF8.GetString(content).Split('\n').Where(l => !l.StartsWith('#'))
            .Select(IdentityFile.PublicKey).OfType<byte[]>();

    private static bool IsListed(Host host, string file, byte[] key)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, $"{SshWire.KeyType(key)} {Convert.ToBase64String(key)}\n");
            return OtherProgram.Run("ssh-keygen", ["-Q", "-f", file, path], Limit) is { Status: { } status } end
                // Its status is the same for a list that it cannot read.
                ? status != 0 && (end.Output.Contains("REVOKED", StringComparison.Ordinal) ? true
                    : throw Unknown(host, file, end.Complaint))
                : throw Unknown(host, file, "ssh-keygen");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Failure Unknown(Host host, string file, string why) => new(FailureKind.Host,
        $"cannot tell whether the host key of {host.Name} is revoked: ssh-keygen does not read '{file}'", $"{why}",
        $"correct RevokedHostKeys in the ssh configuration, or install OpenSSH's client", host.Name);
}

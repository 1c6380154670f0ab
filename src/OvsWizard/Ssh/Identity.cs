using Renci.SshNet;
using Renci.SshNet.Security;

namespace OvsWizard.Ssh;

/// <summary>A key that can be offered to a host. <paramref name="Sign"/> takes the data and the algorithm, and returns the whole signature blob.</summary>
/// <param name="Label">What messages call the key: its file, or the agent's comment.</param>
/// <param name="Blob">Public key or certificate in SSH wire form.</param>
internal sealed record Identity(string Label, byte[] Blob, Func<byte[], string, byte[]> Sign)
{
    public string Type { get; } = SshWire.KeyType(Blob);

    /// <summary>The signature algorithm: RSA keys sign with SHA-2 (RFC 8332); every sshd since OpenSSH 7.2 takes that, and newer ones refuse SHA-1.</summary>
    public string Algorithm => Type switch
    {
        "ssh-rsa" => "rsa-sha2-512",
        "ssh-rsa-cert-v01@openssh.com" => "rsa-sha2-512-cert-v01@openssh.com",
        _ => Type,
    };
}

/// <summary>Offers one identity to SSH.NET, which asks for the signature only when the host has accepted the public key.</summary>
internal sealed class IdentityAlgorithm(Identity identity, Action<Identity> offered) : HostAlgorithm(identity.Algorithm), IPrivateKeySource
{
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms => [this];

    public override byte[] Data
    {
        get
        {
            offered(identity);
            return identity.Blob;
        }
    }

    public override byte[] Sign(byte[] data) => identity.Sign(data, Name);

    public override bool VerifySignature(byte[] data, byte[] signature) => throw new NotSupportedException("a login key verifies nothing");
}

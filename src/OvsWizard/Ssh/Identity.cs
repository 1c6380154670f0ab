using OvsWizard.Inventories;
using Renci.SshNet;
using Renci.SshNet.Security;

namespace OvsWizard.Ssh;

/// <summary>
/// A key that can be offered to a host. <paramref name="Sign"/> takes the data and the algorithm, and returns the whole
/// signature blob.
/// </summary>
/// <param name="Label">What messages call the key: its file, or the agent's comment.</param>
/// <param name="Blob">Public key or certificate in SSH wire form.</param>
internal sealed record Identity(string Label, byte[] Blob, Func<byte[], string, byte[]> Sign)
{
    public string Type { get; } = SshWire.KeyType(Blob);

    /// <summary>
    /// The signature algorithms to try, the best first. RSA keys sign with SHA-2 (RFC 8332): every sshd since OpenSSH
    /// 7.2 takes that, and newer ones refuse SHA-1, which is used where ssh's configuration allows it. Empty: that
    /// allows none of this key.
    /// </summary>
    public IEnumerable<string> AlgorithmsOf(Host host)
    {
        string[] all = Type switch
        {
            "ssh-rsa" => ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"],
            "ssh-rsa-cert-v01@openssh.com" =>
                ["rsa-sha2-512-cert-v01@openssh.com", "rsa-sha2-256-cert-v01@openssh.com"],
            _ => [Type],
        };
        // Where nothing is said, one is enough: each is a try that sshd counts.
        if (host.Ssh.LoginAlgorithms is not { } allowed) return all.Take(1);
        var kept = all.Where(allowed.Contains).ToList();
        return kept.Take(1).Concat(kept.Where(a => a == "ssh-rsa")).Distinct();
    }
}

/// <summary>
/// Offers one identity to SSH.NET, which asks for the signature only when the host has accepted the public key.
/// </summary>
/// <param name="algorithms">See <see cref="Identity.AlgorithmsOf"/>.</param>
/// <param name="waits">Somebody may have to answer, or to touch a token, until the result is disposed.</param>
internal sealed class OfferedIdentity(Identity identity, IEnumerable<string> algorithms, Action<Identity> offered,
    Func<IDisposable?> waits) : IPrivateKeySource
{
    public IReadOnlyCollection<HostAlgorithm> HostKeyAlgorithms { get; } = [.. algorithms.Select(a =>
        new Algorithm(a, identity, offered, waits))];

    private sealed class Algorithm(string name, Identity identity, Action<Identity> offered, Func<IDisposable?> waits)
        : HostAlgorithm(name)
    {
        public override byte[] Data
        {
            get
            {
                offered(identity);
                return identity.Blob;
            }
        }

        public override byte[] Sign(byte[] data)
        {
            using var waiting = waits();
            return identity.Sign(data, Name);
        }

        public override bool VerifySignature(byte[] data, byte[] signature) =>
            throw new NotSupportedException("a login key verifies nothing");
    }
}

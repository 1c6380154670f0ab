using OvsWizard.Inventories;
using Renci.SshNet;
using Renci.SshNet.Security;
using Renci.SshNet.Security.Cryptography;

namespace OvsWizard.Ssh;

/// <summary>Decides whether the key a host shows is trusted, and remembers why not. SSH.NET trusts every key unless told otherwise.</summary>
internal sealed class HostKeyCheck(Host host, SshOptions options)
{
    private const string Ed25519Certificate = "ssh-ed25519-cert-v01@openssh.com";

    private readonly IReadOnlyList<string> _files = KnownHosts.FilesFor(host, options.User);

    /// <summary>Why the key was refused; null before, and where it was trusted.</summary>
    public Failure? Refusal { get; private set; }

    public void Attach(SshClient client)
    {
        var known = KnownHosts.Load(_files);
        var algorithms = client.ConnectionInfo.HostKeyAlgorithms;
        algorithms[Ed25519Certificate] = data => CertifiedEd25519(data, (IReadOnlyDictionary<string, Func<byte[], KeyHostAlgorithm>>)algorithms);
        var preferred = known.PreferredAlgorithms(host.Address, host.Port, algorithms.Keys);
        for (var i = 0; i < preferred.Count; i++) algorithms.SetPosition(preferred[i], i);
        // Without a known authority a certificate proves nothing, and some hosts offer expired ones.
        if (!preferred.Any(a => a.Contains("-cert-", StringComparison.Ordinal)))
            foreach (var algorithm in algorithms.Keys.Where(a => a.Contains("-cert-", StringComparison.Ordinal)).ToList())
                algorithms.Remove(algorithm);
        client.HostKeyReceived += (_, e) =>
        {
            e.CanTrust = false;
            var verdict = known.Check(host.Address, host.Port, e.HostKey, Certificate(e.Certificate), DateTimeOffset.UtcNow);
            Refusal = Judge(verdict, e.HostKey);
            options.KeyShown?.Invoke(new ShownKey(host, e.HostKey, verdict));
            e.CanTrust = verdict.Trust is HostKeyTrust.Trusted;
        };
    }

    /// <summary>
    /// SSH.NET 2026.0.0 reads the key within a certificate as a signed number, and so loses the first byte of every 512th key
    /// (those that begin with 0xff and a bit set). Read as a plain key is, it is whole.
    /// </summary>
    internal static KeyHostAlgorithm CertifiedEd25519(byte[] data, IReadOnlyDictionary<string, Func<byte[], KeyHostAlgorithm>> algorithms)
    {
        var key = new ED25519Key(new SshKeyData(SshWire.CertifiedKey(data)));
        return new CertificateHostAlgorithm(Ed25519Certificate, new Certificate(data), new ED25519DigitalSignature(key), algorithms);
    }

    private static HostCertificate? Certificate(Certificate? c) => c is null ? null : new HostCertificate(
        c.CertificateAuthorityKey, c.Type is Renci.SshNet.Security.Certificate.CertificateType.Host,
        [.. c.ValidPrincipals], Time(c.ValidAfterUnixSeconds), Time(c.ValidBeforeUnixSeconds), [.. c.CriticalOptions.Keys]);

    private static DateTimeOffset Time(ulong seconds) =>
        seconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.MaxValue : DateTimeOffset.FromUnixTimeSeconds((long)seconds);

    private Failure? Judge(HostKeyVerdict verdict, byte[] key)
    {
        var (type, fingerprint, name) = (SshWire.KeyType(key), KnownHosts.Fingerprint(key), KnownHosts.Name(host.Address, host.Port));
        FormattableString unknown = verdict.Certificate is { } objection
            ? (FormattableString)$"the certificate it shows does not count: {objection}"
            : $"no entry for {name} in {string.Join(", ", _files.Where(File.Exists).DefaultIfEmpty(_files[0]))}";
        return verdict.Trust switch
        {
            HostKeyTrust.Trusted => null,
            HostKeyTrust.Unknown => new Failure(FailureKind.Host,
                $"the host key of {name} is not known: {type} {fingerprint}",
                unknown,
                $"compare the fingerprint with the host's own (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub), then connect once with ssh, or: ssh-keyscan -p {host.Port} {host.Address} >> {_files[0]}",
                host.Name),
            HostKeyTrust.Changed => new Failure(FailureKind.Host,
                $"the host key of {name} has changed: it shows {type} {fingerprint}",
                $"another key is recorded in {verdict.Known}; the host was installed anew, or somebody sits in between",
                $"if the new key is right, remove the old one: ssh-keygen -f {verdict.Known?.File} -R '{name}'",
                host.Name),
            _ => new Failure(FailureKind.Host,
                $"the host key of {name} is revoked: {type} {fingerprint}",
                $"{verdict.Known} says so",
                $"give the host a new key; do not use it before",
                host.Name),
        };
    }
}

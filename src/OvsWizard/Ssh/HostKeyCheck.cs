using OvsWizard.Inventories;
using Renci.SshNet;
using Renci.SshNet.Security;
using Renci.SshNet.Security.Cryptography;

namespace OvsWizard.Ssh;

/// <summary>
/// Decides whether the key a host shows is trusted, and remembers why not. SSH.NET trusts every key unless told
/// otherwise.
/// </summary>
internal sealed class HostKeyCheck(Host host, SshOptions options)
{
    private const string Ed25519Certificate = "ssh-ed25519-cert-v01@openssh.com";

    private readonly IReadOnlyList<string> _files = KnownHosts.FilesFor(host, options.User);
    private readonly string _name = KnownHosts.NameOf(host);

    /// <summary>Why the key was refused; null before, and where it was trusted.</summary>
    public Failure? Refusal { get; private set; }

    /// <param name="trusted">Called when the host has shown a key that is trusted.</param>
    public void Attach(SshClient client, Action trusted)
    {
        var known = KnownHosts.Load(_files).With(KnownHostsCommand.Run(host));
        var algorithms = client.ConnectionInfo.HostKeyAlgorithms;
        var isGiven = algorithms.ContainsKey(Ed25519Certificate);
        if (isGiven) algorithms[Ed25519Certificate] = data =>
            CertifiedEd25519(data, (IReadOnlyDictionary<string, Func<byte[], KeyHostAlgorithm>>)algorithms);
        var preferred = known.PreferredAlgorithms(_name, algorithms.Keys);
        // Who says in which order means it.
        if (host.Ssh.HostKeyAlgorithms is null)
            for (var i = 0; i < preferred.Count; i++) algorithms.SetPosition(preferred[i], i);
        // Without a known authority a certificate proves nothing, and some hosts offer expired ones.
        if (!preferred.Any(a => a.Contains("-cert-", StringComparison.Ordinal)))
            foreach (var algorithm in algorithms.Keys.Where(a => a.Contains("-cert-", StringComparison.Ordinal))
                .ToList())
                algorithms.Remove(algorithm);
        client.HostKeyReceived += (_, e) =>
        {
            e.CanTrust = false;
            try
            {
                e.CanTrust = IsTrusted(known, e.HostKey, Certificate(e.Certificate));
            }
            catch (Failure failure)
            {
                Refusal = failure;
            }
            if (e.CanTrust) trusted();
        };
    }

    /// <summary>
    /// SSH.NET 2026.0.0 reads the key within a certificate as a signed number, and so loses the first byte of every
    /// 512th key (those that begin with 0xff and a bit set). Read as a plain key is, it is whole.
    /// </summary>
    internal static KeyHostAlgorithm CertifiedEd25519(byte[] data,
        IReadOnlyDictionary<string, Func<byte[], KeyHostAlgorithm>> algorithms)
    {
        var key = new ED25519Key(new SshKeyData(SshWire.CertifiedKey(data)));
        return new CertificateHostAlgorithm(Ed25519Certificate, new Certificate(data),
            new ED25519DigitalSignature(key), algorithms);
    }

    private bool IsTrusted(KnownHosts known, byte[] key, HostCertificate? certificate)
    {
        RevokedKeys.Refuse(host, key, certificate);
        var verdict = known.Check(_name, key, certificate, DateTimeOffset.UtcNow);
        if (verdict.Trust is HostKeyTrust.Unknown) verdict = known.With(KnownHostsCommand.Run(host, key))
            .Check(_name, key, certificate, DateTimeOffset.UtcNow);
        if (verdict is { Trust: HostKeyTrust.Unknown, Certificate: null } && host.Ssh.AcceptsNewKeys)
        {
            // As ssh does: what the host shows at first is what it must show from now on.
            new ShownKey(host, key, verdict).Accept(options.User);
            verdict = new HostKeyVerdict(HostKeyTrust.Trusted);
        }
        Refusal = Judge(verdict, key);
        options.KeyShown?.Invoke(new ShownKey(host, key, verdict));
        return verdict.Trust is HostKeyTrust.Trusted;
    }

    private static HostCertificate? Certificate(Certificate? c) => c is null ? null : new HostCertificate(
        c.CertificateAuthorityKey, c.Type is Renci.SshNet.Security.Certificate.CertificateType.Host,
        [.. c.ValidPrincipals], Time(c.ValidAfterUnixSeconds), Time(c.ValidBeforeUnixSeconds),
            [.. c.CriticalOptions.Keys]);

    private static DateTimeOffset Time(ulong seconds) =>
        seconds > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.MaxValue
            : DateTimeOffset.FromUnixTimeSeconds((long)seconds);

    private Failure? Judge(HostKeyVerdict verdict, byte[] key)
    {
        var (type, fingerprint) = (SshWire.KeyType(key), KnownHosts.Fingerprint(key));
        FormattableString unknown = verdict.Certificate is { } objection
            ? (FormattableString)$"its host certificate is not accepted: {objection}"
            : $"no entry for {_name} in {string.Join(", ", _files.Where(File.Exists).DefaultIfEmpty(_files[0]))}";
        return verdict.Trust switch
        {
            HostKeyTrust.Trusted => null,
            HostKeyTrust.Unknown => new Failure(FailureKind.Host,
                $"the host key of {_name} is not known: {type} {fingerprint}", unknown, HowToAccept(), host.Name),
            HostKeyTrust.Changed => new Failure(FailureKind.Host,
                $"the host key of {_name} has changed: it shows {type} {fingerprint}",
                $"another key is recorded in {verdict.Known}; the host was reinstalled, or this is a man-in-the-middle attack",
                $"if the new key is right, remove the old one: ssh-keygen -f {verdict.Known?.File} -R '{_name}'",
                host.Name),
            _ => new Failure(FailureKind.Host,
                $"the host key of {_name} is revoked: {type} {fingerprint}",
                $"according to {verdict.Known}",
                $"give the host a new key; do not use it before",
                host.Name),
        };
    }

    /// <summary>
    /// ssh-keyscan goes straight to the host, which cannot be reached so where something stands in between.
    /// </summary>
    private FormattableString HowToAccept() => host.Way.Count == 0 && host.Ssh.HostKeyAlias is null
        ? $"compare the fingerprint with the host's own (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub), then connect once with ssh, or: ssh-keyscan -p {host.Port} {host.Address} >> {_files[0]}"
        : (FormattableString)$"compare the fingerprint with the host's own (ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub), then connect once with ssh, which records it in {_files[0]}";
}

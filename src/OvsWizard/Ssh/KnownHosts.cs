using System.Security.Cryptography;
using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

/// <summary>
/// The host keys that the operator trusts, as ssh keeps them. ProbeRunbook up is pure; only Load and Append touch
/// files.
/// </summary>
public sealed class KnownHosts
{
    private static readonly Lock Writing = new();
    private readonly List<KnownHostsLine> _lines;

    private KnownHosts(List<KnownHostsLine> lines) => _lines = lines;

    public static KnownHosts None { get; } = new([]);

    public static KnownHosts Parse(string text, string file) => new([.. Lines(text, file)]);

    /// <summary>Reads every file that exists, in that order.</summary>
    /// <exception cref="Failure">Host: a file exists and cannot be read.</exception>
    public static KnownHosts Load(IEnumerable<string> files)
    {
        var lines = new List<KnownHostsLine>();
        foreach (var file in files.Where(File.Exists))
        {
            try
            {
                lines.AddRange(Lines(TextFile.Read(file), file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new Failure(FailureKind.Host, $"cannot read '{file}'", $"{e.Message}", $"check its permissions",
                    cause: e);
            }
        }
        return new KnownHosts(lines);
    }

    /// <summary>These and others.</summary>
    public KnownHosts With(KnownHosts others) => others._lines.Count == 0 ? this : new([.. _lines, .. others._lines]);

    /// <summary>
    /// The files in which ssh(1) looks up a host: the host's own, else those of the user; then the system's.
    /// </summary>
    public static IReadOnlyList<string> FilesFor(Host host, LocalUser user)
    {
        var system = host.Ssh.GlobalKnownHostsFiles ?? ["/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"];
        return host.KnownHostsFiles.Count > 0
            ? [.. host.KnownHostsFiles, .. system]
            : [Path.Combine(user.Home, ".ssh/known_hosts"), Path.Combine(user.Home, ".ssh/known_hosts2"), .. system];
    }

    /// <summary>
    /// Judges a key (its SSH wire form; a certificate's inner key) that the host recorded as <paramref name="name"/>
    /// showed, by the rules of ssh's check_host_key: revocation outweighs all; a certificate that fails is judged by
    /// its plain key; a host on a port of its own that is not recorded as <c>[host]:port</c> may be known without the
    /// port.
    /// </summary>
    public HostKeyVerdict Check(string name, byte[] key, HostCertificate? certificate, DateTimeOffset now)
    {
        var host = Unported(name) ?? name;
        if (Find(name, KnownHostsMarker.Revoked, key) is { } revoked) return new(HostKeyTrust.Revoked, revoked.At);
        string? objection = null;
        if (certificate is not null)
        {
            if (Find(name, KnownHostsMarker.Revoked, certificate.Authority) is { } revokedAuthority) return new(
                HostKeyTrust.Revoked, revokedAuthority.At);
            if (Find(name, KnownHostsMarker.CertAuthority, certificate.Authority) is { } authority)
            {
                objection = certificate.Objection(host, now);
                if (objection is null) return new(HostKeyTrust.Trusted, authority.At);
            }
        }
        if (Find(name, KnownHostsMarker.None, key) is { } known) return new(HostKeyTrust.Trusted, known.At);
        var other = _lines.Find(l => l.Marker is KnownHostsMarker.None && l.IsAbout(name));
        if (other is not null) return new(HostKeyTrust.Changed, other.At, objection);
        if (Unported(name) is not null
            && Check(host, key, certificate,
            now) is { Trust: HostKeyTrust.Trusted or HostKeyTrust.Revoked } plain) return plain;
        return new(HostKeyTrust.Unknown, Certificate: objection);
    }

    /// <summary>
    /// The host-key algorithms to ask for first, because keys of that kind are recorded: else a host with a known
    /// ed25519 key would look changed when an RSA key was negotiated. Certificates come first where an authority is
    /// known.
    /// </summary>
    public IReadOnlyList<string> PreferredAlgorithms(string name, IEnumerable<string> available)
    {
        var lines = _lines.FindAll(l => l.Marker is not KnownHostsMarker.Revoked && l.IsAbout(name));
        if (lines.Count == 0 && Unported(name) is { } plain) return PreferredAlgorithms(plain, available);
        var authority = lines.Exists(l => l.Marker is KnownHostsMarker.CertAuthority);
        var types = lines.Where(l => l.Marker is KnownHostsMarker.None).Select(l => l.KeyType).ToHashSet();
        return [.. available.Where(a => IsCertificate(a) ? authority : types.Contains(KeyTypeOf(a)))
            .OrderBy(a => !IsCertificate(a))];
    }

    /// <summary>The line that records a key; hashed, nobody can read from it which host it is about.</summary>
    public static string Line(string name, byte[] key, bool hashed)
    {
        if (hashed) name = KnownHostsLine.Hash(name, RandomNumberGenerator.GetBytes(20));
        return $"{name} {SshWire.KeyType(key)} {Convert.ToBase64String(key)}";
    }

    /// <summary>
    /// Records a key that the operator accepted; creates the file (mode 0600) and its directory (0700) where they are
    /// missing.
    /// </summary>
    public static void Append(string file, string name, byte[] key, bool hashed = false)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        var directory = Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Directory.CreateDirectory(directory,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        var line = Line(name, key, hashed) + "\n";
        using var one = Writing.EnterScope();
        using var stream = new FileStream(file, options);
        if (stream.Length > 0)
        {
            stream.Seek(-1, SeekOrigin.End);
            if (stream.ReadByte() != '\n') line = "\n" + line;
        }
        stream.Seek(0, SeekOrigin.End);
        stream.Write(System.Text.Encoding.UTF8.GetBytes(line));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>As ssh-keygen -l shows it: <c>SHA256:</c> and base64 without padding.</summary>
    public static string Fingerprint(byte[] key) => "SHA256:" + Convert.ToBase64String(SHA256.HashData(key))
        .TrimEnd('=');

    /// <summary>What a host is recorded under: <c>host</c>, or <c>[host]:port</c>.</summary>
    public static string Name(string host, int port) =>
        port == Host.DefaultPort ? host.ToLowerInvariant() : $"[{host.ToLowerInvariant()}]:{port}";

    /// <summary>The same of a host of an inventory, which may have an alias for this.</summary>
    public static string NameOf(Host host) => host.Ssh.HostKeyAlias is { } alias ? alias.ToLowerInvariant()
        : Name(host.Address, host.Port);

    /// <summary>The host of <c>[host]:port</c>; null where there is no port.</summary>
    private static string? Unported(string name) => name.StartsWith('[')
        && name.LastIndexOf("]:", StringComparison.Ordinal) is > 0 and var end ? name[1..end] : null;

    private KnownHostsLine? Find(string name, KnownHostsMarker marker, byte[] key) =>
        _lines.Find(l => l.Marker == marker && l.Key.AsSpan().SequenceEqual(key) && l.IsAbout(name));

    private static bool IsCertificate(string algorithm) => algorithm.Contains("-cert-", StringComparison.Ordinal);

    /// <summary>RSA keys sign under three names (RFC 8332) and are recorded under one.</summary>
    private static string KeyTypeOf(string algorithm) => algorithm.StartsWith("rsa-sha2-", StringComparison.Ordinal)
        ? "ssh-rsa" : algorithm;

    private static IEnumerable<KnownHostsLine> Lines(string text, string file)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
            if (KnownHostsLine.Parse(line, new SourceLocation(file, ++number)) is { } entry)
                yield return entry;
    }
}

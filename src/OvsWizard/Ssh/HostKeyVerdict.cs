using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

/// <summary>What known_hosts says about a key that a host showed.</summary>
public enum HostKeyTrust
{
    /// <summary>The key, or the authority that signed its certificate, is recorded for this host.</summary>
    Trusted,

    /// <summary>Nothing is recorded for this host.</summary>
    Unknown,

    /// <summary>Other keys are recorded for this host, and not this one.</summary>
    Changed,

    /// <summary>The key, or the authority that signed it, is marked @revoked.</summary>
    Revoked,
}

/// <param name="Known">The line that decided: the matching, the differing, or the revoking one.</param>
/// <param name="Certificate">Why a certificate by a known authority was not accepted, where that is so.</param>
public sealed record HostKeyVerdict(HostKeyTrust Trust, SourceLocation? Known = null, string? Certificate = null);

/// <summary>What a host certificate claims (PROTOCOL.certkeys); its signature has already been verified.</summary>
public sealed record HostCertificate(
    byte[] Authority, bool IsForHosts, IReadOnlyList<string> Principals, DateTimeOffset ValidAfter,
        DateTimeOffset ValidBefore, IReadOnlyList<string> CriticalOptions)
{
    /// <summary>
    /// Why the certificate does not speak for <paramref name="host"/>, or null where it does. The rules are those of
    /// sshkey_cert_check_host.
    /// </summary>
    public string? Objection(string host, DateTimeOffset now)
    {
        if (!IsForHosts) return "it is a user certificate";
        if (CriticalOptions.Count > 0) return $"it has the critical option '{CriticalOptions[0]}'";
        if (now < ValidAfter) return $"it is valid only from {ValidAfter:u}";
        if (now >= ValidBefore) return $"it expired at {ValidBefore:u}";
        if (Principals.Count > 0 && !Principals.Any(p =>
            Wildcard.Matches(p, host))) return $"it is for {string.Join(", ", Principals)}, not for {host}";
        return null;
    }
}

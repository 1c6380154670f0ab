using OvsWizard.Inventories;
using Renci.SshNet;

namespace OvsWizard.Ssh;

/// <summary>
/// Which algorithms a connection offers, and in which order: as ssh's configuration says, else the cheap ones first.
/// </summary>
internal static class SshAlgorithms
{
    /// <exception cref="Failure">Host: of what the configuration allows nothing is supported here.</exception>
    public static ConnectionInfo Apply(ConnectionInfo info, Host host)
    {
        // Much cheaper than the post-quantum exchange that SSH.NET puts first (60 against 200 ms); nothing is dropped.
        info.KeyExchangeAlgorithms.SetPosition("curve25519-sha256", 0);
        info.KeyExchangeAlgorithms.SetPosition("curve25519-sha256@libssh.org", 1);
        // The processor has instructions for AES, and GCM needs no separate MAC.
        info.Encryptions.SetPosition("aes128-gcm@openssh.com", 0);
        info.Encryptions.SetPosition("aes256-gcm@openssh.com", 1);
        Keep(info.KeyExchangeAlgorithms, host.Ssh.KeyExchanges, "KexAlgorithms", host);
        Keep(info.Encryptions, host.Ssh.Ciphers, "Ciphers", host);
        // A cipher that authenticates what it encrypts needs none.
        if (!info.Encryptions.Keys.All(IsAuthenticated)) Keep(info.HmacAlgorithms, host.Ssh.Macs, "MACs", host);
        Keep(info.HostKeyAlgorithms, host.Ssh.HostKeyAlgorithms, "HostKeyAlgorithms", host);
        return info;
    }

    private static bool IsAuthenticated(string cipher) =>
        cipher.Contains("-gcm", StringComparison.Ordinal) || cipher.StartsWith("chacha20", StringComparison.Ordinal);

    private static void Keep<T>(IOrderedDictionary<string, T> algorithms, IReadOnlyList<string>? wanted,
        string keyword, Host host)
    {
        if (wanted is null) return;
        var kept = wanted.Where(algorithms.ContainsKey).ToList();
        if (kept.Count == 0)
            throw new Failure(FailureKind.Host,
                $"cannot connect to {host.Name}: none of its {keyword} is supported",
                $"the ssh configuration allows {string.Join(',', wanted)}",
                $"allow one of: {string.Join(',', algorithms.Keys)}", host.Name);
        foreach (var other in algorithms.Keys.Except(kept).ToList()) algorithms.Remove(other);
        for (var i = 0; i < kept.Count; i++) algorithms.SetPosition(kept[i], i);
    }
}

using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

/// <summary>
/// The command of KnownHostsCommand: it prints lines of known_hosts, as a directory or a service knows them.
/// </summary>
internal static class KnownHostsCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <param name="key">The key that the host showed; null: it has not shown one yet, and the kinds of its keys are
    /// asked for.</param>
    /// <returns>Nothing where there is no such command.</returns>
    /// <exception cref="Failure">Host: it fails.</exception>
    public static KnownHosts Run(Host host, byte[]? key = null)
    {
        if (host.Ssh.KnownHostsCommand is not [var program, ..] words) return KnownHosts.None;
        var tokens = new Dictionary<char, string>
        {
            ['I'] = key is null ? "ORDER" : "HOSTNAME",
            ['H'] = KnownHosts.NameOf(host),
            ['t'] = key is null ? "NONE" : SshWire.KeyType(key),
            ['f'] = key is null ? "NONE" : KnownHosts.Fingerprint(key),
            ['K'] = key is null ? "NONE" : Convert.ToBase64String(key),
        };
        var end = OtherProgram.Run(program, words.Skip(1).Select(w => SshTokens.Expand(w, tokens)), Limit);
        return end is { Status: 0 } ? KnownHosts.Parse(end.Output, program)
            : throw new Failure(FailureKind.Host,
                $"cannot check the host key of {host.Name}: its KnownHostsCommand fails",
                end switch
                {
                    null => $"program {program} not found",
                    { Status: null } => $"no answer from {program} within {Limit.TotalSeconds:0} s",
                    _ => (FormattableString)$"{program} ended with status {end.Status}: {end.Complaint}",
                }, $"run it yourself: {string.Join(' ', words)}", host.Name);
    }
}

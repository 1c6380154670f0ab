using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

/// <summary>Collects the keys to offer to a host, in ssh's order: those named, each through the agent where it holds them; then the agent's others.</summary>
internal static class Identities
{
    /// <summary>sshd gives up after 6 failed tries (MaxAuthTries); one is left for a password.</summary>
    public const int MostOffered = 5;

    private static readonly string[] Usual = ["id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"];

    /// <exception cref="Failure">Host: a file that was named cannot be used.</exception>
    public static List<Identity> For(Host host, SshOptions options)
    {
        var agent = options.AgentSocket is { Length: > 0 } socket ? new SshAgent(socket) : null;
        var held = (agent?.Keys() ?? []).Select(k => FromAgent(agent!, k, host.Name)).ToList();
        var files = new IdentityFile(host.Name, options.Secrets);
        var named = host.Identities.Count > 0;
        string[] paths = named
            ? [.. host.Identities]
            : [.. Usual.Select(n => Path.Combine(options.User.Home, ".ssh", n)).Where(File.Exists)];

        var keys = new List<Identity>();
        foreach (var path in paths)
            if (Held(path, held) is { } known) keys.Add(known);
            else if (named || IsUsable(path, files)) keys.Add(files.Load(path));
        string[] certificates = [.. host.Certificates, .. paths.Select(p => p + "-cert.pub").Where(p => File.Exists(p) && !host.Certificates.Contains(p))];
        var certified = certificates.Select(c => files.Certify(c, keys.Concat(held))).OfType<Identity>();
        // Without names the agent's keys go first: that is where people keep the one that works.
        return [.. (named ? certified.Concat(keys).Concat(held) : certified.Concat(held).Concat(keys))
            .DistinctBy(i => Convert.ToBase64String(i.Blob)).Take(MostOffered)];
    }

    private static Identity? Held(string path, List<Identity> held)
    {
        if (held.Count == 0) return null;
        var blob = File.Exists(path) ? IdentityFile.PublicPart(path, File.ReadAllBytes(path))
            : File.Exists(path + ".pub") ? IdentityFile.PublicKey(File.ReadAllText(path + ".pub")) : null;
        return blob is null ? null : held.Find(h => h.Blob.AsSpan().SequenceEqual(blob));
    }

    /// <summary>A usual key that cannot be used was not asked for, and is no reason to fail.</summary>
    private static bool IsUsable(string path, IdentityFile files)
    {
        try
        {
            files.Load(path);
            return true;
        }
        catch (Failure)
        {
            return false;
        }
    }

    private static Identity FromAgent(SshAgent agent, AgentKey key, string host) =>
        new($"{key.Comment} (agent)", key.Blob, (data, algorithm) => agent.Sign(key.Blob, data, algorithm)
            ?? throw new Failure(FailureKind.Host, $"ssh-agent refused to sign with '{key.Comment}'", $"the agent is locked, or the key wants a confirmation that did not come", $"unlock it (ssh-add -X), or name another identity", host));
}

using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

/// <summary>
/// Collects the keys to offer to a host, in ssh's order: those named, each through the agent where it holds them; then
/// the agent's others.
/// </summary>
internal static class Identities
{
    /// <summary>sshd gives up after 6 failed tries (MaxAuthTries); one is left for a password.</summary>
    public const int MostOffered = 5;

    private static readonly string[] Usual = ["id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"];

    /// <param name="missing">Told of every key of ssh's configuration that is passed over, and why.</param>
    /// <exception cref="Failure">Host: a file that the inventory names cannot be used.</exception>
    public static List<Identity> For(Host host, SshOptions options, Action<Failure> missing)
    {
        var agent = (host.Ssh.IdentityAgent ?? options.AgentSocket) is { Length: > 0 } socket ? new SshAgent(socket)
            : null;
        var held = (agent?.Keys() ?? []).Select(k => FromAgent(agent!, k, host.Name)).ToList();
        var files = new IdentityFile(host.Name, host.Ssh.IsBatch ? Secrets.Unattended : options.Secrets);
        var named = host.Identities.Count > 0;
        string[] paths = host.Identities is [Host.NoIdentity] ? [] : named
            ? [.. host.Identities]
            : [.. Usual.Select(n => Path.Combine(options.User.Home, ".ssh", n)).Where(File.Exists)];

        var keys = new List<Identity>();
        foreach (var path in paths)
            if (Held(path, held) is { } known) keys.Add(known);
            else if (!named || host.Ssh.MayLackIdentities) keys.AddRange(
                TryLoad(path, files, named ? missing : _ => { }));
            else keys.Add(files.Load(path));
        string[] certificates = [.. host.Certificates, .. paths.Select(p => p + "-cert.pub")
            .Where(p => File.Exists(p) && !host.Certificates.Contains(p))];
        var certified = certificates.Select(c => files.Certify(c, keys.Concat(held))).OfType<Identity>().ToList();
        // Whoever says IdentitiesOnly has an agent with more keys than a host lets try.
        var others = host.Ssh.IdentitiesOnly ? [] : held;
        // Without names the agent's keys go first: that is where people keep the one that works.
        return [.. (named ? certified.Concat(keys).Concat(others) : certified.Concat(others).Concat(keys))
            .DistinctBy(i => Convert.ToBase64String(i.Blob)).Where(i => i.AlgorithmsOf(host).Any()).Take(MostOffered)];
    }

    /// <summary>
    /// The agent's key of a file: its public half is in the file, beside it, or all that the file is.
    /// </summary>
    private static Identity? Held(string path, List<Identity> held)
    {
        if (held.Count == 0) return null;
        var blob = File.Exists(path) ? IdentityFile.PublicPart(path, File.ReadAllBytes(path))
            : File.Exists(path + ".pub") ? IdentityFile.PublicKey(File.ReadAllText(path + ".pub")) : null;
        return blob is null ? null : held.Find(h => h.Blob.AsSpan().SequenceEqual(blob));
    }

    /// <summary>A key that the inventory does not name, and that cannot be used, is no reason to fail.</summary>
    private static IEnumerable<Identity> TryLoad(string path, IdentityFile files, Action<Failure> missing)
    {
        try
        {
            return [files.Load(path)];
        }
        catch (Failure failure)
        {
            missing(failure);
            return [];
        }
    }

    private static Identity FromAgent(SshAgent agent, AgentKey key, string host) =>
        new($"{key.Comment} (agent)", key.Blob, (data, algorithm) => agent.Sign(key.Blob, data, algorithm)
            ?? throw new Failure(FailureKind.Host, $"ssh-agent refused to sign with '{key.Comment}'",
                $"the agent is locked, or the key needs a confirmation that did not come",
                $"unlock it (ssh-add -X), or name another identity", host));
}

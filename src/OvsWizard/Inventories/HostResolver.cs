using System.Globalization;

namespace OvsWizard.Inventories;

/// <summary>Fills what a host leaves out: first from the defaults, then from ~/.ssh/config, then from what ssh would do.</summary>
internal sealed class HostResolver(InventoryDraft inventory, SshConfig config, LocalUser user)
{
    private readonly Dictionary<string, HostDraft> _drafts = inventory.Hosts.ToDictionary(h => h.Name);
    private readonly Dictionary<string, Host> _resolved = [];
    private readonly HashSet<string> _underway = [];
    private readonly string _directory = Path.GetDirectoryName(Path.GetFullPath(inventory.File)) ?? "/";

    public Host Resolve(HostDraft draft)
    {
        if (_resolved.TryGetValue(draft.Name, out var known)) return known;
        if (draft.Unusable is { } unusable) throw unusable;
        var defaults = inventory.Defaults;
        if (!_underway.Add(draft.Name))
            throw new Failure(FailureKind.Input, $"'{draft.Name}' would be its own jump host", now: $"break the circle of 'jump'", at: (draft.Jump ?? defaults.Jump)?.At ?? draft.At);
        var ssh = config.Find(draft.Name, user);
        var host = new Host
        {
            Name = draft.Name,
            At = draft.At,
            Address = (draft.Address ?? defaults.Address)?.Value ?? ssh.HostName ?? draft.Name,
            Port = (draft.Port ?? defaults.Port)?.Value ?? ssh.Port ?? Host.DefaultPort,
            User = (draft.User ?? defaults.User)?.Value ?? ssh.User ?? user.Name,
            Identities = Paths(draft.Identities ?? defaults.Identities) ?? ssh.IdentityFiles,
            Certificates = Paths(draft.Certificates ?? defaults.Certificates) ?? ssh.CertificateFiles,
            PasswordEnv = (draft.PasswordEnv ?? defaults.PasswordEnv)?.Value,
            Become = (draft.Become ?? defaults.Become)?.Value ?? Become.None,
            KnownHostsFiles = Paths(draft.KnownHosts ?? defaults.KnownHosts) ?? ssh.UserKnownHostsFiles,
            Netns = (draft.Netns ?? defaults.Netns)?.Value,
            Params = Merge(defaults.Params, draft.Params),
        };
        host = host with { Jumps = Jumps(draft, host, ssh) };
        _underway.Remove(draft.Name);
        return _resolved[draft.Name] = host;
    }

    private List<Host> Jumps(HostDraft draft, Host host, SshConfigEntry ssh)
    {
        // The host that all others jump through by 'defaults' does not jump through itself.
        var common = draft.Jump is null && inventory.Defaults.Jump is { } d && !d.Value.Contains(draft.Name) ? inventory.Defaults.Jump : null;
        var (specs, at) = (draft.Jump ?? common) is { } jump
            ? (jump.Value, jump.At)
            : ssh.ProxyJump is { } proxy && inventory.Defaults.Jump is null ? (proxy.Split(','), draft.At) : ([], draft.At);
        if (specs is ["none"]) return [];
        var chain = new List<Host>();
        foreach (var spec in specs)
        {
            var next = _drafts.TryGetValue(spec, out var named) ? Resolve(named) : Outside(spec, host, at);
            if (chain.Count == 0) chain.AddRange(next.Jumps);
            chain.Add(next with { Jumps = [] });
        }
        return chain;
    }

    /// <summary>A jump host that is no host of the inventory: <c>[user@]name[:port]</c>, as ProxyJump takes it.</summary>
    private Host Outside(string spec, Host host, SourceLocation at)
    {
        var name = spec.StartsWith("ssh://", StringComparison.Ordinal) ? spec["ssh://".Length..] : spec;
        string? login = null;
        if (name.LastIndexOf('@') is >= 0 and var split) (login, name) = (name[..split], name[(split + 1)..]);
        int? port = null;
        if (name.LastIndexOf(':') is >= 0 and var colon && (name[0] == '[' ? name[colon - 1] == ']' : name.IndexOf(':', StringComparison.Ordinal) == colon))
        {
            if (!int.TryParse(name[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > 65535)
                throw new Failure(FailureKind.Input, $"'{spec}' has no valid port", now: $"write user@host:port, or the name of a host of this inventory", at: at);
            (port, name) = (number, name[..colon]);
        }
        name = name.Trim('[', ']');
        if (name.Length == 0 || name[0] == '-')
            throw new Failure(FailureKind.Input, $"'{spec}' names no jump host", now: $"write user@host:port, or the name of a host of this inventory", at: at);
        var ssh = config.Find(name, user);
        return new Host
        {
            Name = spec,
            At = at,
            Address = ssh.HostName ?? name,
            Port = port ?? ssh.Port ?? Host.DefaultPort,
            User = login ?? ssh.User ?? user.Name,
            Identities = ssh.IdentityFiles.Count > 0 ? ssh.IdentityFiles : host.Identities,
            Certificates = ssh.CertificateFiles.Count > 0 ? ssh.CertificateFiles : host.Certificates,
            KnownHostsFiles = ssh.UserKnownHostsFiles.Count > 0 ? ssh.UserKnownHostsFiles : host.KnownHostsFiles,
            Netns = host.Netns,
        };
    }

    /// <summary>Paths are taken from the inventory's directory, so that the file means the same wherever it is used from.</summary>
    private string[]? Paths(Placed<IReadOnlyList<string>>? paths) =>
        paths is null ? null : [.. paths.Value.Select(p => Path.GetFullPath(user.Expand(p), _directory))];

    private static Dictionary<string, ParameterValue> Merge(IReadOnlyDictionary<string, ParameterValue> below, IReadOnlyDictionary<string, ParameterValue> above)
    {
        var merged = new Dictionary<string, ParameterValue>(below);
        foreach (var (name, value) in above) merged[name] = value;
        return merged;
    }
}

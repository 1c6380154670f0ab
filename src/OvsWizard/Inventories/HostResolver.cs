namespace OvsWizard.Inventories;

/// <summary>Fills what a host leaves out: first from the defaults, then from what ssh would do.</summary>
internal sealed class HostResolver(InventoryDraft inventory, SshConfig config, LocalUser user)
{
    private readonly Dictionary<string, HostDraft> _drafts = inventory.Hosts.ToDictionary(h => h.Name);
    private readonly Dictionary<string, Host> _resolved = [];
    private readonly HashSet<string> _underway = [];
    private readonly List<FormattableString> _warnings = [];

    /// <summary>What is done otherwise than ssh would.</summary>
    public IReadOnlyList<FormattableString> Warnings => _warnings;

    /// <summary>Finds out about many at the same time, so that <see cref="Resolve"/> knows.</summary>
    public void Prepare(IEnumerable<HostDraft> drafts) =>
        config.Prepare(drafts.Where(d => d.Unusable is null).Select(d => Asked(d.Over(inventory.Defaults))));

    /// <exception cref="Failure">Input: it cannot be reached as it is described.</exception>
    public Host Resolve(HostDraft draft)
    {
        if (_resolved.TryGetValue(draft.Name, out var known)) return known;
        if ((draft.Unusable ?? draft.Elsewhere) is { } unusable) throw unusable;
        draft = draft.Over(inventory.Defaults);
        if (!_underway.Add(draft.Name)) throw Circle(draft.Name, draft.Jump?.At ?? draft.At);
        try
        {
            return _resolved[draft.Name] = Fill(draft);
        }
        finally
        {
            _underway.Remove(draft.Name);
        }
    }

    private Host Fill(HostDraft draft)
    {
        var ssh = Ask(draft);
        if (ssh.InsteadOfCommands is { } instead)
            throw new Failure(FailureKind.Input,
                $"cannot run commands on {draft.Name}: its ssh configuration says {instead}",
                $"ssh itself refuses commands there, and it is unknown where they would run",
                $"name the host by another Host line without it, or set it to none for this one", at: draft.At);
        // Who names the way in the inventory means that one, and no other.
        var settings = draft.Jump is null ? ssh.Settings : ssh.Settings with { ProxyCommand = null };
        var host = new Host
        {
            Name = draft.Name,
            Aliases = draft.Aliases,
            Destination = draft.SshName,
            At = draft.At,
            Address = draft.Address?.Value ?? ssh.Address,
            Port = draft.Port?.Value ?? ssh.Port,
            User = draft.User?.Value ?? ssh.User,
            Identities = Paths(draft.Identities) ?? ssh.Identities,
            Certificates = Paths(draft.Certificates) ?? ssh.Certificates,
            PasswordEnv = draft.PasswordEnv?.Value,
            Become = draft.Become?.Value ?? Become.None,
            KnownHostsFiles = Paths(draft.KnownHosts) ?? ssh.KnownHostsFiles,
            Ssh = settings with { MayLackIdentities = draft.Identities is null },
            Netns = draft.Netns?.Value,
            Params = draft.Params,
        };
        return host with { Jumps = Jumps(draft, host, ssh) };
    }

    /// <summary>What ssh is asked: the inventory's own words come first, as on its command line.</summary>
    private static (string Name, IReadOnlyList<string>? Arguments) Asked(HostDraft draft)
    {
        var arguments = new List<string>(draft.SshArguments?.Value ?? []);
        if (draft.SshName is not null) return (draft.SshName, arguments);
        if (draft.Address is { } address) arguments.AddRange(
            ["-o", $"HostName={address.Value.Replace("%", "%%", StringComparison.Ordinal)}"]);
        if (draft.Port is { } port) arguments.AddRange(["-o", $"Port={port.Value}"]);
        if (draft.User is { } login) arguments.AddRange(["-o", $"User={login.Value}"]);
        return (draft.Name, arguments);
    }

    private SshEntry Ask(HostDraft draft)
    {
        var (name, arguments) = Asked(draft);
        try
        {
            var entry = config.Find(name, arguments);
            _warnings.AddRange(entry.Warnings);
            return entry with { Settings = entry.Settings with { Arguments = [.. config.Arguments,
                .. draft.SshArguments?.Value ?? []] } };
        }
        catch (Failure failure) when (failure.At is null)
        {
            throw failure.With(draft.SshArguments?.At ?? draft.At, failure);
        }
    }

    private List<Host> Jumps(HostDraft draft, Host host, SshEntry ssh)
    {
        if (draft.Jump is not { } jump) return Chain(ssh.Jumps, host, draft.At, []);
        return jump.Value is ["none"] ? [] : Chain(jump.Value, host, jump.At, [], isOurs: true);
    }

    /// <param name="isOurs">The names may be those of the inventory; ssh knows nothing of these.</param>
    private List<Host> Chain(IReadOnlyList<string> specs, Host host, SourceLocation at, IReadOnlyList<string> behind,
        bool isOurs = false)
    {
        var chain = new List<Host>();
        foreach (var spec in specs)
        {
            var next = isOurs && _drafts.TryGetValue(spec, out var named) ? Resolve(named)
                : Outside(spec, host, at, chain.Count == 0, behind);
            // Only the first way begins here; every further one begins on the hop before it, whatever its own
            // configuration says.
            if (chain.Count == 0) chain.AddRange(next.Jumps);
            chain.Add(next with { Jumps = [] });
        }
        return chain;
    }

    /// <summary>A jump host that is no host of the inventory, as ProxyJump takes it.</summary>
    private Host Outside(string spec, Host host, SourceLocation at, bool isFirst, IReadOnlyList<string> behind)
    {
        if (behind.Contains(spec)) throw Circle(spec, at);
        var wanted = SshDestination.Read(spec, at);
        var arguments = new List<string>(SshArguments.OfJump(host.Ssh.Arguments));
        if (wanted.User is { } login) arguments.AddRange(["-l", login]);
        if (wanted.Port is { } port) arguments.AddRange(["-p", $"{port}"]);
        var ssh = config.Find(wanted.Host, arguments);
        _warnings.AddRange(ssh.Warnings);
        // What the inventory says of the host itself is the best guess for what is on the way to it.
        var jump = new Host
        {
            Name = spec,
            Destination = spec,
            At = at,
            Address = ssh.Address,
            Port = wanted.Port ?? ssh.Port,
            User = wanted.User ?? ssh.User,
            Identities = ssh.Identities.Count > 0 || host.Ssh.MayLackIdentities ? ssh.Identities : host.Identities,
            Certificates = ssh.Certificates.Count > 0 || host.Ssh.MayLackIdentities ? ssh.Certificates
                : host.Certificates,
            KnownHostsFiles = ssh.KnownHostsFiles.Count > 0 ? ssh.KnownHostsFiles : host.KnownHostsFiles,
            Ssh = ssh.Settings with { Arguments = SshArguments.OfJump(host.Ssh.Arguments) },
            Netns = host.Netns,
        };
        return isFirst && ssh.Jumps.Count > 0 ? jump with { Jumps = Chain(ssh.Jumps, jump, at, [.. behind, spec]) }
            : jump;
    }

    private static Failure Circle(string name, SourceLocation at) =>
        new(FailureKind.Input, $"'{name}' would be its own jump host",
            now: $"break the circle of 'jump' or ProxyJump", at: at);

    /// <summary>
    /// Paths are taken from the folder of the file they stand in, so that they mean the same wherever it is used from.
    /// </summary>
    private string[]? Paths(Placed<IReadOnlyList<string>>? paths) => paths?.Value switch
    {
        null => null,
        [Host.NoIdentity] => [Host.NoIdentity],
        var given => [.. given.Select(p =>
            Path.GetFullPath(user.Expand(p), Path.GetDirectoryName(Path.GetFullPath(paths.At.File)) ?? "/"))],
    };
}

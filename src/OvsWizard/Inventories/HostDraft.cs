namespace OvsWizard.Inventories;

/// <summary>A value with the place it was written at.</summary>
internal sealed record Placed<T>(T Value, SourceLocation At);

/// <summary>
/// What one inventory says about a host (or about the defaults), before gaps are filled. Every reader of inventories,
/// whatever the format, produces these; <see cref="HostResolver"/> does the rest.
/// </summary>
internal sealed record HostDraft(string Name, SourceLocation At)
{
    /// <summary>Other names of the same host.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What ssh would be called with to reach it, where that is not its name.</summary>
    public string? SshName { get; init; }

    /// <summary>The options that ssh would be called with.</summary>
    public Placed<IReadOnlyList<string>>? SshArguments { get; init; }

    public Placed<string>? Address { get; init; }
    public Placed<int>? Port { get; init; }
    public Placed<string>? User { get; init; }
    public Placed<IReadOnlyList<string>>? Identities { get; init; }
    public Placed<IReadOnlyList<string>>? Certificates { get; init; }
    public Placed<string>? PasswordEnv { get; init; }
    public Placed<Become>? Become { get; init; }
    public Placed<IReadOnlyList<string>>? Jump { get; init; }
    public Placed<IReadOnlyList<string>>? KnownHosts { get; init; }
    public Placed<string>? Netns { get; init; }
    public IReadOnlyDictionary<string, ParameterValue> Params { get; init; } = new Dictionary<string, ParameterValue>();

    /// <summary>What was said of the host and is not taken; each a sentence.</summary>
    public IReadOnlyList<FormattableString> Warnings { get; init; } = [];

    /// <summary>
    /// Why this host cannot be worked on. It may stand in an inventory, as long as it is not among the chosen ones.
    /// </summary>
    public Failure? Unusable { get; init; }

    /// <summary>
    /// Why this host is nothing for this program: it is not reached over SSH. It is left out, and that is said.
    /// </summary>
    public Failure? Elsewhere { get; init; }

    /// <summary>The same host where what it does not say comes from <paramref name="below"/>.</summary>
    public HostDraft Over(HostDraft below) => this with
    {
        SshArguments = SshArguments ?? below.SshArguments,
        Address = Address ?? below.Address,
        Port = Port ?? below.Port,
        User = User ?? below.User,
        Identities = Identities ?? below.Identities,
        Certificates = Certificates ?? below.Certificates,
        PasswordEnv = PasswordEnv ?? below.PasswordEnv,
        Become = Become ?? below.Become,
        // The host that all others jump through by 'defaults' does not jump through itself.
        Jump = Jump ?? (below.Jump?.Value.Contains(Name) == true ? new(["none"], below.Jump.At) : below.Jump),
        KnownHosts = KnownHosts ?? below.KnownHosts,
        Netns = Netns ?? below.Netns,
        Params = Merge(below.Params, Params),
    };

    internal static IReadOnlyDictionary<string, ParameterValue> Merge(
        IReadOnlyDictionary<string, ParameterValue> below, IReadOnlyDictionary<string, ParameterValue> above)
    {
        var merged = new Dictionary<string, ParameterValue>(below);
        foreach (var (name, value) in above) merged[name] = value;
        return merged;
    }
}

/// <summary>A whole inventory as its file says it.</summary>
internal sealed record InventoryDraft(
    HostDraft Defaults, IReadOnlyList<HostDraft> Hosts, IReadOnlyDictionary<string, ParameterValue> Params, string File)
{
    public InventoryFormat Format { get; init; }

    /// <summary>The hosts of each group by name, in the order of the inventory.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What was passed over that belongs to no single host; each a sentence.</summary>
    public IReadOnlyList<FormattableString> Warnings { get; init; } = [];

    /// <summary>Inventories together: the hosts of all, each with the defaults of its own.</summary>
    /// <exception cref="Failure">Input: two of them have a host of the same name.</exception>
    public static InventoryDraft Merge(IReadOnlyList<InventoryDraft> all)
    {
        if (all.Count == 1) return all[0];
        var hosts = all.SelectMany(d => d.Hosts.Select(h => h.Over(d.Defaults))).ToList();
        if (hosts.GroupBy(h => h.Name).FirstOrDefault(g => g.Count() > 1) is { } same)
            throw new Failure(FailureKind.Input, $"host '{same.Key}' appears twice",
                $"the first is in {same.First().At}",
                $"remove one, or name one inventory alone with -i", at: same.ElementAt(1).At);
        return all[0] with
        {
            Defaults = new HostDraft("defaults", new SourceLocation(all[0].File)),
            Hosts = hosts,
            Params = all.Aggregate(
                (IReadOnlyDictionary<string, ParameterValue>)new Dictionary<string, ParameterValue>(), (p, d) =>
                HostDraft.Merge(p, d.Params)),
            Groups = all.SelectMany(d => d.Groups).GroupBy(g => g.Key)
                .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.SelectMany(m => m.Value).Distinct()]),
            Warnings = [.. all.SelectMany(d => d.Warnings)],
        };
    }
}

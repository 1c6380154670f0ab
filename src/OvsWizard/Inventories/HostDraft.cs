namespace OvsWizard.Inventories;

/// <summary>A value with the place it was written at.</summary>
internal sealed record Placed<T>(T Value, SourceLocation At);

/// <summary>
/// What one inventory says about a host (or about the defaults), before gaps are filled. Every reader of inventories,
/// whatever the format, produces these; <see cref="HostResolver"/> does the rest.
/// </summary>
internal sealed record HostDraft(string Name, SourceLocation At)
{
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

    /// <summary>Why this host cannot be worked on. It may stand in an inventory, as long as it is not among the chosen ones.</summary>
    public Failure? Unusable { get; init; }
}

/// <summary>A whole inventory as its file says it.</summary>
internal sealed record InventoryDraft(
    HostDraft Defaults, IReadOnlyList<HostDraft> Hosts, IReadOnlyDictionary<string, ParameterValue> Params, string File)
{
    public InventoryFormat Format { get; init; }

    /// <summary>The hosts of each group by name, in the order of the inventory.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What was passed over that belongs to no single host; each a sentence.</summary>
    public IReadOnlyList<FormattableString> Warnings { get; init; } = [];
}

namespace OvsWizard.Hosts;

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
}

/// <summary>A whole inventory as its file says it.</summary>
internal sealed record InventoryDraft(
    HostDraft Defaults, IReadOnlyList<HostDraft> Hosts, IReadOnlyDictionary<string, ParameterValue> Params, string File);

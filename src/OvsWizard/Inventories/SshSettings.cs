namespace OvsWizard.Inventories;

/// <summary>
/// What ssh's configuration, or its arguments, say of a connection beyond address, user, keys and jump hosts.
/// </summary>
public sealed record SshSettings
{
    public static SshSettings None { get; } = new();

    /// <summary>Arguments of ssh(1) that the host is reached with: another configuration, single options.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>A command whose standard streams are the connection; tokens are expanded.</summary>
    public string? ProxyCommand { get; init; }

    /// <summary>The name that the host key is recorded under, instead of the address.</summary>
    public string? HostKeyAlias { get; init; }

    /// <summary>Of an agent's keys those alone that are named are offered.</summary>
    public bool IdentitiesOnly { get; init; }

    /// <summary>
    /// The identities are those of ssh's configuration: a file that is missing is passed over, as ssh does.
    /// </summary>
    public bool MayLackIdentities { get; init; }

    /// <summary>The agent's socket; empty: no agent; null: the one of the environment.</summary>
    public string? IdentityAgent { get; init; }

    /// <summary>A library for keys on a token (PKCS#11), which ssh-agent must hold for us.</summary>
    public string? TokenProvider { get; init; }

    /// <summary>inet or inet6; null: either.</summary>
    public string? AddressFamily { get; init; }

    /// <summary>The address of this machine that connections come from.</summary>
    public string? BindAddress { get; init; }

    /// <summary>The interface of this machine that connections leave by.</summary>
    public string? BindInterface { get; init; }

    /// <summary>Time for the connection to be there and keys to be exchanged; null: the program's own.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>Silence after which the host is asked for a sign of life; null: the program's own.</summary>
    public TimeSpan? AliveInterval { get; init; }

    /// <summary>How many such questions may go unanswered.</summary>
    public int AliveCount { get; init; } = 3;

    /// <summary>
    /// A command that prints lines of known_hosts, word by word; of its tokens those of the key are still to be
    /// expanded.
    /// </summary>
    public IReadOnlyList<string> KnownHostsCommand { get; init; } = [];

    /// <summary>The system's files of host keys; null: the usual ones.</summary>
    public IReadOnlyList<string>? GlobalKnownHostsFiles { get; init; }

    /// <summary>
    /// A key that nothing is recorded of is recorded without a question (StrictHostKeyChecking accept-new).
    /// </summary>
    public bool AcceptsNewKeys { get; init; }

    /// <summary>A file of host keys that must not be trusted: one a line, or a KRL.</summary>
    public string? RevokedHostKeys { get; init; }

    /// <summary>Whether recorded host keys hide the host's name.</summary>
    public bool HashKnownHosts { get; init; }

    /// <summary>The only algorithms to be used, the best first; null: all that are had.</summary>
    public IReadOnlyList<string>? Ciphers { get; init; }

    /// <inheritdoc cref="Ciphers"/>
    public IReadOnlyList<string>? Macs { get; init; }

    /// <inheritdoc cref="Ciphers"/>
    public IReadOnlyList<string>? KeyExchanges { get; init; }

    /// <inheritdoc cref="Ciphers"/>
    public IReadOnlyList<string>? HostKeyAlgorithms { get; init; }

    /// <inheritdoc cref="Ciphers"/>
    public IReadOnlyList<string>? LoginAlgorithms { get; init; }

    /// <summary>
    /// publickey, keyboard-interactive, password: in the order in which they are tried; null: all, in this one.
    /// </summary>
    public IReadOnlyList<string>? Methods { get; init; }

    /// <summary>How often a password is asked for.</summary>
    public int PasswordPrompts { get; init; } = 3;

    /// <summary>Nobody is asked for anything.</summary>
    public bool IsBatch { get; init; }

    /// <summary>The same as lines of ssh_config(5); what says nothing is left out.</summary>
    public IEnumerable<(string Keyword, string Value)> ToLines()
    {
        (string Keyword, string? Value)[] all =
        [
            ("ProxyCommand", Escape(ProxyCommand)), ("HostKeyAlias", HostKeyAlias),
                ("IdentitiesOnly", IdentitiesOnly ? "yes" : null),
            ("IdentityAgent", IdentityAgent is "" ? "none" : Quote(Escape(IdentityAgent))),
                ("PKCS11Provider", Quote(TokenProvider)),
            ("AddressFamily", AddressFamily), ("BindAddress", BindAddress), ("BindInterface", BindInterface),
            ("ConnectTimeout", ConnectTimeout is { } limit ? $"{limit.TotalSeconds:0}" : null),
            ("ServerAliveInterval", AliveInterval is { } interval ? $"{interval.TotalSeconds:0}" : null),
            ("ServerAliveCountMax", AliveInterval is null ? null : $"{AliveCount}"),
            ("KnownHostsCommand", KnownHostsCommand.Count > 0 ? string.Join(' ', KnownHostsCommand.Select(Quote))
                : null),
            ("GlobalKnownHostsFile", GlobalKnownHostsFiles is null ? null : GlobalKnownHostsFiles.Count > 0
                ? string.Join(' ', GlobalKnownHostsFiles.Select(f => Quote(Escape(f)))) : "none"),
            ("StrictHostKeyChecking", AcceptsNewKeys ? "accept-new" : null),
                ("RevokedHostKeys", Quote(Escape(RevokedHostKeys))),
            ("HashKnownHosts", HashKnownHosts ? "yes" : null),
            ("Ciphers", List(Ciphers)), ("MACs", List(Macs)), ("KexAlgorithms", List(KeyExchanges)),
                ("HostKeyAlgorithms", List(HostKeyAlgorithms)),
            ("PubkeyAcceptedAlgorithms", List(LoginAlgorithms)), ("PreferredAuthentications", List(Methods)),
            ("NumberOfPasswordPrompts", PasswordPrompts == None.PasswordPrompts ? null : $"{PasswordPrompts}"),
                ("BatchMode", IsBatch ? "yes" : null),
        ];
        return all.Where(l => l.Value is not null).Select(l => (l.Keyword, l.Value!));
    }

    private static string? List(IReadOnlyList<string>? names) => names is null ? null : string.Join(',', names);

    /// <summary>Tokens are expanded already: a percent sign is meant as it is.</summary>
    private static string? Escape(string? text) => text?.Replace("%", "%%", StringComparison.Ordinal);

    private static string? Quote(string? path) => path?.Contains(' ', StringComparison.Ordinal) is true
        ? $"\"{path}\"" : path;
}

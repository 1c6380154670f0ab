namespace OvsWizard.Inventories;

/// <summary>How ssh would reach one host; what is empty nothing says.</summary>
internal sealed record SshEntry(string Address, int Port, string User)
{
    public IReadOnlyList<string> Identities { get; init; } = [];
    public IReadOnlyList<string> Certificates { get; init; } = [];
    public IReadOnlyList<string> KnownHostsFiles { get; init; } = [];

    /// <summary>Jump hosts as ProxyJump has them, nearest first.</summary>
    public IReadOnlyList<string> Jumps { get; init; } = [];

    public SshSettings Settings { get; init; } = SshSettings.None;

    /// <summary>
    /// The setting that puts something else in the place of every command that is to be run; null: none does.
    /// </summary>
    public string? InsteadOfCommands { get; init; }

    /// <summary>What is done otherwise than ssh would, each a sentence.</summary>
    public IReadOnlyList<FormattableString> Warnings { get; init; } = [];

    /// <summary>Whether ssh would enter the same machine in the same way under both names.</summary>
    public bool IsSameAs(SshEntry other) =>
        (Address, Port, User, Settings.ProxyCommand, Settings.HostKeyAlias) == (other.Address, other.Port, other.User,
            other.Settings.ProxyCommand, other.Settings.HostKeyAlias)
        && Jumps.SequenceEqual(other.Jumps) && Identities.SequenceEqual(other.Identities);
}

namespace OvsWizard.Inventories;

/// <summary>How a login becomes root on its host.</summary>
public enum Become
{
    /// <summary>The login already is what the work needs.</summary>
    None,

    /// <summary>Commands run under sudo(8).</summary>
    Sudo,
}

/// <summary>The value of a parameter as it was written, and where.</summary>
public sealed record ParameterValue(string Text, SourceLocation At);

/// <summary>One machine of the inventory with everything needed to reach it; all defaults are filled in.</summary>
public sealed record Host
{
    public required string Name { get; init; }

    /// <summary>Other names of it that --limit takes.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>DNS name or IP address that is connected to, and under which known_hosts is asked.</summary>
    public required string Address { get; init; }

    /// <summary>TCP port of sshd.</summary>
    public int Port { get; init; } = DefaultPort;

    public required string User { get; init; }

    /// <summary>
    /// Private key files by name, in the order they are offered; empty: the usual ones of ~/.ssh; "none" alone: no
    /// file.
    /// </summary>
    public IReadOnlyList<string> Identities { get; init; } = [];

    /// <summary>User certificates that go with the identities, besides each identity's own KEY-cert.pub.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];

    /// <summary>
    /// Environment variable that holds the password for login and sudo; the inventory never holds the password itself.
    /// </summary>
    public string? PasswordEnv { get; init; }

    public Become Become { get; init; }

    /// <summary>Hosts to go through, nearest first.</summary>
    public IReadOnlyList<Host> Jumps { get; init; } = [];

    /// <summary>Files that hold trusted host keys; empty: the files ssh uses.</summary>
    public IReadOnlyList<string> KnownHostsFiles { get; init; } = [];

    /// <summary>
    /// What ssh was called with to find out the rest, where that is not the host's name in an inventory.
    /// </summary>
    public string? Destination { get; init; }

    /// <summary>All else that ssh's configuration says about connecting to it.</summary>
    public SshSettings Ssh { get; init; } = SshSettings.None;

    /// <summary>Network namespace (ip-netns(8)) of this machine in which connections are opened.</summary>
    public string? Netns { get; init; }

    public IReadOnlyDictionary<string, ParameterValue> Params { get; init; } = new Dictionary<string, ParameterValue>();

    /// <summary>Where the host is declared.</summary>
    public SourceLocation At { get; init; }

    /// <summary>
    /// What stands in between, as a person would tell it: the jump hosts, or the command that makes the connection.
    /// </summary>
    public IReadOnlyList<string> Way => Jumps.Count > 0 ? [.. Jumps.Select(j => j.Name)]
        : Ssh.ProxyCommand is { } command ? [command] : [];

    public const int DefaultPort = 22;

    /// <summary>In place of a private key file: there is none.</summary>
    public const string NoIdentity = "none";
}

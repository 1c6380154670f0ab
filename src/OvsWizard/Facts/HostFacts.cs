namespace OvsWizard.Facts;

/// <summary>How a daemon was found.</summary>
public enum DaemonState
{
    Missing,
    Stopped,
    Running,

    /// <summary>The user may not ask it.</summary>
    Denied,
}

/// <summary>An interface of a host; addresses are with prefix length.</summary>
/// <param name="Mtu">Bytes.</param>
/// <param name="Master">The bridge or bond it is a port of; empty: none.</param>
public sealed record HostInterface(string Name, int Mtu, string State, string Master, IReadOnlyList<string> Addresses);

/// <summary>A network of Docker's and the bridge behind it.</summary>
public sealed record DockerNetwork(string Name, string Bridge, string Subnet);

/// <summary>What a host says of itself (templates/probes/host.sh). Empty where it did not say.</summary>
public sealed record HostFacts
{
    public static HostFacts None { get; } = new();

    public int? UserId { get; init; }

    /// <summary>Pretty name: Debian GNU/Linux 12 (bookworm).</summary>
    public string Os { get; init; } = "";

    /// <summary>ID and VERSION_ID of os-release(5): debian, 12.</summary>
    public string OsId { get; init; } = "";
    public string OsVersion { get; init; } = "";
    public string Kernel { get; init; } = "";

    /// <summary>systemd, or the name of process 1.</summary>
    public string Init { get; init; } = "";

    public string DockerVersion { get; init; } = "";
    public DaemonState Docker { get; init; }

    /// <summary>Names of the containers that run.</summary>
    public IReadOnlyList<string> Containers { get; init; } = [];
    public IReadOnlyList<DockerNetwork> Networks { get; init; } = [];

    public string OvsVersion { get; init; } = "";
    public DaemonState Ovs { get; init; }
    public IReadOnlyList<string> OvsBridges { get; init; } = [];

    /// <summary>system where the kernel has the module; netdev always.</summary>
    public IReadOnlyList<string> Datapaths { get; init; } = [];

    /// <summary>firewalld, nftables or iptables.</summary>
    public string Firewall { get; init; } = "";

    /// <summary>enforcing, permissive or disabled.</summary>
    public string SeLinux { get; init; } = "";

    /// <summary>The interface and address that this very session comes in on.</summary>
    public string SessionInterface { get; init; } = "";
    public string SessionAddress { get; init; } = "";

    public IReadOnlyList<HostInterface> Interfaces { get; init; } = [];

    /// <summary>Linux bridges by name.</summary>
    public IReadOnlyList<string> Bridges { get; init; } = [];

    /// <summary>The host has said everything.</summary>
    public bool IsComplete { get; init; }
}

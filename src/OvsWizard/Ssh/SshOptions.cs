using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

/// <summary>How connections are made, besides what the inventory says about each host.</summary>
public sealed record SshOptions
{
    /// <summary>
    /// Limit of all until keys are exchanged: TCP, the server's banner, its host key. A host's ssh configuration may
    /// say another.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Where passphrases and passwords come from. Hosts that share it share what was already answered.
    /// </summary>
    public Secrets Secrets { get; init; } = Secrets.Unattended;

    /// <summary>Socket of ssh-agent; null or empty: no agent.</summary>
    public string? AgentSocket { get; init; } = Environment.GetEnvironmentVariable("SSH_AUTH_SOCK");

    /// <summary>Told of every key that a host, or a jump host, shows; on a thread of the connection.</summary>
    public Action<ShownKey>? KeyShown { get; init; }

    public LocalUser User { get; init; } = LocalUser.Current;

    /// <summary>Silence after which a host that should be working is probed.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time a probe may take before the connection counts as lost.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

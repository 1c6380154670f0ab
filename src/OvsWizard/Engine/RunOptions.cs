using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Engine;

/// <summary>How a run is to be done.</summary>
/// <param name="RunId">Null where nothing is kept: verify.</param>
/// <param name="Operator">Whom it asks.</param>
/// <param name="Control">How it is held, and left.</param>
public sealed record RunOptions(string? RunId, IOperator Operator, RunControl Control)
{
    /// <summary>SHA-256 of the plan as it is kept; null where it is not kept.</summary>
    public string? PlanHash { get; init; }

    /// <summary>verify: read-only.</summary>
    public bool ChecksOnly { get; init; }

    /// <summary>verify of a run: as its journal adds up, with what it has left on the hosts; else null.</summary>
    public RunState? VerifiedRun { get; init; }

    /// <summary>A rollback: steps that stay as they are, on a host.</summary>
    public Func<string, PlannedStep, bool> Skips { get; init; } = (_, _) => false;

    /// <summary>
    /// Steps that need no peer go to the host in one write; without it a run can be held between any two.
    /// </summary>
    public bool Fused { get; init; } = true;

    /// <summary>The most hosts connected to at the same moment.</summary>
    public int Forks { get; init; } = 50;

    /// <summary>
    /// Who works on the hosts, for those who find them locked: user@machine and since when, without spaces.
    /// </summary>
    public string Holder { get; init; } = "";

    /// <summary>Ends another run's session on a host instead of being refused.</summary>
    public bool TakeOver { get; init; }

    /// <summary>A rollback of these hosts alone; null: of all.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>Seconds after which a guarded step is undone by the host itself.</summary>
    public int GuardLimit { get; init; } = 60;

    /// <summary>
    /// How long a host's shell may say nothing that counts while no step is in hand: it then reads functions, waits for
    /// the lock, or writes to a busy disk.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The files of this machine.</summary>
    public LocalFiles Files { get; init; } = new();

    public Func<string, HostPaths> PathsOf { get; init; } = _ => HostPaths.Default;

    /// <summary>Values of secrets by the name of their shell variable, for a host.</summary>
    public Func<string, IReadOnlyDictionary<string, string>> SecretsOf { get; init; } = _ => NoSecrets;

    private static readonly Dictionary<string, string> NoSecrets = [];
}

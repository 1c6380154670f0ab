using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>A procedure on two hosts of these kinds, and what is known of it.</summary>
/// <param name="Refused">What the procedure names when it refuses these hosts; null where it sets them up.</param>
/// <param name="NotRun">Why it is not run on them; null where it is.</param>
public sealed record MatrixCell(
    string Procedure, HostKind First, HostKind Second, string? Refused = null, string? NotRun = null)
{
    /// <summary>What it is asked for by.</summary>
    public override string ToString() => $"{Procedure} on {Kinds}";

    public string Kinds => First == Second ? $"{First}" : $"{First} and {Second}";

    public IReadOnlyList<HostKind> Hosts => [First, Second];

    public bool IsUplink => Procedure is "vlan-uplink" or "vlan-trunk";

    public bool HasFlavour(string flavour) => Hosts.Any(kind => kind.Flavour == flavour);
}

using OvsWizard.Lab;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// Three hosts that have no Open vSwitch, and the packages of it on this machine, as its own apt has them.
/// </summary>
public sealed class BareLab : LabFixture
{
    private static readonly string[] Names = ["openvswitch-common", "openvswitch-switch", "python3-openvswitch"];
    private static readonly string[] OvnNames = ["ovn-central", "ovn-common", "ovn-host"];

    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-debs").FullName;

    /// <summary>Paths on this machine of Open vSwitch's packages, separated by commas.</summary>
    public string Debs => string.Join(',', Files("*openvswitch*.deb"));

    /// <summary>Open vSwitch's and OVN's.</summary>
    public IReadOnlyList<string> AllDebs => Files("*.deb");

    private string[] Files(string pattern) => [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)];

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Its underlay is a bridge of Open vSwitch, and goes with it.</summary>
    protected override async Task PrepareAsync()
    {
        if (Debs.Length == 0) await HostProgram.RunAsync("sh",
            ["-c", $"cd {folder} && chmod 0777 . && apt-get -q download {string.Join(' ', Names.Concat(OvnNames))}"]);
        await OnAllAsync($"""
            systemctl stop underlay
            DEBIAN_FRONTEND=noninteractive dpkg --purge {string.Join(' ', OvnNames)} {string.Join(' ', Names)} >/dev/null 2>&1
            rm -rf /etc/openvswitch /var/log/openvswitch /var/lib/openvswitch
            systemctl reset-failed
            ! command -v ovs-vsctl
            """);
    }
}

/// <summary>Tests that share that lab, one after the other.</summary>
[CollectionDefinition("bare", DisableParallelization = true)]
public sealed class BareTestGroup : ICollectionFixture<BareLab>;

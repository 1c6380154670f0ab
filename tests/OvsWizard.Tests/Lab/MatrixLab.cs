using OvsWizard.Lab;
using OvsWizard.Lab.Image;

namespace OvsWizard.Tests.Lab;

/// <summary>The two hosts of a cell.</summary>
internal sealed class MatrixLab(MatrixCell cell) : LabFixture
{
    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-matrix").FullName;

    protected override int Count => 2;

    protected override string[] Scene =>
    [
        "--scene", cell.IsUplink ? "uplink" : "overlay",
        .. HostNames.Zip(cell.Hosts, (host, kind) => new[] { "--host", $"{host}={kind}" }).SelectMany(words => words),
    ];

    /// <summary>A release that moves may be one that no image can be made of on that day.</summary>
    protected override async Task UpAsync()
    {
        var up = await LabAsync(["up", $"{Count}", .. Scene]);
        if (up.ExitCode == 0) return;
        var foreign = cell.Hosts.Any(kind => kind.Release != DebianRelease.OfMachine());
        if (!foreign || !up.Error.Contains("image could not be built", StringComparison.Ordinal))
            WizardAssert.Ended(0, up);
        Missing = $"not run: {up.Error.Trim().Split('\n')[^1]}";
    }

    protected override async Task PrepareAsync()
    {
        if (cell.IsUplink) await MustAsync("router", "up");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// Open vSwitch's packages on this machine, as the archive of the hosts' release has them, separated by commas.
    /// </summary>
    public async Task<string> PackagesAsync()
    {
        var release = DebianRelease.Find(cell.First.Release);
        var sources = AptSources.Read("/etc/apt", release).Select(source => source.ToString());
        await File.WriteAllLinesAsync(Path.Combine(folder, "sources.list"), sources);
        var names = await OnAsync(HostNames[0],
            "dpkg-query -W -f '${Package} ${db:Status-Status}\\n' '*openvswitch*' | sed -n 's/ installed$//p'");
        await HostProgram.RunAsync("sh", ["-ec", """
            cd "$0"
            mkdir -p state/lists/partial cache/archives/partial
            : >status
            apt() {
              apt-get -q -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=/nowhere \
                -o Dir::State="$PWD/state" -o Dir::State::status="$PWD/status" -o Dir::Cache="$PWD/cache" \
                -o APT::Sandbox::User=root "$@"
            }
            apt update
            apt download "$@"
            """, folder, .. names.Split('\n', StringSplitOptions.RemoveEmptyEntries)]);
        return string.Join(',', Directory.GetFiles(folder, "*.deb").Order(StringComparer.Ordinal));
    }

    /// <summary>Its underlay is a bridge of Open vSwitch, and goes with it.</summary>
    public async Task RemoveOpenVSwitchAsync() =>
        await OnAllAsync("""
            systemctl stop underlay
            export DEBIAN_FRONTEND=noninteractive
            dpkg --purge ovn-central ovn-host ovn-common >/dev/null 2>&1
            dpkg --purge openvswitch-switch openvswitch-common python3-openvswitch >/dev/null 2>&1
            rm -rf /etc/openvswitch /var/log/openvswitch /var/lib/openvswitch
            systemctl reset-failed
            ! command -v ovs-vsctl
            """);
}

using OvsWizard.Lab.Image;

namespace OvsWizard.Lab;

/// <summary>
/// A booted systemd in its own namespaces, on this machine's kernel: systemd-nspawn(1) on an overlay of the image.
/// </summary>
/// <param name="environment">What systemd-nspawn is started with, NAME=VALUE.</param>
/// <param name="network">The option of systemd-nspawn that says where its network is.</param>
public sealed class ContainerMachine(
    LabName lab, string hostName, HostFolder folder, ControlGroups groups, IReadOnlyList<string> environment,
    string network, params IEnumerable<string> bootArguments)
    : HostMachine(lab, hostName, folder, groups)
{
    // What dockerd and containerd call, beyond nspawn's own list of allowed system calls.
    private const string SystemCalls = "bpf keyctl add_key perf_event_open";

    /// <summary>
    /// Through the mounted root: a layer that is changed under a mounted overlay gives undefined results (kernel,
    /// filesystems/overlayfs).
    /// </summary>
    private protected override string BootReport => Path.Combine(Folder.Root, "var/lib/ovswizard-lab-boot");

    public override async Task InsertDiskAsync(LabImage image)
    {
        foreach (var path in new[] { Folder.Upper, Folder.Work, Folder.Root, Folder.Docker, Folder.Containerd })
            Directory.CreateDirectory(path);
        if (Mounts.At(Folder.Root)) return;
        await Mounts.OverlayAsync(image.Layers, Folder.Upper, Folder.Work, Folder.Root);
    }

    public override async Task PowerFailAsync()
    {
        await base.PowerFailAsync();
        // nspawn's own, which it leaves where it is killed.
        var propagated = Path.Combine("/run/systemd/nspawn/propagate", MachineName);
        if (!Directory.Exists(propagated)) return;
        await Mounts.RemoveBelowAsync(propagated);
        Directory.Delete(propagated, recursive: true);
    }

    private protected override IEnumerable<string> Program() =>
    [
        // Without the lock, which nspawn leaves behind where it is killed: a disk is ours alone anyhow.
        "env", "SYSTEMD_NSPAWN_API_VFS_WRITABLE=1", "SYSTEMD_NSPAWN_LOCK=0", .. environment,
        "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--capability=all",
        $"--system-call-filter={SystemCalls}",
        "--resolv-conf=off", "--timezone=off", "--link-journal=no", $"--machine={MachineName}",
        $"--hostname={HostName}", $"--directory={Folder.Root}", network,
        "--bind=/dev/net/tun", $"--bind={Folder.Docker}:/var/lib/docker",
        $"--bind={Folder.Containerd}:/var/lib/containerd",
        "--boot", .. bootArguments,
    ];
}

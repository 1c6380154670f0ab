using System.Diagnostics;
using OvsWizard.Lab.Image;

namespace OvsWizard.Lab;

/// <summary>
/// A booted systemd in its own namespaces: systemd-nspawn(1) on an overlay of the image. Killing its control group is a
/// power failure; booting again on the same folder is a power-on.
/// </summary>
public sealed class HostMachine(LabName lab, string hostName, HostFolder folder, ControlGroups groups)
{
    /// <summary>What it is called among all machines of this machine.</summary>
    private readonly string machineName = lab.Namespace(hostName);

    // What dockerd and containerd call, beyond nspawn's own list of allowed system calls.
    private const string SystemCalls = "bpf keyctl add_key perf_event_open";

    public bool IsRunning => groups.HasProcesses;

    /// <summary>Lays the host's disk on <paramref name="image"/>. What the host wrote before is kept.</summary>
    public async Task MountAsync(string image)
    {
        foreach (var path in new[] { folder.Upper, folder.Work, folder.Root, folder.Docker, folder.Containerd }) Directory.CreateDirectory(path);
        if (Mounts.At(folder.Root)) return;
        await HostProgram.RunAsync("mount", ["-t", "overlay", "ovsw", "-o", $"lowerdir={image},upperdir={folder.Upper},workdir={folder.Work}", folder.Root]);
    }

    /// <summary>Boots it and returns at once. <paramref name="network"/> is an option of systemd-nspawn.</summary>
    public async Task PowerOnAsync(string network, params IEnumerable<string> bootArguments)
    {
        if (File.Exists(folder.BootReport)) File.Delete(folder.BootReport);
        groups.Create();
        await HostProgram.RunAsync("setsid",
        [
            "--fork", "sh", "-c", ImageRecipe.Script("launch.sh"), "launch", folder.Console, Environment.ProcessPath!, lab.Text, hostName, .. groups.Folders, "--",
            // Without the lock, which nspawn leaves behind where it is killed: a disk is ours alone anyhow.
            "env", "SYSTEMD_NSPAWN_API_VFS_WRITABLE=1", "SYSTEMD_NSPAWN_LOCK=0",
            "systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--capability=all", $"--system-call-filter={SystemCalls}",
            "--resolv-conf=off", "--timezone=off", "--link-journal=no", $"--machine={machineName}", $"--hostname={hostName}", $"--directory={folder.Root}", network,
            "--bind=/dev/net/tun", $"--bind={folder.Docker}:/var/lib/docker", $"--bind={folder.Containerd}:/var/lib/containerd",
            "--boot", .. bootArguments,
        ]);
    }

    /// <summary>Ends every process of the host at once.</summary>
    public async Task PowerFailAsync()
    {
        await groups.RemoveAsync();
        // nspawn's own, which it leaves where it is killed.
        var propagated = Path.Combine("/run/systemd/nspawn/propagate", machineName);
        if (!Directory.Exists(propagated)) return;
        await Mounts.RemoveBelowAsync(propagated);
        Directory.Delete(propagated, recursive: true);
    }

    /// <summary>Waits for the host's own report that everything it needs has started.</summary>
    /// <exception cref="Failure">Host: it ended, reported a fault, or took too long.</exception>
    public async Task WaitForBootAsync(TimeSpan patience)
    {
        var clock = Stopwatch.StartNew();
        while (!File.Exists(folder.BootReport))
        {
            if (clock.Elapsed > patience || (clock.Elapsed > TimeSpan.FromSeconds(1) && !IsRunning))
                throw IsRunning ? DidNotBoot($"it has not finished booting after {patience.TotalSeconds:0} s") : DidNotBoot($"its processes ended");
            await Task.Delay(50);
        }
        var report = (await File.ReadAllTextAsync(folder.BootReport)).Trim();
        if (report != "ready") throw DidNotBoot($"{report}");
    }

    private Failure DidNotBoot(FormattableString why) =>
        new(FailureKind.Host, $"the host did not boot", why, $"its console is in {folder.Console}", host: hostName);
}

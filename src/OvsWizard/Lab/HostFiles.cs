using OvsWizard.Lab.Image;

namespace OvsWizard.Lab;

/// <summary>What makes one host differ from the image: written into its upper layer before it first boots.</summary>
public sealed class HostFiles(LabFolder lab, LabImage image, LabState state)
{
    public async Task CreateAsync(LabHost host)
    {
        var folder = lab.Of(host);
        Directory.CreateDirectory(folder.Path);
        var etc = Path.Combine(folder.Upper, "etc");
        Directory.CreateDirectory(Path.Combine(etc, "ssh"));
        Directory.CreateDirectory(Path.Combine(etc, "ovswizard-lab"));
        await File.WriteAllTextAsync(Path.Combine(etc, "hostname"), host.Name + "\n");
        await File.WriteAllTextAsync(Path.Combine(etc, "hosts"), $"127.0.0.1 localhost\n127.0.1.1 {host.Name}\n");
        await File.WriteAllTextAsync(Path.Combine(etc, "machine-id"), Guid.NewGuid().ToString("N") + "\n");
        await File.WriteAllTextAsync(Path.Combine(etc, "ssh/lab_authorized_keys"), SshKey.Public(lab.Identity) + "\n");
        await File.WriteAllTextAsync(Path.Combine(etc, "ovswizard-lab/underlay"), Underlay(host, state.Scene, state.HasKernelDatapath));
        await SshKey.CreateAsync(folder.HostKey, host.Name);
        // A full machine has these on its disk.
        if (state.Make is LabMake.Machines) return;
        // One layer of a few megabytes: copying it is quicker than importing it again on every host.
        await HostProgram.RunAsync("cp", ["-a", image.Docker, folder.Docker]);
        await HostProgram.RunAsync("cp", ["-a", image.Containerd, folder.Containerd]);
    }

    /// <summary>What the boot unit `underlay` sources: where eth1's address goes.</summary>
    internal static string Underlay(LabHost host, LabScene scene, bool kernelDatapath) => scene is LabScene.Uplink
        ? $"ADDRESS={host.Uplink}/24\nDEVICE=eth1\nGATEWAY={host.Gateway}\n"
        : $"ADDRESS={host.Underlay}/24\nDEVICE={(kernelDatapath ? "eth1" : "br-under")}\nGATEWAY=\n";
}

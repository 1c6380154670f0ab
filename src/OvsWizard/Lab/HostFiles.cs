using OvsWizard.Lab.Image;
using OvsWizard.Templates;

namespace OvsWizard.Lab;

/// <summary>What makes one host differ from the image: written into its upper layer before it first boots.</summary>
public sealed class HostFiles(LabFolder lab, LabState state)
{
    public async Task CreateAsync(LabHost host)
    {
        var folder = lab.Of(host);
        var disk = state.DiskOf(host);
        Directory.CreateDirectory(folder.Path);
        var etc = Path.Combine(folder.Upper, "etc");
        Directory.CreateDirectory(Path.Combine(etc, "ssh"));
        Directory.CreateDirectory(Path.Combine(etc, "ovswizard-lab"));
        await File.WriteAllTextAsync(Path.Combine(etc, "hostname"), host.Name + "\n");
        await File.WriteAllTextAsync(Path.Combine(etc, "hosts"), $"127.0.0.1 localhost\n127.0.1.1 {host.Name}\n");
        await File.WriteAllTextAsync(Path.Combine(etc, "machine-id"), Guid.NewGuid().ToString("N") + "\n");
        await File.WriteAllTextAsync(Path.Combine(etc, "ssh/lab_authorized_keys"), SshKey.Public(lab.Identity) + "\n");
        await File.WriteAllTextAsync(Path.Combine(etc, "ovswizard-lab/underlay"),
            Underlay(host, state.Scene, state.HasKernelDatapath));
        var values = Values(host, disk.Kind, state.Scene, state.HasKernelDatapath);
        foreach (var (path, template) in Flavour.Find(disk.Kind.Flavour).HostFiles)
            if (TemplateEngine.Render(template, Escape.None, values) is var text && !string.IsNullOrWhiteSpace(text))
                await WriteAsync(Path.Combine(folder.Upper, path), text);
        await SshKey.CreateAsync(folder.HostKey, host.Name);
        // A full machine has these on its disk.
        if (state.Make is LabMake.Machines) return;
        // One layer of a few megabytes: copying it is quicker than importing it again on every host.
        var image = new LabImage(disk.Image);
        await HostProgram.RunAsync("cp", ["-a", image.Docker, folder.Docker]);
        await HostProgram.RunAsync("cp", ["-a", image.Containerd, folder.Containerd]);
    }

    private static Task<string> WriteAsync(string path, string text) =>
        HostProgram.RunAsync("install", ["-D", "-m", "600", "/dev/stdin", path], text);

    /// <summary>What a flavour's templates are filled in with; what then is empty is no file of this host.</summary>
    internal static TemplateValues Values(LabHost host, HostKind kind, LabScene scene, bool kernelDatapath) =>
        new TemplateValues().Set("release", kind.Release)
        .Set("management", $"{host.Management}/24")
        .Set("address", $"{host.UnderlayIn(scene)}/24")
        .Set("device", DeviceIn(scene, kernelDatapath))
        .Set("gateway", scene is LabScene.Uplink ? host.Gateway : "")
        .Set("mac", host.UnderlayMac);

    /// <summary>What the boot unit `underlay` sources: where eth1's address goes.</summary>
    internal static string Underlay(LabHost host, LabScene scene, bool kernelDatapath)
    {
        var gateway = scene is LabScene.Uplink ? host.Gateway : "";
        return $"ADDRESS={host.UnderlayIn(scene)}/24\nDEVICE={DeviceIn(scene, kernelDatapath)}\nGATEWAY={gateway}\n";
    }

    private static string DeviceIn(LabScene scene, bool kernelDatapath) =>
        scene is LabScene.Uplink || kernelDatapath ? "eth1" : "br-under";
}

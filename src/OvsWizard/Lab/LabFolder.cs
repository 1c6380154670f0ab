namespace OvsWizard.Lab;

/// <summary>Where a lab keeps its state, and a host its disk. All of it is gone after <c>lab down</c>.</summary>
public sealed class LabFolder(LabName name)
{
    public string Path { get; } = System.IO.Path.GetFullPath(name.Text, System.IO.Path.GetFullPath(
        Environment.GetEnvironmentVariable("OVSWIZARD_LAB_DIR") ?? "/var/lib/ovswizard-lab"));

    public bool Exists => Directory.Exists(Path);

    /// <summary>The operator's private key, good for root, operator and deployer on every host.</summary>
    public string Identity => In("id_ed25519");

    public string KnownHosts => In("known_hosts");

    public string State => In("lab.json");

    /// <summary>The lab as an inventory, for runs that are to be resumed from a file.</summary>
    public string Inventory => In("inventory.yml");

    public string Hosts => In("hosts");

    public HostFolder Of(LabHost host) => new(System.IO.Path.Combine(Hosts, host.Name));

    private string In(string file) => System.IO.Path.Combine(Path, file);
}

/// <summary>One host's folder: the layers of its disk, and what must not lie on an overlay.</summary>
public sealed record HostFolder(string Path)
{
    /// <summary>What the host has written: its disk is this on top of the image.</summary>
    public string Upper => In("upper");

    public string Work => In("work");

    /// <summary>The mounted root file system.</summary>
    public string Root => In("root");

    /// <summary>/var/lib/docker: overlay2 does not work on top of an overlay.</summary>
    public string Docker => In("docker");

    public string Containerd => In("containerd");

    /// <summary>What the host said on its console while booting.</summary>
    public string Console => In("console.log");

    /// <summary>The host's private SSH key.</summary>
    public string HostKey => System.IO.Path.Combine(Upper, "etc/ssh/ssh_host_ed25519_key");

    private string In(string entry) => System.IO.Path.Combine(Path, entry);
}

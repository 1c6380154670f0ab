using System.Runtime.InteropServices;

namespace OvsWizard.Lab;

/// <summary>What the lab needs of the machine it runs on.</summary>
public static class Machine
{
    /// <summary>Limits of the kernel that all hosts share, and what many hosts need of them.</summary>
    internal static readonly (string Path, int Least)[] Limits =
    [
        // Each booted systemd holds about seven; the kernel's default of 128 ends at some 17 hosts.
        ("/proc/sys/fs/inotify/max_user_instances", 4096),
        // One neighbour table for all network namespaces (net/core/neighbour.c, neigh_alloc). A host and its container
        // know each of the others up to four times; above the default of 1024, which 16 hosts of a mesh reach, the
        // kernel drops what it would have to ask a new neighbour's address for.
        ("/proc/sys/net/ipv4/neigh/default/gc_thresh2", 32768),
        ("/proc/sys/net/ipv4/neigh/default/gc_thresh3", 65536),
    ];

    private static readonly (string Program, string Package)[] Needed =
    [
        ("debootstrap", "debootstrap"),
        ("systemd-nspawn", "systemd-container"),
        ("ip", "iproute2"),
        ("ssh", "openssh-client"),
        ("ssh-keygen", "openssh-client"),
        ("modprobe", "kmod"),
        ("mount", "mount"),
        ("setsid", "util-linux"),
    ];

    private static readonly (string Program, string Package)[] NeededForMachines =
    [
        ("qemu-system-x86_64", "qemu-system-x86"),
        ("qemu-img", "qemu-utils"),
        ("mke2fs", "e2fsprogs"),
        ("xz", "xz-utils"),
    ];

    // What programs in a host would load themselves, had they the machine's /lib/modules; those a kernel lacks are
    // passed over.
    private static readonly string[] Modules =
    [
        "veth", "bridge", "br_netfilter", "tun", "overlay", "ip_tables", "iptable_filter", "iptable_nat", "ip6_tables",
        "ip6table_filter", "ip6table_nat", "openvswitch", "vport_vxlan", "vport_gre", "vport_geneve",
    ];

    private static readonly string[] ModuleLists = ["modules.builtin", "modules.dep"];

    /// <summary>
    /// Whether the kernel has Open vSwitch's own datapath; without it OVS bridges are of type netdev.
    /// </summary>
    public static bool HasKernelDatapath()
    {
        if (Directory.Exists("/sys/module/openvswitch")) return true;
        var release = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
        return ModuleLists
            .Select(file => Path.Combine("/lib/modules", release, file))
            .Where(File.Exists)
            .Any(file => File.ReadLines(file).Any(line => line.Contains("/openvswitch.ko", StringComparison.Ordinal)));
    }

    /// <summary>
    /// Whether the processor runs other systems' kernels by itself; a virtual machine in the cloud may have /dev/kvm
    /// and not this.
    /// </summary>
    public static bool HasHardwareVirtualisation() =>
        File.Exists("/dev/kvm") && File.ReadLines("/proc/cpuinfo").Any(line =>
            line.StartsWith("flags", StringComparison.Ordinal) && line.Split(' ').Any(flag => flag is "vmx" or "svm"));

    /// <exception cref="Failure">Input: not Linux, not root, or no Debian or derivative.</exception>
    public static void Require()
    {
        const string Needs =
            "the lab boots whole hosts in namespaces: it needs Linux, root, and Debian or a derivative of it";
        if (!OperatingSystem.IsLinux())
            throw new Failure(FailureKind.Input, $"the lab does not run on this system", $"{Needs}");
        if (!IsDebian(File.Exists("/etc/os-release") ? File.ReadLines("/etc/os-release") : []))
            throw new Failure(FailureKind.Input, $"the lab does not run on this distribution", $"{Needs}");
        if (!Environment.IsPrivilegedProcess)
            throw new Failure(FailureKind.Input, $"the lab needs root", $"{Needs}", $"run it again with sudo");
    }

    /// <summary>ID and ID_LIKE of os-release(5).</summary>
    internal static bool IsDebian(IEnumerable<string> osRelease) =>
        osRelease.Select(line => line.Split('=', 2))
            .Where(pair => pair is ["ID" or "ID_LIKE", _])
            .Any(pair => pair[1].Trim('"', '\'').Split(' ').Contains("debian"));

    /// <summary>Installs what is missing, saying so, and lifts the limits that many hosts run into.</summary>
    /// <exception cref="Failure">Input: full machines are asked for on another processor than x86-64.</exception>
    public static async Task PrepareAsync(LabProgress progress, LabMake make)
    {
        var needed = make is LabMake.Machines ? Needed.Concat(NeededForMachines) : Needed;
        if (make is LabMake.Machines && RuntimeInformation.OSArchitecture is not Architecture.X64)
            throw new Failure(FailureKind.Input,
                $"full machines are x86-64, and this machine is {RuntimeInformation.OSArchitecture}",
                now: $"ovswizard lab up without --make machines");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Concat(["/usr/sbin", "/sbin"]).ToList();
        var missing = needed.Where(need => !folders.Any(folder => File.Exists(Path.Combine(folder, need.Program))))
            .Select(need => need.Package).Distinct().ToList();
        if (missing.Count > 0)
            await progress.PhaseAsync($"installing {string.Join(", ", missing)} (apt-get)",
                () => InstallAsync(missing));
        await HostProgram.TryAsync("modprobe", ["-a", .. Modules]);
        // In a network namespace of its own, as in a container, the neighbour table's are those of the machine around
        // it.
        foreach (var (path, least) in Limits.Where(limit => File.Exists(limit.Path)))
        {
            if (int.Parse(await File.ReadAllTextAsync(path)) < least)
                await File.WriteAllTextAsync(path, $"{least}");
        }
    }

    private static async Task InstallAsync(IReadOnlyList<string> packages)
    {
        await HostProgram.RunAsync("apt-get", ["-q", "update"]);
        await HostProgram.RunAsync("apt-get", ["-q", "-y", "--no-install-recommends", "install", .. packages]);
    }
}

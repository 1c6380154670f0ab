using OvsWizard.Lab.Image;

namespace OvsWizard.Lab;

/// <summary>
/// A full machine with a kernel of its own, and so with Open vSwitch's kernel datapath: QEMU on a disk over the
/// image's.
/// </summary>
public sealed class VirtualMachine(LabName lab, LabHost host, HostFolder folder, ControlGroups groups)
    : HostMachine(lab, host.Name, folder, groups)
{
    // Room for Docker, Open vSwitch and a few containers; what is not touched costs nothing.
    private const string Memory = "1G";

    private readonly string fabric = lab.Fabric;

    private MachineImage? image;

    /// <summary>
    /// What the host writes on its second serial line: nobody outside can read its disk while it runs.
    /// </summary>
    private protected override string BootReport => Path.Combine(Folder.Path, "boot");

    private string Disk => Path.Combine(Folder.Path, "disk.qcow2");

    /// <summary>
    /// What makes the host differ from the image, unpacked by its initial ramdisk when it first boots.
    /// </summary>
    private string Seed => Path.Combine(Folder.Path, "seed.tar");

    public override async Task InsertDiskAsync(LabImage image)
    {
        this.image = image.Machine;
        if (File.Exists(Disk)) return;
        await HostProgram.RunAsync("tar", ["-C", Folder.Upper, "-cf", Seed, "."]);
        await HostProgram.RunAsync("qemu-img",
            ["create", "-q", "-f", "qcow2", "-b", this.image.Disk, "-F", "raw", Disk]);
    }

    private protected override IEnumerable<string> Program() =>
    [
        "ip", "netns", "exec", fabric,
        "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-display", "none", "-machine", "pc", "-m", Memory,
        .. Machine.HasHardwareVirtualisation() ? ["-accel", "kvm", "-cpu", "host", "-smp", "2"]
            : (string[])["-accel", "tcg,thread=multi,tb-size=256", "-cpu", "max", "-smp", "1"],
        "-chardev", $"file,id=console,path={Folder.Console},append=on", "-serial", "chardev:console", "-serial",
        $"file:{BootReport}",
        "-drive", $"file={Disk},format=qcow2,if=virtio,cache=unsafe", "-drive",
        $"file={Seed},format=raw,if=virtio,readonly=on",
        .. Card(LabNetwork.Management, host.ManagementMac), .. Card(LabNetwork.Underlay, host.UnderlayMac),
        "-kernel", image!.Kernel, "-initrd", image.InitialRamdisk,
        // The names that the containers' cards have; and what only costs time where the kernel runs for practice.
        "-append", $"console=ttyS0 quiet net.ifnames=0 mitigations=off apparmor=0 lab.address={host.Management}/24",
    ];

    private string[] Card(LabNetwork network, string mac) =>
        ["-netdev", $"tap,id={network},ifname={host.Port(network)},script=no,downscript=no", "-device",
            $"virtio-net-pci,netdev={network},mac={mac},romfile="];
}

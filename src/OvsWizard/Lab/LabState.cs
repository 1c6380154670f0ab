using System.Text.Json.Nodes;
using OvsWizard.Lab.Image;

namespace OvsWizard.Lab;

/// <summary>What the hosts' eth1 is when they boot.</summary>
public enum LabScene
{
    /// <summary>Procedure A: all hosts in 172.16.100.0/24, ready for tunnels.</summary>
    Overlay,

    /// <summary>Procedure B: a network a host, behind the L3 switch.</summary>
    Uplink,
}

/// <summary>What the hosts are made of.</summary>
public enum LabMake
{
    /// <summary>Containers on this machine's kernel: they boot in a second.</summary>
    Containers,

    /// <summary>Full machines with a kernel of their own.</summary>
    Machines,
}

/// <summary>What a host is, and the cached image that its disk lies on.</summary>
public sealed record HostDisk(HostKind Kind, string Image);

/// <summary>What <c>lab up</c> was asked for; written before the first host boots.</summary>
/// <param name="Disks">One a host.</param>
public sealed record LabState(LabScene Scene, LabMake Make, IReadOnlyList<HostDisk> Disks)
{
    public int Count => Disks.Count;

    public IReadOnlyList<LabHost> Hosts => LabHost.First(Count);

    /// <summary>
    /// Whether Open vSwitch on the hosts has the kernel's datapath; without it bridges are of type netdev.
    /// </summary>
    public bool HasKernelDatapath => Make is LabMake.Machines || Machine.HasKernelDatapath();

    public HostDisk DiskOf(LabHost host) => Disks[host.Number - 1];

    /// <returns>null where there is no lab, or only the beginning of one.</returns>
    public static LabState? Read(LabFolder folder) =>
        File.Exists(folder.State) ? Parse(File.ReadAllText(folder.State), DebianRelease.OfMachine) : null;

    /// <summary>A lab of an earlier version is made of containers where it does not say so, all of one image.</summary>
    /// <param name="release">What these were made of.</param>
    internal static LabState Parse(string text, Func<string> release)
    {
        var json = JsonNode.Parse(text)!;
        var disks = json["disks"] is JsonArray all
            ? all.Select(disk => new HostDisk(HostKind.Parse((string)disk!["kind"]!), (string)disk["image"]!))
            : Enumerable.Repeat(new HostDisk(new(release(), Flavour.Plain), $"{json["image"]}"), (int)json["hosts"]!);
        return new LabState(
            Enum.Parse<LabScene>((string)json["scene"]!, ignoreCase: true),
            json["make"] is { } make ? Enum.Parse<LabMake>((string)make!, ignoreCase: true) : LabMake.Containers,
            [.. disks]);
    }

    internal string Text() => new JsonObject
    {
        ["scene"] = Scene.ToString().ToLowerInvariant(),
        ["make"] = Make.ToString().ToLowerInvariant(),
        ["disks"] = new JsonArray([.. Disks.Select(Json)]),
    }.ToJsonString() + "\n";

    private static JsonObject Json(HostDisk disk) => new() { ["kind"] = disk.Kind.ToString(), ["image"] = disk.Image };

    public void Write(LabFolder folder)
    {
        File.WriteAllText(folder.State + ".new", Text());
        File.Move(folder.State + ".new", folder.State, overwrite: true);
    }
}

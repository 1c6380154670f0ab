using System.Text.Json.Nodes;

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

/// <summary>What <c>lab up</c> was asked for; written before the first host boots.</summary>
/// <param name="Image">The cached image that the hosts' disks lie on.</param>
public sealed record LabState(int Count, LabScene Scene, LabMake Make, string Image)
{
    public IReadOnlyList<LabHost> Hosts => LabHost.First(Count);

    /// <summary>Whether Open vSwitch on the hosts has the kernel's datapath; without it bridges are of type netdev.</summary>
    public bool HasKernelDatapath => Make is LabMake.Machines || Machine.HasKernelDatapath();

    /// <returns>null where there is no lab, or only the beginning of one.</returns>
    public static LabState? Read(LabFolder folder) => File.Exists(folder.State) ? Parse(File.ReadAllText(folder.State)) : null;

    /// <summary>A lab of an earlier version, which does not say what it is made of, is made of containers.</summary>
    internal static LabState Parse(string text)
    {
        var json = JsonNode.Parse(text)!;
        return new LabState(
            (int)json["hosts"]!,
            Enum.Parse<LabScene>((string)json["scene"]!, ignoreCase: true),
            json["make"] is { } make ? Enum.Parse<LabMake>((string)make!, ignoreCase: true) : LabMake.Containers,
            (string)json["image"]!);
    }

    internal string Text() =>
        new JsonObject { ["hosts"] = Count, ["scene"] = Scene.ToString().ToLowerInvariant(), ["make"] = Make.ToString().ToLowerInvariant(), ["image"] = Image }.ToJsonString() + "\n";

    public void Write(LabFolder folder)
    {
        File.WriteAllText(folder.State + ".new", Text());
        File.Move(folder.State + ".new", folder.State, overwrite: true);
    }
}

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
    public static LabState? Read(LabFolder folder)
    {
        if (!File.Exists(folder.State)) return null;
        var json = JsonNode.Parse(File.ReadAllText(folder.State))!;
        return new LabState((int)json["hosts"]!, Enum.Parse<LabScene>((string)json["scene"]!, ignoreCase: true), Enum.Parse<LabMake>((string)json["make"]!, ignoreCase: true), (string)json["image"]!);
    }

    public void Write(LabFolder folder)
    {
        var json = new JsonObject { ["hosts"] = Count, ["scene"] = Scene.ToString().ToLowerInvariant(), ["make"] = Make.ToString().ToLowerInvariant(), ["image"] = Image };
        File.WriteAllText(folder.State + ".new", json.ToJsonString() + "\n");
        File.Move(folder.State + ".new", folder.State, overwrite: true);
    }
}

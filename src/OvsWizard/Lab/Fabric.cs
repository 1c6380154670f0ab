namespace OvsWizard.Lab;

/// <summary>
/// The lab's networks, all in namespaces of their own: two bridges that every host hangs on, and the operator's place.
/// A link is made directly between two namespaces, so the machine's own network never sees one.
/// </summary>
public sealed class Fabric(LabName name)
{
    /// <summary>Where ip-netns(8) keeps the names.</summary>
    private const string Names = "/run/netns";

    /// <summary>The operator's own address on the management network.</summary>
    public const string OperatorAddress = "192.168.130.1";

    private const string RouterPort = "u-router";

    /// <summary>
    /// The wire between operator and L3 switch: what the hosts answer to the operator comes back through their uplink.
    /// </summary>
    private const string OperatorUplink = "172.31.255.1", RouterToOperator = "172.31.255.2";

    public bool HasRouter => Exists(name.Router);

    /// <summary>The bridges and the operator; what is there already stays.</summary>
    public async Task CreateAsync()
    {
        if (!Exists(name.Fabric))
        {
            await BatchAsync([$"netns add {name.Fabric}"]);
            await BatchAsync(
            [
                "link set lo up",
                "link add management type bridge", "link set management up",
                "link add underlay type bridge", "link set underlay up",
            ], name.Fabric);
        }
        if (Exists(name.Operator)) return;
        await BatchAsync([$"netns add {name.Operator}"]);
        await BatchAsync(
        [
            $"link add m-operator master management type veth peer name eth0 netns {name.Operator} address 02:0f:5e:01:01:01",
            "link set m-operator up",
        ], name.Fabric);
        await BatchAsync(["link set lo up", $"addr add {OperatorAddress}/24 dev eth0", "link set eth0 up"],
            name.Operator);
    }

    /// <summary>Cables for the host, in a namespace that nothing of an earlier boot is left in.</summary>
    public async Task ConnectAsync(LabHost host)
    {
        var space = name.Namespace(host.Name);
        await DisconnectAsync(host);
        await BatchAsync([$"netns add {space}"]);
        await BatchAsync(
        [
            $"link add {host.Port(LabNetwork.Management)} master management type veth peer name eth0 netns {space} address {host.ManagementMac}",
            $"link add {host.Port(LabNetwork.Underlay)} master underlay type veth peer name eth1 netns {space} address {host.UnderlayMac}",
            $"link set {host.Port(LabNetwork.Management)} up",
            $"link set {host.Port(LabNetwork.Underlay)} up",
        ], name.Fabric);
        await BatchAsync(["link set lo up", $"addr add {host.Management}/24 dev eth0", "link set eth0 up"], space);
    }

    /// <summary>Cables for a full machine: each ends in a card of its own.</summary>
    public async Task ConnectMachineAsync(LabHost host)
    {
        await DisconnectAsync(host);
        await BatchAsync(Enum.GetValues<LabNetwork>().SelectMany(network => new[]
        {
            $"tuntap add dev {host.Port(network)} mode tap",
            $"link set {host.Port(network)} master {(network is LabNetwork.Management ? "management" : "underlay")} up",
        }), name.Fabric);
    }

    /// <summary>
    /// Takes the host's cables and namespace away. The cables first: a namespace dies late, with its last process.
    /// </summary>
    public async Task DisconnectAsync(LabHost host)
    {
        foreach (var network in Enum.GetValues<LabNetwork>())
            await HostProgram.TryAsync("ip", ["-n", name.Fabric, "link", "del", host.Port(network)]);
        await RemoveAsync(name.Namespace(host.Name));
    }

    /// <summary>The option of systemd-nspawn that puts the host where its cables end.</summary>
    public string NetworkOf(LabHost host) => $"--network-namespace-path={Names}/{name.Namespace(host.Name)}";

    /// <summary>Pulls the cable, or plugs it in: at the switch's end, so the host sees its carrier go.</summary>
    public Task SetLinkAsync(LabHost host, LabNetwork network, bool up) =>
        BatchAsync([$"link set {host.Port(network)} {(up ? "up" : "down")}"], name.Fabric);

    /// <summary>
    /// The L3 switch: on the underlay bridge, the gateway of every host's uplink network; the operator reaches these
    /// through it.
    /// </summary>
    public async Task RouterUpAsync(IEnumerable<LabHost> hosts)
    {
        await RouterDownAsync();
        await BatchAsync([$"netns add {name.Router}"]);
        await BatchAsync(
            [
                $"link add {RouterPort} master underlay type veth peer name eth0 netns {name.Router} address 02:0f:5e:02:01:01",
                $"link set {RouterPort} up"], name.Fabric);
        await HostProgram.RunAsync("ip", ["netns", "exec", name.Router, "sysctl", "-q", "-w", "net.ipv4.ip_forward=1"]);
        await BatchAsync(
        [
            "link set lo up", .. hosts.Select(host => $"addr add {host.Gateway}/24 dev eth0"), "link set eth0 up",
            $"link add eth1 type veth peer name eth1 netns {name.Operator}", $"addr add {RouterToOperator}/30 dev eth1",
            "link set eth1 up",
        ], name.Router);
        await BatchAsync([$"addr add {OperatorUplink}/30 dev eth1", "link set eth1 up",
            $"route add 172.16.0.0/16 via {RouterToOperator}"], name.Operator);
    }

    public async Task RouterDownAsync()
    {
        await HostProgram.TryAsync("ip", ["-n", name.Fabric, "link", "del", RouterPort]);
        await HostProgram.TryAsync("ip", ["-n", name.Operator, "link", "del", "eth1"]);
        await RemoveAsync(name.Router);
    }

    /// <summary>Removes every namespace of this lab, and with them all links.</summary>
    public async Task RemoveAsync()
    {
        if (!Directory.Exists(Names)) return;
        foreach (var space in Directory.EnumerateFiles(Names).Select(path => Path.GetFileName(path))
            .Where(space => name.PartOf(space) is not null).ToList())
            await RemoveAsync(space);
    }

    private static async Task RemoveAsync(string space)
    {
        if (Exists(space)) await HostProgram.RunAsync("ip", ["netns", "del", space]);
    }

    private static bool Exists(string space) => File.Exists(Path.Combine(Names, space));

    private static async Task BatchAsync(IEnumerable<string> commands, string? space = null) =>
        await HostProgram.RunAsync("ip", [.. space is null ? Array.Empty<string>() : ["-n", space], "-batch", "-"],
            string.Join('\n', commands) + "\n");
}

using System.Globalization;
using System.Net;

namespace OvsWizard.Lab;

/// <summary>
/// The names and addresses of the practice host with this number, from 1: those of the handbook's scene, continued.
/// </summary>
public sealed record LabHost(int Number)
{
    /// <summary>Two digits in the name, and room in each /24.</summary>
    public const int Most = 99;

    public string Name => string.Create(CultureInfo.InvariantCulture, $"docker{Number:00}");

    public string Management => $"192.168.130.{127 + Number}";

    /// <summary>172.16.100.10, .20, … .250, then the addresses between them.</summary>
    public string Underlay => $"172.16.100.{Octet}";

    /// <summary>
    /// The underlay address where containers sit on the physical network (procedure B): a network a host.
    /// </summary>
    public string Uplink => $"172.16.{Octet}.1";

    /// <summary>eth1's address as the host boots with it.</summary>
    public string UnderlayIn(LabScene scene) => scene is LabScene.Uplink ? Uplink : Underlay;

    /// <summary>The L3 switch on this host's uplink network.</summary>
    public string Gateway => $"172.16.{Octet}.254";

    public string ContainerSubnet => $"10.0.{Number}.1/24";

    public string ManagementMac => Mac(1);

    public string UnderlayMac => Mac(2);

    /// <summary>The fabric's end of the link to this host; 15 characters at most (IFNAMSIZ, linux/if.h).</summary>
    public string Port(LabNetwork network) => $"{(network is LabNetwork.Management ? "m" : "u")}-{Name}";

    /// <summary>The host that goes by <paramref name="text"/>: its name, or its management address.</summary>
    public static LabHost? Find(IEnumerable<LabHost> hosts, string text) =>
        hosts.FirstOrDefault(host => host.Name == text || (IPAddress.TryParse(text, out _) && host.Management == text));

    /// <returns>null where the name is none of a practice host.</returns>
    public static LabHost? Parse(string name) =>
        name.StartsWith("docker", StringComparison.Ordinal) && int.TryParse(name["docker".Length..], out var number)
            ? new(number) : null;

    public static IReadOnlyList<LabHost> First(int count) =>
        [.. Enumerable.Range(1, count).Select(number => new LabHost(number))];

    // After the multiples of ten the numbers between them: 11…19, 21…29 and so on.
    private int Octet => Number <= 25 ? Number * 10 : ((Number - 26) / 9 * 10) + 11 + ((Number - 26) % 9);

    private string Mac(int network) =>
        string.Create(CultureInfo.InvariantCulture, $"02:0f:5e:{network:x2}:00:{Number:x2}");
}

/// <summary>The two networks of the fabric.</summary>
public enum LabNetwork { Management, Underlay }

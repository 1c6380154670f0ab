using System.Globalization;

namespace OvsWizard.Facts;

/// <summary>
/// Reads what templates/probes/host.sh prints, a line at a time. Pure. Lines that are no facts are passed over.
/// </summary>
internal static class HostFactsReader
{
    /// <summary>Longest value taken from a host, in characters; nothing true is longer.</summary>
    private const int LongestValue = 200;

    /// <summary>Most values of one kind taken from a host.</summary>
    private const int MostValues = 1000;

    public static HostFacts Add(HostFacts facts, string line)
    {
        var words = line.Split('\t');
        string Word(int index) => index < words.Length ? Clean(words[index]) : "";
        return words[0] switch
        {
            "uid" => facts with { UserId = Number(Word(1)) },
            "os" => facts with { Os = Word(1), OsId = Word(2), OsVersion = Word(3) },
            "kernel" => facts with { Kernel = Word(1) },
            "init" => facts with { Init = Word(1) },
            "docker" => facts with { DockerVersion = Word(1), Docker = State(Word(2)) },
            "container" => facts with { Containers = With(facts.Containers, Word(1)) },
            "network" => facts with { Networks = With(facts.Networks, new DockerNetwork(Word(1), Word(2), Word(3))) },
            "ovs" => facts with { OvsVersion = Word(1), Ovs = State(Word(2)) },
            "ovs-bridge" => facts with { OvsBridges = With(facts.OvsBridges, Word(1)) },
            "datapath" => facts with { Datapaths = With(facts.Datapaths, Word(1)) },
            "firewall" => facts with { Firewall = Word(1) },
            "selinux" => facts with { SeLinux = Word(1) },
            "session" => facts with { SessionInterface = Word(1), SessionAddress = Word(2) },
            "link" => facts with { Interfaces = With(facts.Interfaces,
                new HostInterface(Word(1), Number(Word(2)) ?? 0, Word(3), Word(4), [])) },
            "address" => facts with { Interfaces = [.. facts.Interfaces.Select(i =>
                i.Name == Word(1) ? i with { Addresses = With(i.Addresses, Word(2)) } : i)] },
            "bridge" => facts with { Bridges = With(facts.Bridges, Word(1)) },
            "end" => facts with { IsComplete = true },
            _ => facts,
        };
    }

    private static IReadOnlyList<T> With<T>(IReadOnlyList<T> values, T value) =>
        values.Count < MostValues ? [.. values, value] : values;

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DaemonState State(string word) => word switch
    {
        "running" => DaemonState.Running,
        "stopped" => DaemonState.Stopped,
        "denied" => DaemonState.Denied,
        _ => DaemonState.Missing,
    };

    private static string Clean(string text)
    {
        if (text.Length > LongestValue) text = text[..LongestValue];
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
    }
}

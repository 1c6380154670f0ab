using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Diagnosis;

/// <summary>
/// What the counters of all hops between two containers add up to: the place where packets vanish, told by the host
/// where they do.
/// </summary>
public sealed class PacketPathTests
{
    private static readonly string[] Hops =
    [
        "container eth0", "veth veth1", "port ovsBridge0", "tunnel vxlan0", "nic eth1"
    ];

    /// <param name="counts">Of the packets out, on each hop of a and then of b, and of the answers back, on each hop of
    /// b and then of a.</param>
    /// <param name="told">The host that tells it, and the status it tells it with; empty: nobody tells
    /// anything.</param>
    [Theory]
    [InlineData("20 20 20 20 20 20 20 20 20 20", "20 20 20 20 20 20 20 20 20 20", "")]
    [InlineData("20 20 0 0 0 0 0 0 0 0", "0 0 0 0 0 0 0 0 0 0", "a 11")]
    [InlineData("20 20 20 20 20 0 0 0 0 0", "0 0 0 0 0 0 0 0 0 0", "a 14")]
    [InlineData("20 20 20 20 20 20 1 0 0 0", "0 0 0 0 0 0 0 0 0 0", "b 15")]
    [InlineData("20 20 20 20 20 20 20 20 20 20", "0 0 0 0 0 0 0 0 0 0", "b 19")]
    [InlineData("20 20 20 20 20 20 20 20 20 20", "20 20 20 20 20 20 0 0 0 0", "a 15")]
    [InlineData("20 20 20 20 20 20 20 20 20 20", "20 20 20 0 0 0 0 0 0 0", "b 12")]
    [InlineData("9 9 9 9 9 9 0 0 0 0", "0 0 0 0 0 0 0 0 0 0", "b 15")]
    [InlineData("8 9 9 16 20 8 0 0 0 0", "0 0 0 0 0 0 0 0 0 0", "b 15")]
    [InlineData("20 20 95 95 95 95 60 0 0 0", "0 0 0 0 0 0 0 0 0 0", "b 16")]
    public async Task The_hop_is_named_by_its_host(string counts, string answers, string told)
    {
        var published = Published(counts.Split(' '), answers.Split(' '));

        var said = new List<string>();
        foreach (var host in new[] { "a", "b", "c" })
            if (await StatusOfAsync(host, published) is var status and not 0) said.Add($"{host} {status}");

        Assert.Equal(told, string.Join(", ", said));
    }

    private static string Published(string[] counts, string[] answers)
    {
        var lines = new List<string> { "a result b container 56 0 10 10.0.1.2 10.0.2.2", "a burst pings" };
        for (var i = 0; i < Hops.Length; i++)
        {
            var (here, there) = (i, Hops.Length - 1 - i);
            lines.Add($"a counted_before {Hops[here]} 100 1000");
            lines.Add(
                $"a counted_after {Hops[here]} {100 + int.Parse(counts[here])} {1000 + int.Parse(answers[^(here + 1)])}");
            lines.Add($"b counted_before {Hops[i]} 7 70");
            lines.Add(
                $"b counted_after {Hops[i]} {7 + int.Parse(answers[i])} {70 + int.Parse(counts[Hops.Length + there])}");
        }
        return string.Join('\n', lines);
    }

    private static async Task<int> StatusOfAsync(string host, string published) =>
        (await HostFunctions.RunAsync(["packet-path"], "OVSW_HOST=$1; OVSW_PUBLISHED=$2; packet_path_told",
            words: [host, published])).ExitCode;
}

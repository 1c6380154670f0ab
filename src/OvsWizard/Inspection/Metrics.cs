using System.Globalization;
using System.Text;

namespace OvsWizard.Inspection;

/// <summary>
/// The state of a network in Prometheus' text format, for node_exporter's textfile collector. Units are seconds.
/// </summary>
public static class Metrics
{
    public static string Of(NetworkState state)
    {
        var text = new StringBuilder();
        Family("ovswizard_host_up", "The host could be reached and entered.",
            state.Hosts.Select(h => (Labels(("host", h)), state.Lost.Contains(h) ? 0.0 : 1)));
        Family("ovswizard_pair_up", "Containers of the first host reach those of the second.",
            state.Pairs.Select(p => (Labels(("from", p.From), ("to", p.To)), p.Answered ? 1.0 : 0)));
        Family("ovswizard_pair_rtt_seconds", "Round-trip time between the two hosts' containers.",
            state.Pairs.Where(p => p.Seconds is not null)
                .Select(p => (Labels(("from", p.From), ("to", p.To)), p.Seconds!.Value)));
        Family("ovswizard_pair_loss_ratio",
            "Share of pings between the two hosts' containers that were lost in this round.",
            state.Pairs.Select(p => (Labels(("from", p.From), ("to", p.To)), p.Loss)));
        Family("ovswizard_tunnel_packets_total", "Packets that the host has counted on the tunnel.",
            state.Tunnels.SelectMany(t => ((string Way, long? Packets)[])[("received", t.Received), ("sent", t.Sent)],
                (t, way) => (t, way))
                .Where(c => c.way.Packets is not null)
                .Select(c => (Labels(("host", c.t.Host), ("tunnel", c.t.Name), ("direction", c.way.Way)),
                    (double)c.way.Packets!.Value)), "counter");
        Family("ovswizard_drift", "The step does not hold on the host any more.",
            state.Drift.Select(d => (Labels(("host", d.Host), ("step", d.Step)), 1.0)));
        Family("ovswizard_last_round_timestamp_seconds", "When the network was last checked.",
            [("", state.At.ToUnixTimeMilliseconds() / 1000.0)]);
        return text.ToString();

        void Family(string name, string help, IEnumerable<(string Labels, double Value)> samples, string type = "gauge")
        {
            text.Append($"# HELP {name} {help}\n# TYPE {name} {type}\n");
            foreach (var (labels, value) in samples)
                text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {value}\n");
        }
    }

    /// <summary>Writes the file whole or not at all: a collector may read at any moment.</summary>
    /// <exception cref="Failure">Input: it cannot be written.</exception>
    public static void Write(string path, NetworkState state)
    {
        var part = $"{path}.{Environment.ProcessId}.part";
        try
        {
            File.WriteAllText(part, Of(state));
            File.Move(part, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot write the metrics '{path}'", $"{e.Message}",
                $"choose another place", cause: e);
        }
    }

    private static string Labels(params (string Name, string Value)[] labels) =>
        $"{{{string.Join(',', labels.Select(l => $"{l.Name}=\"{Escaped(l.Value)}\""))}}}";

    private static string Escaped(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}

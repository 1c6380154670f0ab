using OvsWizard.Engine;
using OvsWizard.Inspection;
using OvsWizard.Journal;
using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Inspection;

/// <summary>
/// Rounds are written h1 (healthy), h1! (lost), h1:route (drift), h1&gt;h2 (a pair that answers), h1/h2 (one that does
/// not).
/// </summary>
public sealed class NetworkStateTests
{
    [Theory]
    [InlineData("", "h1 h2 h1>h2", "")]
    [InlineData("", "h1 h2! h1:route h1/h2", "HostLost h2; Drifted h1 route; PairLost h1 h2")]
    [InlineData("h1 h2 h1>h2", "h1 h2 h1>h2", "")]
    [InlineData("h1 h2 h1>h2", "h1 h2 h1/h2", "PairLost h1 h2")]
    [InlineData("h1 h2 h1/h2", "h1 h2 h1>h2", "PairBack h1 h2")]
    [InlineData("h1! h2", "h1 h2", "HostBack h1")]
    [InlineData("h1 h1:route", "h1", "Repaired h1 route")]
    [InlineData("h1 h1:route", "h1!", "HostLost h1")]
    [InlineData("h1 h1:route", "h1 h1:route h1:unit", "Drifted h1 unit")]
    public void What_changed_is_told_once(string before, string now, string changes) =>
        Assert.Equal(changes, string.Join("; ", Round(now).Since(before.Length == 0 ? null : Round(before))
            .Select(c => $"{c.Kind} {c.Host} {c.Subject}".TrimEnd())));

    [Fact]
    public void A_verification_adds_up_to_pairs_and_drift()
    {
        var state = new RunState(PlanOf.Hosts("h1 h2", PlanOf.Step("route", 0, "true", "true"),
            PlanOf.Proof("proof", 1, "true")));
        foreach (var (host, step) in new[] { ("h1", "route"), ("h1", "proof") })
        {
            state.Apply(new StepPhase(host, step, "check"));
            state.Apply(new StepEnded(host, step, StepStatus.Drifted, 1, 1, "", null, null));
        }
        state.Apply(new PairProved("h1", "10.0.1.1", "h2", "10.0.2.1", 56, true, "0.44"));
        state.Apply(new PairProved("h1", "10.0.1.1", "h2", "10.0.2.1", 1422, false, ""));

        var found = NetworkState.Of(state, DateTimeOffset.UnixEpoch);

        Assert.Equal([new PairState("h1", "h2", false, 0.00044) { Loss = 0.5 }], found.Pairs);
        Assert.Equal(["route"], found.Drift.Select(d => d.Step));
        Assert.False(found.IsHealthy);
    }

    [Fact]
    public void Metrics_are_what_a_collector_reads()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("ovsw-metrics-").FullName, "ovswizard.prom");
        Metrics.Write(path,
            Round("h1 h2! h1:route h1>h2") with { Tunnels = [new("h1", "vxlan1", "192.0.2.2", 7, null)] });
        var text = File.ReadAllText(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        Assert.Contains(
            "# TYPE ovswizard_host_up gauge\novswizard_host_up{host=\"h1\"} 1\novswizard_host_up{host=\"h2\"} 0\n",
            text, StringComparison.Ordinal);
        Assert.Contains("ovswizard_pair_rtt_seconds{from=\"h1\",to=\"h2\"} 0.00044\n", text, StringComparison.Ordinal);
        Assert.Contains("ovswizard_pair_loss_ratio{from=\"h1\",to=\"h2\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "# TYPE ovswizard_tunnel_packets_total counter\novswizard_tunnel_packets_total{host=\"h1\",tunnel=\"vxlan1\",direction=\"received\"} 7\n#",
            text, StringComparison.Ordinal);
        Assert.Contains("ovswizard_drift{host=\"h1\",step=\"route\"} 1\n", text, StringComparison.Ordinal);
        Assert.All(text.TrimEnd('\n').Split('\n'),
            line => Assert.Matches("^(# (HELP|TYPE) ovswizard_[a-z_]+ .+|ovswizard_[a-z_]+({.*})? [0-9.]+)$", line));
    }

    private static NetworkState Round(string found)
    {
        var parts = found.Split(' ');
        string[] Hosts(string ending) =>
            [.. parts.Where(p => p.EndsWith(ending, StringComparison.Ordinal) && p.IndexOfAny(['>', '/', ':']) < 0)];
        var lost = Hosts("!").Select(h => h.TrimEnd('!')).ToArray();
        return new NetworkState(
            DateTimeOffset.UnixEpoch, [.. Hosts("").Select(h => h.TrimEnd('!'))], lost,
            [.. parts.Where(p => p.IndexOfAny(['>', '/']) > 0)
                .Select(p => new PairState(p[..2], p[3..], p[2] == '>', p[2] == '>' ? 0.00044 : null))],
            [.. parts.Where(p => p.Contains(':', StringComparison.Ordinal))
                .Select(p => new DriftState(p[..2], p[3..], new Text("t", "t")))]);
    }
}

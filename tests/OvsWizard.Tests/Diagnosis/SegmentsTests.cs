using OvsWizard.Lab;
using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Diagnosis;

/// <summary>What pings do not show: TCP that has no answer, checksums, filters of tc.</summary>
public sealed class SegmentsTests
{
    /// <param name="lost">Knocks without an answer; all others have one.</param>
    /// <param name="wrong">Packets with a wrong checksum that a, b and c got.</param>
    /// <param name="told">The hosts that tell it, and the status they tell it with.</param>
    [Theory]
    [InlineData("", "0 0 0", "")]
    [InlineData("", "0 4 0", "")]
    [InlineData("ab ac ba ca", "0 2 2", "a 10")]
    [InlineData("ab ac ba ca", "4 2 2", "a 10")]
    [InlineData("ab ba bc cb", "0 0 0", "b 11")]
    [InlineData("ab", "0 2 0", "a 10")]
    [InlineData("ab", "0 0 0", "a 11")]
    [InlineData("ab ba", "0 2 0", "a 10")]
    [InlineData("ab cb", "0 0 0", "b 11")]
    [InlineData("ab bc ca", "0 0 0", "a 11, b 11, c 11")]
    public async Task Tcp_without_an_answer_is_told_by_the_host_that_all_of_it_has_in_common(string lost, string wrong,
        string told) =>
        Assert.Equal(told, await ToldAsync(lost.Split(' '), [], wrong.Split(' ')));

    [Fact]
    public async Task Where_pings_are_lost_as_well_nothing_is_said_of_tcp() =>
        Assert.Equal("", await ToldAsync(["ab", "ba"], ["ab", "ba"], ["0", "2", "0"]));

    [Theory]
    [InlineData(
        "Tcp: RtoAlgorithm InSegs InCsumErrors\nTcp: 1 9 3\nUdp: InDatagrams InCsumErrors IgnoredMulti\nUdp: 7 2 5",
        "5")]
    [InlineData("Tcp: RtoAlgorithm MaxConn InSegs\nTcp: 1 -1 9", "0")]
    public async Task Wrong_checksums_are_counted_by_the_name_of_their_column(string snmp, string count) =>
        Assert.Equal($"{count}\n", await SaysAsync(
            $"containers_on() {{ echo 10.0.1.2 ns; }}; containers_run_in() {{ printf '%s\\n' '{snmp}'; }}",
            "diagnosis_wrong_checksums docker0"));

    [Theory]
    [InlineData("", "")]
    [InlineData("gact action drop",
        "eth1, ingress: filter protocol all pref 1 matchall chain 0 handle 0x1; action order 1: gact action drop\n")]
    [InlineData("mirred (Egress Redirect to device eth0) stolen",
        "eth1, ingress: filter protocol all pref 1 matchall chain 0 handle 0x1; action order 1: mirred (Egress Redirect to device eth0) stolen\n")]
    [InlineData("skbedit priority :7 pipe", "")]
    [InlineData("gact action drop", "", "\"true\"")]
    public async Task Filters_of_tc_that_stop_packets_are_told(string action, string told,
        string offloads = "\"false\"")
    {
        // Only bash has functions with a dash in their name.
        var tc = $$"""
            ovs-vsctl() { echo '{{offloads}}'; }
            tc() {
              case $* in
                'qdisc show') printf '%s\n' 'qdisc noqueue 0: dev eth0 root refcnt 2' 'qdisc clsact ffff: dev eth0 parent ffff:fff1' 'qdisc clsact ffff: dev eth1 parent ffff:fff1' ;;
                'filter show dev eth1 ingress') [ -z '{{action}}' ] || printf '%s\n' 'filter protocol all pref 1 matchall chain 0 handle 0x1' '	action order 1: {{action}}' '	 index 1 ref 1 bind 1' ;;
              esac
            }
            """;
        Assert.Equal(told, await SaysAsync(tc, "diagnosis_filtered eth1 docker0 || :", "bash"));
    }

    private static async Task<string> ToldAsync(string[] lost, string[] unpinged, string[] wrong)
    {
        var lines = new List<string>();
        foreach (var (i, host) in new[] { "a", "b", "c" }.Index())
        {
            lines.Add($"{host} wrong_checksums_before 7");
            lines.Add($"{host} wrong_checksums_after {7 + int.Parse(wrong[i])}");
            foreach (var peer in new[] { "a", "b", "c" }.Where(p => p != host))
            {
                lines.Add(
                    $"{host} result {peer} container 56 {(unpinged.Contains(host + peer) ? 0 : 4)} 4 of-{host} of-{peer}");
                lines.Add(
                    $"{host} knock {peer} of-{host} of-{peer} {(lost.Contains(host + peer) ? "lost" : "answered")}");
            }
        }
        var said = new List<string>();
        foreach (var host in new[] { "a", "b", "c" })
        {
            var result = await RunAsync($"OVSW_HOST={host}; OVSW_PUBLISHED=$1", "measure_unanswered_knocks",
                string.Join('\n', lines));
            if (result.ExitCode != 0) said.Add($"{host} {result.ExitCode}");
        }
        return string.Join(", ", said);
    }

    private static async Task<string> SaysAsync(string scene, string command, string shell = "sh") =>
        (await RunAsync(scene, command, shell: shell)).Output;

    private static Task<ProgramResult> RunAsync(string scene, string command, string published = "",
        string shell = "sh") =>
        HostFunctions.RunAsync(["measure"], $"{scene}\n{command}", shell, published);
}

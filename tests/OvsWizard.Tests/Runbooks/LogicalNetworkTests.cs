using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Runbooks;

/// <summary>What OVN's northbound database holds, against what it is to hold, and the before-image of it.</summary>
public sealed class LogicalNetworkTests
{
    // As ovn-nbctl 23.03 prints them: of find a list each, of the routes a table.
    private const string Answers = """
        ovn_nb() {
          printf '%s\n' "$*" >>/dev/fd/3
          case $* in
            *'find logical_switch '*) printf '%s\n' docker01 docker02 '' 'docker01,0a:58:64:40:00:02 100.64.0.2' 'docker02,0a:58:64:40:00:06 100.64.0.6' \
              '' to-switch-docker01,0a:58:64:40:00:01,100.64.0.1/30 to-switch-docker02,0a:58:64:40:00:05,100.64.0.5/30 '' 0b0e6b4c-5f7c-4d8e-9d1c-0c8f3b2a1d4e,ovswizard ;;
            'lr-route-list ovswizard') printf '%s\n' 'IPv4 Routes' 'Route Table <main>:' '             10.0.1.0/24                100.64.0.2 dst-ip' '             10.0.2.0/24                100.64.0.6 dst-ip' ;;
          esac
        }
        """;

    private const string First = "docker01 10.0.1.0/24 100.64.0.1 100.64.0.2",
        Second = "docker02 10.0.2.0/24 100.64.0.5 100.64.0.6", Third = "docker03 10.0.3.0/24 100.64.0.9 100.64.0.10";

    [Fact]
    public async Task A_host_that_joins_is_all_that_comes()
    {
        var said = await SaysAsync(Answers, $"ovn_network_change \"$(ovn_network_found)\" '' {First} {Second} {Third}");

        Assert.Equal(["+ host docker03 0a:58:64:40:00:0a 100.64.0.10", "+ route 10.0.3.0/24 100.64.0.10",
            "+ router docker03 0a:58:64:40:00:09 100.64.0.9/30", "+ switch docker03"], said);
    }

    [Fact]
    public async Task The_before_image_has_what_was_found_and_takes_out_what_is_new() =>
        Assert.Equal([$"ovn_network_put 'ovswizard docker03 ' {First} {Second}"],
            await SaysAsync(Answers, $"ovn_network_keep '' {First} {Second} {Third}"));

    [Fact]
    public async Task The_look_asks_the_database_once()
    {
        var said = await SaysAsync(Answers,
            $"ovsw_remark() {{ echo \"$*\"; }}; ovn_network_is '' {First}", asked: true);

        Assert.Equal(["in the network, not in this run, and left as they are: docker02 "], said[..^2]);
        Assert.StartsWith("--no-headings", said[^2], StringComparison.Ordinal);
        Assert.Equal("lr-route-list ovswizard", said[^1]);
    }

    [Theory]
    [InlineData("ovn_network_keep '' " + First)]
    [InlineData("ovn_network_is '' " + First)]
    [InlineData("ovn_network_put '' " + First)]
    public async Task A_database_that_does_not_answer_is_not_an_empty_one(string command) =>
        Assert.Equal(["exit 1"], await SaysAsync("ovn_nb() { return 1; }", command));

    private static async Task<string[]> SaysAsync(string database, string command, bool asked = false)
    {
        var result = await HostFunctions.RunAsync(["ovn-network"], $"set -e; exec 3>&2\n{database}\n{command}");
        var lines = $"{result.Output}{(asked ? result.Error : "")}".Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return result.ExitCode == 0 ? lines : [.. lines, $"exit {result.ExitCode}"];
    }
}

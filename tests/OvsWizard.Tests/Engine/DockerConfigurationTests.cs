using OvsWizard.Templates;

namespace OvsWizard.Tests.Engine;

/// <summary>What Docker is told by its unit, the unit's variables and its file.</summary>
public sealed class DockerConfigurationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A host whose unit starts Docker with these words, in this environment.</summary>
    private async Task<string> SayAsync(
        string script, string words = "", string file = "", string environment = "", string unit = "loaded")
    {
        Write("daemon.json", file);
        Write("environment", environment);
        Write("drop-in", $"ExecStart=/usr/bin/dockerd {words}");
        var start = $"ExecStart={{ path=/usr/bin/dockerd ; argv[]=/usr/bin/dockerd {words} ; ignore_errors=no }}";
        var result = await HostFunctions.RunAsync(["docker"], $$"""
            systemctl() {
              case $* in
                *EnvironmentFiles*)
                  echo 'EnvironmentFiles={{folder}}/environment (ignore_errors=yes)'
                  echo 'EnvironmentFiles=/nowhere (ignore_errors=yes)' ;;
                *Environment*) echo 'Environment=SAID=--debug "TWO=--mtu 1400"' ;;
                *ExecStart*) printf '%s\n' {{ShellQuote.Quote(start)}} ;;
                *FragmentPath*) printf 'FragmentPath=/nowhere\nDropInPaths={{folder}}/drop-in\n' ;;
                *LoadState*snap*) echo LoadState={{(unit == "snap" ? "loaded" : "not-found")}} ;;
                *LoadState*) echo LoadState={{(unit == "loaded" ? "loaded" : "not-found")}} ;;
              esac
            }
            docker() { echo {{(unit == "podman" ? "podman version 4" : "Docker version 20")}}; }
            ps() { {{(unit == "rootless" ? "printf 'root\\nann\\n'" : "false")}}; }
            docker_default_file={{folder}}/daemon.json
            {{script}}
            """);
        return (result.Output + result.Error).Replace(folder, "HERE", StringComparison.Ordinal);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text);

    private static string Joined(string said) => said.TrimEnd('\n').Replace('\n', '|');

    /// <summary>
    /// Whoever asked for it may have been killed; it goes on, and reads daemon.json when it comes to that.
    /// </summary>
    [Fact]
    public async Task Undoing_what_Docker_was_told_waits_for_a_restart_under_way()
    {
        var result = await HostFunctions.RunAsync(["docker"], $$"""
            systemctl() {
              [ "$*" = 'list-jobs --no-legend docker.service' ] || return 1
              echo asked >>{{folder}}/asked
              [ "$(wc -l <{{folder}}/asked)" -gt 3 ] || echo '812 docker.service restart running'
            }
            eval "$(docker_keep_settled)"
            wc -l <{{folder}}/asked
            """);

        Assert.Equal("4", result.Output.Trim());
    }

    [Theory]
    [InlineData("-H fd:// --containerd=/run/c.sock", "hosts fd://|containerd /run/c.sock")]
    [InlineData("--bip=10.0.1.1/24 --mtu 1450 -b br0 -Hunix:///x",
        "bip 10.0.1.1/24|mtu 1450|bridge br0|hosts unix:///x")]
    [InlineData("--icc=false --live-restore --debug --dns 1.1.1.1",
        "icc false|live-restore true|debug true|dns 1.1.1.1")]
    [InlineData("$OPTS --label=${NAME}x ${NONE} $SAID $TWO",
        "bip 10.9.0.1/16|fixed-cidr 10.9.1.0/24|labels nx|debug true|mtu 1400")]
    public async Task Flags_are_told_by_the_names_of_the_file(string words, string flags)
    {
        const string Environment = "# comment\nOPTS=\"--bip 10.9.0.1/16 --fixed-cidr=10.9.1.0/24\"\n  NAME=n\n";

        Assert.Equal(flags, Joined(await SayAsync("docker_flags", words, environment: Environment)));
    }

    [Theory]
    [InlineData("{ \"a\" : \"b c\",\n\t\"n\": { \"bip\": \"x\", \"l\": [ 1, \"},\" ] }, \"mtu\": 1450, \"on\":true }",
        "a b c|n {\"bip\":\"x\",\"l\":[1,\"},\"]}|mtu 1450|on true")]
    [InlineData("{}", "")]
    [InlineData("", "")]
    [InlineData("{ \"a\": \"q\\\"}\", \"b\": [ ] }", "a q\\\"}|b []")]
    public async Task Of_the_file_the_members_are_told_and_not_what_is_in_them(string file, string settings) =>
        Assert.Equal(settings, Joined(await SayAsync("docker_file_settings", file: file)));

    /// <summary>What keeps Docker from starting with a runbook's settings is named where it stands.</summary>
    [Theory]
    [InlineData("-H fd://", "{ \"log-level\": \"warn\" }", "0")]
    [InlineData("-H fd:// --bip=172.18.0.1/16", "{}",
        "--bip=172.18.0.1/16 in HERE/drop-in\n\u001e fail docker-told-twice")]
    [InlineData("$OPTS", "{}", "--mtu=1400 in HERE/environment\n\u001e fail docker-told-twice")]
    [InlineData("--config-file /opt/docker.json",
        "{}", "--config-file=/opt/docker.json in HERE/drop-in\n\u001e fail docker-file-elsewhere")]
    [InlineData("", "{\"bridge\": \"none\"}", "\"bridge\": none in HERE/daemon.json\n\u001e fail docker0-shut")]
    [InlineData("-b br0", "{}", "--bridge=br0 in the unit docker.service\n\u001e fail docker0-shut")]
    [InlineData("", "{\"fixed-cidr\": \"10.0.2.0/25\"}",
        "\"fixed-cidr\": 10.0.2.0/25 in HERE/daemon.json is not in 10.0.1.1/24\n\u001e fail docker-setting-outside")]
    [InlineData("--default-gateway=172.17.0.254", "{}",
        "--default-gateway=172.17.0.254 in HERE/drop-in is not in 10.0.1.1/24\n\u001e fail docker-setting-outside")]
    [InlineData("", "{\"fixed-cidr\": \"10.0.1.128/25\", \"bip\": \"172.30.0.1/16\"}", "0")]
    [InlineData("", "{\"icc\": false}", "\"icc\": false in HERE/daemon.json\n\u001e fail docker-icc-off")]
    [InlineData("--icc=false", "{}", "--icc=false in HERE/drop-in\n\u001e fail docker-icc-off")]
    [InlineData("", "{\"icc\": false, \"iptables\": false}", "0")]
    public async Task What_cannot_be_is_refused_by_reading(string words, string file, string expected) =>
        Assert.Equal(expected + "\n", await SayAsync(
            "docker_takes 10.0.1.1/24 bip mtu && docker_joins_ports; echo $?", words, file, "OPTS='--mtu 1400'\n"));

    [Theory]
    [InlineData("20.10.24", "", "{}", "0")]
    [InlineData("28.5.2", "", "{\"allow-direct-routing\": true}", "0")]
    [InlineData("28.5.2", "--allow-direct-routing", "{}", "0")]
    [InlineData("28.5.2", "", "{}", "Docker drops what is routed to containers|1")]
    [InlineData("28.5.2", "--allow-direct-routing=false", "{}",
        "Docker drops what is routed to containers|1")]
    public async Task Whether_Docker_lets_in_what_is_routed_to_containers(string version, string words, string file,
        string expected) =>
        Assert.Equal(expected, Joined(await SayAsync($$"""
            docker() { echo "Docker version {{version}}, build x"; }
            docker_has_read_its_file() { :; }
            docker_routes_directly
            echo $?
            """, words, file)));

    [Theory]
    [InlineData("20.10.24", "", "", "0")]
    [InlineData("28.1.0", "", "", "\u001e fail docker-drops-routed")]
    [InlineData("28.5.2", "", "--allow-direct-routing", "told { \"allow-direct-routing\": true } restart|0")]
    [InlineData("28.5.2", "--allow-direct-routing=false", "--allow-direct-routing",
        "--allow-direct-routing=false in HERE/drop-in|\u001e fail docker-told-twice")]
    public async Task Docker_is_told_to_let_it_in_where_it_can_be(string version, string words, string options,
        string expected) =>
        Assert.Equal(expected, Joined(await SayAsync($$"""
            docker() { echo "Docker version {{version}}, build x"; }
            dockerd() { echo "  {{options}}  Allow it"; }
            docker_expect_settings() { echo "told $*"; }
            docker_expect_direct_routing
            echo $?
            """, words, "{}")));

    [Theory]
    [InlineData("-H fd:// --mtu=1450", "{ \"mtu\": 1450, \"hosts\": [\"fd://\"] }",
        "--mtu=1450 in HERE/drop-in\n--hosts=fd:// in the unit docker.service\n")]
    [InlineData("-H fd://", "{ \"mtu\": 1450 }", "")]
    public async Task What_is_told_twice_is_found(string words, string file, string expected) =>
        Assert.Equal(expected, await SayAsync("docker_collisions || true", words, file));

    [Theory]
    [InlineData("loaded", "0")]
    [InlineData("snap", "Docker is a snap (snap.docker.dockerd.service)\n\u001e fail docker-not-of-host")]
    [InlineData("rootless", "dockerd runs as ann (rootless)\n\u001e fail docker-not-of-host")]
    [InlineData("podman", "the command docker is podman\n\u001e fail docker-not-of-host")]
    public async Task Only_the_hosts_own_service_can_be_given_a_network(string unit, string expected) =>
        Assert.Equal(expected, (await SayAsync("docker_is_system; echo $?", unit: unit)).TrimEnd('\n'));
}

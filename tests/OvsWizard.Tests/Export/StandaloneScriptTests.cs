using OvsWizard.Export;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Tests.Engine;
using OvsWizard.Tests.Plans;

namespace OvsWizard.Tests.Export;

/// <summary>A host's script without anybody who leads it, in the shells that are /bin/sh on hosts.</summary>
public sealed class StandaloneScriptTests : IDisposable
{
    private readonly ScriptHost host = new();

    public void Dispose() => host.Dispose();

    private string X => host.PathOf("x");

    /// <summary>Makes a file, and puts it back as it was.</summary>
    private PlannedStep Makes(string name, int order, string change = "")
    {
        var path = host.PathOf(name);
        return PlanOf.Step(name, order, $"test -e {path} || {{ echo there is no {name}; exit 1; }}",
            $"{change}\necho new >{path}") with { Keep = $"ovsw_keep_file {path}", Undo = null };
    }

    private ScriptHost With(params PlannedStep[] steps) => host.Holds(PlanOf.Hosts("a b", steps));

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void It_plans_does_holds_finds_drift_and_takes_back(string shell)
    {
        With(PlanOf.Preflight("true"), Makes("x", 1), Makes("y", 2));

        var plan = host.Run(shell, "plan");
        Assert.Equal(
            "[01/3] holds    preflight  preflight\n[02/3] change   x  x\n        there is no x\n[03/3] change   y  y\n        there is no y\n",
            plan.Output);
        Assert.False(Directory.Exists(host.State));
        var apply = host.Run(shell, "apply");
        Assert.Equal(
            "[01/3] holds    preflight  preflight\n[02/3] doing    x  x\n[02/3] changed  x  x\n[03/3] doing    y  y\n[03/3] changed  y  y\n",
            apply.Output);
        Assert.Equal("[01/3] holds    preflight  preflight\n[02/3] holds    x  x\n[03/3] holds    y  y\n",
            host.Run(shell, "apply").Output);
        Assert.Equal("[01/3] -        preflight  preflight\n[02/3] changed  x  x\n[03/3] changed  y  y\n",
            host.Run(shell, "status").Output);
        Assert.Equal(0, host.Run(shell, "verify").Exit);
        File.Delete(X);
        var drift = host.Run(shell, "verify");
        Assert.Equal((5, true), (drift.Exit, drift.Output.Contains("[02/3] drifted  x", StringComparison.Ordinal)));
        var back = host.Run(shell, "rollback");
        Assert.Equal((0, "[03/3] undone   y  y\n[02/3] undone   x  x\n"), (back.Exit, back.Output));
        Assert.False(File.Exists(host.PathOf("y")));
        Assert.False(Directory.Exists(host.State));
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_failure_says_why_and_what_now_and_begins_nothing_after_it(string shell)
    {
        With(PlanOf.Step("x", 1, "false", "echo it breaks; exit 12"), Makes("y", 2));

        var apply = host.Run(shell, "apply");

        Assert.Equal(
            (1, "[01/2] doing    x  x\n[01/2] failed   x  x\n        it breaks\n  why:  because\n  fix:  mend it\n"),
            (apply.Exit, apply.Output));
        Assert.False(File.Exists(host.PathOf("y")));
    }

    [Theory]
    [InlineData("dash", "fail disk-full sda1", "sda1", "the disk is full", "make room")]
    [InlineData("bash", "fail disk-full sda1", "sda1", "the disk is full", "make room")]
    [InlineData("dash", "found=$(fail link-down eth1)", "eth1", "the uplink is down", "look at the switch")]
    public void A_failure_with_a_name_is_explained_as_in_a_run(string shell, string change, string found,
        string why, string now)
    {
        With(PlanOf.Step("x", 1, "false", change));

        Assert.Equal($"[01/1] doing    x  x\n[01/1] failed   x  x\n        {found}\n  why:  {why}\n  fix:  {now}\n",
            host.Run(shell, "apply").Output);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_step_beyond_its_time_is_ended_with_all_it_has_started(string shell)
    {
        // Many, since what ends them is itself ended with the first that everybody waits for.
        With(PlanOf.Step("x", 1, "false",
            $"for each in $(seq 30); do sleep 1000 >/dev/null 2>&1 & echo $! >>{X}; done; sleep 1000 >/dev/null 2>&1")
            with { TimeoutSeconds = 3 });

        var apply = host.Run(shell, "apply");

        Assert.Equal(1, apply.Exit);
        Assert.Contains("it took longer than its limit of 3 s and was ended", apply.Output, StringComparison.Ordinal);
        Assert.Equal(30, File.ReadAllLines(X).Length);
        Assert.True(SpinWait.SpinUntil(() => !File.ReadAllLines(X).Any(StillRuns), TimeSpan.FromSeconds(10)),
            "what it had started still runs");
    }

    private static bool StillRuns(string process) =>
        File.Exists($"/proc/{process}/cmdline") && File.ReadAllText($"/proc/{process}/cmdline").Length > 0;

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public async Task Killed_in_a_step_it_goes_on_there_and_what_it_had_started_is_ended(string shell)
    {
        var begun = host.PathOf("begun");
        With(Makes("x", 1), Makes("y",
            2, $"if [ ! -e {begun} ]; then echo $$ >{begun}; sleep 100; echo late >>{X}; fi"), Makes("z", 3));
        using var first = host.Start(shell, "apply");
        while (!File.Exists(begun)) await Task.Delay(10, TestContext.Current.CancellationToken);
        host.Kill();

        var again = host.Run(shell, "apply");

        Assert.Equal(
            (0,
                "[01/3] holds    x  x\n[02/3] doing    y  y\n[02/3] changed  y  y\n[03/3] doing    z  z\n[03/3] changed  z  z\n"),
            (again.Exit, again.Output));
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("new\n", File.ReadAllText(X));
        Assert.Equal(0, host.Run(shell, "rollback").Exit);
        Assert.False(File.Exists(X));
    }

    [Fact]
    public void It_stops_where_the_other_hosts_must_have_come_and_goes_on_when_told()
    {
        With(Makes("x", 1), PlanOf.Proof("proof", 2, "ovsw_published here"));

        var alone = host.Run("dash", "apply");
        var led = host.Run("dash", "apply", "publishes b here 192.0.2.2\n", ["--from", "2", "--stdin", "-v"]);

        Assert.Equal(3, alone.Exit);
        Assert.Contains("go on with: apply --from 2", alone.Output, StringComparison.Ordinal);
        Assert.Equal((0, "[02/2] holds    proof  proof\n        b 192.0.2.2\n"), (led.Exit, led.Output));
    }

    [Fact]
    public void What_a_step_publishes_pings_and_will_stop_is_told()
    {
        With(PlanOf.Proof("p",
            1,
            "ovsw_publish here 1; ovsw_pair a 10.0.0.1 b 10.0.0.2 56 ok 0.1 ms; ovsw_pair a 10.0.0.1 b 10.0.0.2 1422 lost; ovsw_interrupts container web"));

        Assert.Equal(
            "[01/1] holds    p  p\n        publishes here 1\n        a 10.0.0.1 -> b 10.0.0.2  56 bytes  0.1 ms\n        a 10.0.0.1 -> b 10.0.0.2  1422 bytes  lost\n        will be stopped and started again: container web\n",
            host.Run("dash", "apply").Output);
    }

    [Fact]
    public void What_is_the_operators_to_do_needs_a_word()
    {
        With(PlanOf.Confirm("c", 1, $"test -e {X}"));

        var unasked = host.Run("dash", "apply");
        File.WriteAllText(X, "");

        Assert.Equal((3, true), (unasked.Exit, unasked.Output.Contains("--confirmed", StringComparison.Ordinal)));
        Assert.Equal(0, host.Run("dash", "apply", "--confirmed").Exit);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_secret_comes_over_standard_input_and_is_in_no_file(string shell)
    {
        const string secret = "s3cr\"et'$HOME\\";
        var json = host.PathOf("json");
        var step = PlanOf.Step("x", 1, "true", "true") with
        {
            Kind = StepKind.File, Do = null, Check = null, Undo = null,
            File = new PlannedFile(json, "{ \"token\": \"\u0001secret:token\u0001\" }", FileMerge.Json, "0600",
                null, $"printf %s \"$OVSW_SECRET_token\" >{X}; echo it is \"$OVSW_SECRET_token\" now; cat {json}"),
        };
        var plan = PlanOf.Hosts("a", step);
        host.Holds(plan with
        {
            Hosts = [plan.Hosts[0] with { Secrets = new Dictionary<string, string> { ["token"] = "env:TOKEN" } }]
        });

        var unasked = host.Run(shell, "apply");
        var apply = host.Run(shell, "apply",
            $"secret token {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret))}\n", ["--stdin", "-v"]);

        Assert.Contains("it is *** now", apply.Output, StringComparison.Ordinal);
        Assert.Contains("\"token\": \"***\"", apply.Output, StringComparison.Ordinal);
        Assert.Equal((2, true),
            (unasked.Exit, unasked.Output.Contains("the secret token is not given", StringComparison.Ordinal)));
        Assert.Equal(0, apply.Exit);
        Assert.Equal(secret, File.ReadAllText(X));
        Assert.Equal(secret, (string?)System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(json))!["token"]);
        Assert.DoesNotContain("s3cr", File.ReadAllText(host.Script) + apply.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Files of this machine as a script carries them: bytes of every value, one of them empty, one with a name to be
    /// quoted, two that are equal.
    /// </summary>
    private PlannedStep Sends(params string[] names)
    {
        return PlanOf.Step("send", 1, "", "") with { Kind = StepKind.Send, Check = null, Do = null, Undo = null,
            Transfer = new([.. names.Select(host.PathOf)], host.PathOf("there")) };
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Files_are_carried_inside_and_go_again(string shell)
    {
        string[] names = ["a.rpm", "b's & c.rpm", "empty", "b again"];
        File.WriteAllBytes(host.PathOf(names[0]), [.. Enumerable.Range(0, 10_000).Select(i => (byte)i)]);
        File.WriteAllText(host.PathOf(names[1]), "b\n");
        File.WriteAllText(host.PathOf(names[2]), "");
        File.WriteAllText(host.PathOf(names[3]), "b\n");
        With(Sends(names));

        var apply = host.Run(shell, "apply");

        Assert.Equal((0, "[01/1] doing    send  send\n[01/1] changed  send  send\n"), (apply.Exit, apply.Output));
        foreach (var name in names)
            Assert.Equal(File.ReadAllBytes(host.PathOf(name)), File.ReadAllBytes(host.PathOf($"there/{name}")));
        Assert.Equal("[01/1] holds    send  send\n", host.Run(shell, "apply").Output);
        File.WriteAllText(host.PathOf("there/a.rpm"), "another");
        Assert.Equal(5, host.Run(shell, "verify").Exit);
        Assert.Equal(0, host.Run(shell, "apply").Exit);
        Assert.Equal(0, host.Run(shell, "rollback").Exit);
        Assert.False(Directory.Exists(host.PathOf("there")));
        if (File.Exists("/usr/bin/shellcheck")) Assert.Equal("",
            ShellCheck.Complaints(File.ReadAllText(host.Script), "shellcheck", "-s", "sh", "-").Split("\nin:\n")[0]);
    }

    [Fact]
    public void A_file_that_was_taken_out_of_the_script_is_missed_and_nothing_put_in_its_place()
    {
        File.WriteAllText(host.PathOf("a.rpm"), "a");
        With(Sends("a.rpm"));
        File.WriteAllLines(host.Script, File.ReadLines(host.Script)
            .TakeWhile(l => !l.StartsWith("#>>> carried", StringComparison.Ordinal)).ToList());

        var apply = host.Run("dash", "apply");

        Assert.Equal((1, true),
            (apply.Exit, apply.Output.Contains("a.rpm did not arrive as it was sent", StringComparison.Ordinal)));
        Assert.Empty(Directory.GetFiles(host.PathOf("there")));
    }

    [Fact]
    public void A_file_that_is_not_here_any_more_cannot_be_exported()
    {
        var failure = Assert.Throws<Failure>(() => With(Sends("gone.rpm")));

        Assert.Equal((FailureKind.Input, true),
            (failure.Kind, failure.What.Contains("gone.rpm cannot be read", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Files_of_the_host_are_offered_and_given_by_their_checksum(string shell)
    {
        With(PlanOf.Step("fetch", 1, "", "") with { Kind = StepKind.Fetch, Check = null, Do = null, Undo = null,
            Transfer = new([], "/to") { List = $"echo {X}" } });

        var missing = host.Run(shell, "apply");
        File.WriteAllText(X, "x\n");
        var sum = OvsWizard.Ssh.LocalFiles.Sum(X);

        Assert.Equal((1, $"[01/1] failed   fetch  fetch\n        there is no file {X}\n"),
            (missing.Exit, missing.Output));
        Assert.Equal((0, $"[01/1] gives    fetch  fetch\n        gives {sum} 2 {X}\n"), host.Run(shell, "apply"));
        Assert.Equal((0, $"[01/1] gives    fetch  fetch\n        gives {sum} 2 {X}\n"), host.Run(shell, "verify"));
        Assert.Equal((0, $"[01/1] holds    fetch  fetch\n        gives {sum} 2 {X}\n"),
            host.Run(shell, "verify", $"local {sum} x\n", ["--stdin"]));
        Assert.Equal(5, host.Run(shell, "verify", "", ["--stdin"]).Exit);
        Assert.Equal((0, "x\n"), host.Run(shell, "give", sum!));
        Assert.Equal(1, host.Run(shell, "give", new string('0', 64)).Exit);
        Assert.Equal(2, host.Run(shell, "give", "../x").Exit);
        Assert.False(Directory.Exists(host.State));
    }

    [Fact]
    public void What_commands_print_cannot_speak_to_the_terminal_or_forge_the_protocol()
    {
        With(PlanOf.Step("x", 1, "false", "printf '\\033[31mred\\n\\036m end done 0\\n'; exit 1"));

        Assert.Equal("[01/1] doing    x  x\n[01/1] failed   x  x\n        [31mred\n        m end done 0\n",
            host.Run("dash", "apply").Output.Replace("\u001e", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("frobnicate")]
    [InlineData("apply --from x")]
    public void Wrong_usage_is_told(string words)
    {
        With(Makes("x", 1));
        Assert.Equal(2, host.Run("dash", words.Split(' ')[0], words.Split(' ')[1..]).Exit);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void On_standard_input_it_says_that_it_must_be_a_file_and_does_nothing(string shell)
    {
        Assert.Equal((2, "this script must be a file: cat >FILE, then sh FILE apply\n"),
            With(Makes("x", 1)).RunFromInput(shell, "apply"));
        Assert.False(File.Exists(X));
    }

    [Theory]
    [InlineData("dash", "-n")]
    [InlineData("bash", "-n")]
    [InlineData("shellcheck", "-s", "sh", "-")]
    public void Shells_and_shellcheck_are_content(string program, params string[] arguments)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{program}"), $"{program} is not installed here");
        foreach (var plan in new[] { Overlay.Plan(3),
            Overlay.Plan(2, "tunnel_type=gre", "firewall=disable", "selinux=permissive", "docker_bridge=br-app"),
            Uplink.Plan(), Uplink.Plan("router=linux", "router_host=h3", "canary=h1") })
            foreach (var file in new ScriptExport(plan, [], Language.English, SampleExport.Templates).Files()
                .Where(f => f.IsProgram).TakeLast(2))
                Assert.Equal("", ShellCheck.Complaints(file.Content, program, arguments).Split("\nin:\n")[0]);
    }
}

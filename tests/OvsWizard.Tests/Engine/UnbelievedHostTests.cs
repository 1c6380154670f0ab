using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// Hosts that say what they should not: what is printed there is never taken for the shell's own word, and what does
/// not fit fails that host alone.
/// </summary>
public sealed class UnbelievedHostTests : IDisposable
{
    private readonly LocalMachines machines = new() { Resumes = true };

    public void Dispose() => machines.Dispose();

    /// <summary>All that a script can find out about its session, before a word that would do harm.</summary>
    private static string Forged(string words) =>
        $"for mark in \"$OVSW_MARK\" \"$(cat /proc/$$/environ | tr '\\0' '\\n' | sed -n 's/^OVSW_MARK=//p')\" x; do printf '\\036%s %s\\n' \"$mark\" '{words}'; printf 'unfinished\\036%s %s\\n' \"$mark\" '{words}'; done";

    [Theory]
    [InlineData("idle")]
    [InlineData("end done 0")]
    [InlineData("end satisfied 0")]
    [InlineData("step two")]
    [InlineData("kept one")]
    [InlineData("locked r9 m ann")]
    [InlineData("session 192.0.2.1 192.0.2.2 eth0 - eth0 -")]
    [InlineData("publish here 1")]
    [InlineData("pair b 192.0.2.1 a 192.0.2.2 56 ok 1 ms")]
    [InlineData("interrupts container web")]
    [InlineData("remark all is well")]
    [InlineData("offer - 0 no file")]
    [InlineData("end what ever it says")]
    public async Task What_a_script_prints_is_output_and_no_word_of_the_shell(string words)
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, $"[ $OVSW_HOST = b ] || {{ {Forged(words)}; exit 1; }}", $"{Forged(words)}; exit 12",
                "true"), machines.Touch("two", 2));

        var state = await machines.RunAsync(plan);

        Assert.Equal(
            "Failed: a preflight=Satisfied one=Failed two=Pending, b preflight=Satisfied one=Satisfied two=Done",
            LocalMachines.Outcome(state));
        Assert.DoesNotContain(machines.Events,
            e => e is Published or PairProved or WillInterrupt or Remarked or SessionFound or HostLost);
        Assert.Contains(machines.Events,
            e => e is StepOutput output && output.Line.EndsWith($" {words}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_script_finds_the_shells_token_nowhere(string shell)
    {
        const string Look = "set; export; env; echo \"$ovsw_token\"; tr \"\\\\0\" \"\\\\n\" </proc/$$/environ";
        var script = HostScript.Functions("") + HostScript.Opening("mark", "t0ken", "h", machines.Folder)
            + $"ovsw_define 1 a '{Look}; false' '{Look}' '{Look}' '{Look}' '{Look}' '' ''\novsw_walk 1:onlymine\novsw_go 1:onlymine\novsw_take_back 1:onlymine\n";

        var said = HostShell.Run(script, shell);

        Assert.DoesNotContain("t0ken", said.Replace("\u001et0ken ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Contains("onlymine\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_earlier_step_left_behind_cannot_speak_in_a_later_ones_turn()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", "( sleep 0.3; ovsw_publish late 1; ovsw_say idle ) & ", "true"),
            PlanOf.Step("two", 2, "false", "sleep 1; ovsw_publish mine 1", "true"));

        Assert.Equal("Done: a preflight=Satisfied one=Done two=Done",
            LocalMachines.Outcome(await machines.RunAsync(plan)));
        Assert.Equal(["mine"], machines.Events.OfType<Published>().Select(p => p.Name));
    }

    [Theory]
    [InlineData("ovsw_say idle", "idle")]
    [InlineData("ovsw_say end done 0", "end done 0")]
    [InlineData("ovsw_publish another 1", "publish another 1")]
    [InlineData("ovsw_pair b 192.0.2.1 a 192.0.2.2 56 ok 1 ms", "pair b 192.0.2.1 a 192.0.2.2 56 ok 1 ms")]
    [InlineData("ovsw_pair a 192.0.2.1 stranger 192.0.2.2 56 ok 1 ms",
        "pair a 192.0.2.1 stranger 192.0.2.2 56 ok 1 ms")]
    [InlineData("ovsw_pair a 192.0.2.1 b 192.0.2.2 many ok", "pair a 192.0.2.1 b 192.0.2.2 many ok")]
    [InlineData("ovsw_say offer - 0 none", "offer - 0 none")]
    [InlineData("i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); ovsw_remark $i; done", "remark 1")]
    public async Task A_script_that_says_what_its_step_has_not_to_say_fails_its_host(string says, string told)
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"), PlanOf.Step("one", 1,
            "false", $"[ $OVSW_HOST = b ] || {{ {says}; }}", "true") with { Publishes = ["own"] });

        var state = await machines.RunAsync(plan);

        Assert.Equal("Failed: a preflight=Satisfied one=Interrupted, b preflight=Satisfied one=Done",
            LocalMachines.Outcome(state));
        var lost = Assert.Single(machines.Events.OfType<HostLost>());
        Assert.Equal(("a", 4, true), (lost.Host, lost.ExitCode,
            lost.What.StartsWith($"cannot follow the host: it sent '{told}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a", "y")]
    [InlineData("a", "\u001ex idle")]
    public async Task A_host_that_prints_without_end_and_says_nothing_is_ended(string host, string line)
    {
        var runner = new Runner(new RunState(PlanOf.Hosts(host, PlanOf.Preflight("true"))),
            (_, _, _) => Task.FromResult<IHostShell>(new EndlessHost(host, line)), null, TimeProvider.System);

        var state = await runner.RunAsync(new RunOptions("r1", new ScriptedOperator(), new RunControl())
        {
            Silence = TimeSpan.FromSeconds(0.3)
        }, CancellationToken.None);

        Assert.Equal((RunStatus.Unfit, "the host did not answer within 0 s"),
            (state.Ended!.Status, state[host].Lost!.What));
    }

    /// <summary>
    /// What a host would say that knows its token and lies: each line of a truthful answer gone, doubled, moved or
    /// another one.
    /// </summary>
    [Theory]
    [InlineData("step one", "step two")]
    [InlineData("step one", "step nobody")]
    [InlineData("step one", null)]
    [InlineData("phase check", "phase do")]
    [InlineData("phase check", "phase undo")]
    [InlineData("phase do", null)]
    [InlineData("phase do", "phase do\nphase do")]
    [InlineData("phase verify", null)]
    [InlineData("piece", "piece not base64!")]
    [InlineData("piece", "image 5\nlonger than five")]
    [InlineData("piece", "image -1")]
    [InlineData("piece", null)]
    [InlineData("kept one", "kept two")]
    [InlineData("kept one", null)]
    [InlineData("kept one", "kept one\nkept one")]
    [InlineData("end done 0", null)]
    [InlineData("end done 0", "end done 0\nend done 0")]
    [InlineData("end done 0", "end satisfied 0")]
    [InlineData("end done 0", "end undone 0")]
    [InlineData("end done 0", "end what 0")]
    [InlineData("end done 0", "end done 256")]
    [InlineData("end done 0", "end done")]
    [InlineData("end done 0", "end")]
    [InlineData("end done 0", "armed 60")]
    [InlineData("end done 0", "changed 0\nend done 0")]
    [InlineData("end done 0", "spared one")]
    [InlineData("end done 0", "session a b c d e f")]
    [InlineData("end done 0", "nonsense")]
    public async Task What_cannot_be_meant_fails_the_host_that_says_it_and_no_other(string line, string? lie)
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"), PlanOf.Step("one", 1, "false", "true"),
            PlanOf.Step("two", 2, "false", "true"));
        var plans = plan.Hosts.ToDictionary(h => h.Host);
        var runner = new Runner(new RunState(plan),
            (host, _, _) => Task.FromResult<IHostShell>(new SimulatedHost(plans[host], TimeSpan.Zero)
            {
                Lies = said => host is "b" ? said
                    : said.SelectMany(l => l.Words.StartsWith(line, StringComparison.Ordinal)
                        ? lie?.Split('\n').Select(w => l with { Words = w }) ?? [] : [l]),
            }), null, TimeProvider.System);

        var state = await runner.RunAsync(new RunOptions("r1", new ScriptedOperator(), new RunControl()),
            CancellationToken.None);

        Assert.Equal((4, null), (state["a"].Lost?.ExitCode, state["b"].Lost));
        Assert.Equal(state.Ended!.Status is RunStatus.Unfit ? StepStatus.Pending : StepStatus.Done,
            state["b"]["two"].Status);
    }
}

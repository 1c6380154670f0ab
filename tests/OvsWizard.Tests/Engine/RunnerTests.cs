using System.Diagnostics;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Engine;

/// <summary>The engine over real shells of this machine: what happened on each host, step by step.</summary>
public sealed class RunnerTests : IDisposable
{
    private readonly LocalMachines machines = new();

    private string folder => machines.Folder;

    public void Dispose() => machines.Dispose();

    /// <summary>A step that makes a file of the host's own.</summary>
    private PlannedStep Touch(string name, int order) =>
        PlanOf.Step(name, order, $"test -e {folder}/$OVSW_HOST.{name}", $"touch {folder}/$OVSW_HOST.{name}");

    private async Task<RunState> RunAsync(Plan plan, bool looksOnly = false, bool stepByStep = false,
        Func<RunState, bool>? consent = null, Func<PlannedStep, bool>? next = null, CancellationToken stop = default)
    {
        var operates = new ScriptedOperator { Consent = consent ?? (_ => true), Next = next ?? (_ => true) };
        return await machines.RunAsync(plan, operates, o => o with
        {
            ChecksOnly = looksOnly,
            Fused = !stepByStep,
            Control = new RunControl { StepByStep = stepByStep }
        }, stop);
    }

    private static string Outcome(RunState state) => LocalMachines.Outcome(state);

    [Fact]
    public async Task Every_step_is_done_on_every_host_and_found_done_the_second_time()
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"), Touch("one", 1), Touch("two", 2),
            PlanOf.Proof("proof", 3, "true"));

        Assert.Equal(
            "Done: a preflight=Satisfied one=Done two=Done proof=Satisfied, b preflight=Satisfied one=Done two=Done proof=Satisfied",
            Outcome(await RunAsync(plan)));
        Assert.Equal(
            "Done: a preflight=Satisfied one=Satisfied two=Satisfied proof=Satisfied, b preflight=Satisfied one=Satisfied two=Satisfied proof=Satisfied",
            Outcome(await RunAsync(plan)));
    }

    [Fact]
    public async Task A_host_that_is_not_fit_keeps_all_hosts_untouched()
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("[ $OVSW_HOST = a ] || exit 12"), Touch("one", 1));

        var state = await RunAsync(plan);

        Assert.Equal("Unfit: a preflight=Satisfied one=Pending, b preflight=Failed one=Pending", Outcome(state));
        Assert.Equal("because", state["b"]["preflight"].Result!.Why!.Value.En);
        Assert.Empty(Directory.GetFiles(folder, "*.one"));
    }

    [Theory]
    [InlineData("echo 'mkdir: cannot create directory /x: Read-only file system'; exit 1", "read-only")]
    [InlineData("nosuchprogram", "is not on this host")]
    [InlineData(
        "echo 'ovs-vsctl: unix:/var/run/openvswitch/db.sock: database connection failed (No such file or directory)'; exit 1",
        "ovsdb-server")]
    [InlineData("echo 'No space left on device'; exit 12", "because")]
    [InlineData("echo nothing that is known; exit 1", null)]
    public async Task What_the_host_said_is_the_probable_cause_where_the_runbook_knows_none(string change,
        string? cause)
    {
        var state = await RunAsync(PlanOf.Hosts("a", PlanOf.Preflight("true"), PlanOf.Step("one", 1, "false", change)));

        var why = state["a"]["one"].Result!.Why?.En;
        if (cause is null) Assert.Null(why);
        else Assert.Contains(cause, why);
    }

    [Theory]
    [InlineData("fail disk-full", "disk-full: the disk is full / make room")]
    [InlineData("fail link-down", "link-down: the uplink is down / look at the switch")]
    [InlineData("found=$(fail disk-full); echo never", "disk-full: the disk is full / make room")]
    [InlineData("echo eth1 | while read -r each; do fail link-down \"$each\"; done",
        "link-down: the uplink is down / look at the switch")]
    [InlineData("( fail disk-full ) || fail link-down", "link-down: the uplink is down / look at the switch")]
    [InlineData("( fail disk-full ) || exit 12", ": because / mend it")]
    [InlineData("fail unheard-of", "unheard-of:  / ")]
    [InlineData("exit 120", ":  / ")]
    public async Task A_failure_is_explained_by_its_name_by_the_step_or_by_whoever_raises_it(string change, string told)
    {
        var step = (await RunAsync(PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", change))))["a"]["one"];

        Assert.Equal((StepStatus.Failed, told),
            (step.Status, $"{step.Result!.Reason}: {step.Result.Why?.En} / {step.Result.Now?.En}"));
    }

    [Fact]
    public async Task A_failed_step_ends_its_host_and_leaves_the_others_their_own_steps()
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"), PlanOf.Step("one", 1,
            "false", "[ $OVSW_HOST = a ] || exit 12", "true"), Touch("two", 2), PlanOf.Proof("proof", 3, "true"));

        Assert.Equal(
            "Failed: a preflight=Satisfied one=Done two=Done proof=Pending, b preflight=Satisfied one=Failed two=Pending proof=Pending",
            Outcome(await RunAsync(plan)));
    }

    [Fact]
    public async Task A_change_that_does_not_hold_is_a_failure()
    {
        var state = await RunAsync(PlanOf.Hosts("a", PlanOf.Preflight("true"), PlanOf.Step("one", 1, "false", "true")));

        Assert.Equal("Failed: a preflight=Satisfied one=Failed", Outcome(state));
    }

    [Fact]
    public async Task Published_values_of_all_hosts_reach_the_steps_after_peers()
    {
        var plan = PlanOf.Hosts("a b",
            PlanOf.Preflight("true"),
            PlanOf.Step("say", 1, "false", "ovsw_publish name I-am-$OVSW_HOST", "true"),
            PlanOf.Proof("proof", 2, "test \"$(ovsw_published name | sort | tr '\\n' ' ')\" = 'a I-am-a b I-am-b '"));

        Assert.StartsWith("Done", Outcome(await RunAsync(plan)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_preflight_publishes_reaches_the_first_step_after_it(bool looksOnly)
    {
        var plan = PlanOf.Hosts("a b",
            PlanOf.Preflight("[ $OVSW_HOST = a ] || sleep 0.2; ovsw_publish name I-am-$OVSW_HOST"),
            PlanOf.Proof("proof", 1, "test \"$(ovsw_published name | sort | tr '\\n' ' ')\" = 'a I-am-a b I-am-b '"));

        Assert.Equal("Done: a preflight=Satisfied proof=Satisfied, b preflight=Satisfied proof=Satisfied",
            Outcome(await RunAsync(plan, looksOnly: looksOnly)));
    }

    [Fact]
    public async Task Saying_no_leaves_everything_untouched()
    {
        var state = await RunAsync(
            PlanOf.Hosts("a b", PlanOf.Preflight("ovsw_interrupts container web"), Touch("one", 1)), consent: seen =>
            {
                Assert.Equal(["container web", "container web"], seen.Interruptions.Select(i => i.What));
                return false;
            });

        Assert.Equal("Declined: a preflight=Satisfied one=Pending, b preflight=Satisfied one=Pending", Outcome(state));
    }

    [Fact]
    public async Task Looking_changes_nothing_and_names_the_drift()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), Touch("one", 1), PlanOf.Step("two", 2, "true", "false"));

        var state = await RunAsync(plan, looksOnly: true);

        Assert.Equal("Done: a preflight=Satisfied one=Drifted two=Satisfied", Outcome(state));
        Assert.Empty(Directory.GetFiles(folder, "*.one"));
    }

    [Fact]
    public async Task Step_by_step_asks_before_each_step_once_for_all_hosts()
    {
        var asked = new List<string>();

        var state = await RunAsync(PlanOf.Hosts("a b", PlanOf.Preflight("true"), Touch("one", 1), Touch("two", 2),
            Touch("three", 3)), stepByStep: true, next: step =>
            {
                asked.Add(step.Id);
                return step.Id != "three";
            });

        Assert.Equal(["two", "three"], asked);
        Assert.Equal(
            "Interrupted: a preflight=Satisfied one=Done two=Done three=Pending, b preflight=Satisfied one=Done two=Done three=Pending",
            Outcome(state));
    }

    [Theory]
    [InlineData("true", true, "Done: a preflight=Satisfied one=Done switch=Satisfied two=Done")]
    [InlineData("exit 12", true, "Failed: a preflight=Satisfied one=Done switch=Failed two=Pending")]
    [InlineData("true", false, "Interrupted: a preflight=Satisfied one=Done switch=Pending two=Pending")]
    public async Task What_the_operator_does_is_confirmed_and_then_probed(string probe, bool confirmed, string expected)
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), Touch("one", 1), PlanOf.Confirm("switch", 2, probe),
            Touch("two", 3));

        Assert.Equal(expected, Outcome(await RunAsync(plan, next: step => step.Id == "switch" && confirmed)));
    }

    [Fact]
    public async Task A_step_over_its_time_limit_is_ended_with_everything_it_started()
    {
        var slow = PlanOf.Step("one", 1, "false", $"sleep 60 & echo $! > {folder}/pid; wait", "true")
            with { TimeoutSeconds = 1 };

        var state = await RunAsync(PlanOf.Hosts("a", PlanOf.Preflight("true"), slow));

        Assert.Equal("Failed: a preflight=Satisfied one=Failed", Outcome(state));
        Assert.Contains("limit of 1 s", state["a"]["one"].Result!.Why!.Value.En, StringComparison.Ordinal);
        Assert.False(Runs(File.ReadAllText($"{folder}/pid").Trim()));
    }

    /// <summary>
    /// A process that was killed may stay as a zombie until its new parent looks after it; a zombie has no command
    /// line.
    /// </summary>
    private static bool Runs(string pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    [Fact]
    public async Task Stopped_in_the_middle_the_step_in_hand_is_interrupted()
    {
        using var stop = new CancellationTokenSource();
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", $"touch {folder}/begun; sleep 60", "true"));
        _ = Task.Run(async () =>
        {
            while (!File.Exists($"{folder}/begun")) await Task.Delay(10);
            await stop.CancelAsync();
        }, TestContext.Current.CancellationToken);

        Assert.Equal("Interrupted: a preflight=Satisfied one=Interrupted",
            Outcome(await RunAsync(plan, stop: stop.Token)));
    }

    [Fact]
    public async Task A_shell_that_dies_leaves_its_step_interrupted_and_the_host_lost()
    {
        var state = await RunAsync(PlanOf.Hosts("a b", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", "[ $OVSW_HOST = b ] || kill -9 $$", "true"), Touch("two", 2)));

        Assert.Equal(
            "Failed: a preflight=Satisfied one=Interrupted two=Pending, b preflight=Satisfied one=Done two=Done",
            Outcome(state));
        Assert.Equal("the shell on the host ended before its steps did", state["a"].Lost!.What);
    }

    [Fact]
    public async Task A_shell_that_died_while_the_operator_was_asked_is_told_of_as_one_that_died_at_work()
    {
        bool Kill(RunState _)
        {
            var pid = File.ReadAllText($"{folder}/pid").Trim();
            using var shell = Process.GetProcessById(int.Parse(pid));
            shell.Kill();
            SpinWait.SpinUntil(() => !Runs(pid), TimeSpan.FromSeconds(10));
            return true;
        }

        var state = await RunAsync(PlanOf.Hosts("a", PlanOf.Preflight($"echo $$ > {folder}/pid"), Touch("one", 1)),
            consent: Kill);

        Assert.Equal("Failed: a preflight=Satisfied one=Pending", Outcome(state));
        Assert.Equal("the shell on the host ended before its steps did", state["a"].Lost!.What);
    }

    [Fact]
    public async Task How_long_the_operator_thinks_is_no_part_of_how_long_the_run_took()
    {
        var thinks = TimeSpan.FromMilliseconds(400);
        bool Think(RunState _)
        {
            Thread.Sleep(thinks);
            return true;
        }

        var state = await RunAsync(PlanOf.Hosts("a", PlanOf.Preflight("true"), Touch("one", 1)), consent: Think);

        Assert.InRange(state.Ended!.Milliseconds,
            1, (state.Ended.At - state.Started!.At - thinks).TotalMilliseconds + 20);
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_journal_says_so()
    {
        var journal = machines.JournalPath;
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", $"grep -q '\"step-intended\".*\"one\"' {journal} || exit 12", "true"));

        var state = await RunAsync(plan);

        Assert.Equal("Done: a preflight=Satisfied one=Done", Outcome(state));
    }

    [Fact]
    public async Task The_journal_adds_up_to_the_same_state()
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"), Touch("one", 1),
            PlanOf.Step("two", 2, "false", "[ $OVSW_HOST = a ]", "true"));
        var state = await RunAsync(plan);

        var again = new RunState(plan);
        foreach (var happened in RunJournal.Read(machines.JournalPath, out _)) again.Apply(happened);

        Assert.Equal(Outcome(state), Outcome(again));
    }
}

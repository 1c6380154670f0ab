using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Engine;

/// <summary>Runs that end early and go on, over real shells of this machine.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly LocalMachines machines = new() { Resumes = true };

    public void Dispose() => machines.Dispose();

    private string Here(string name) => Path.Combine(machines.Folder, name);

    private Plan ThreeSteps() => PlanOf.Hosts("a b", PlanOf.Preflight("true"), machines.Touch("one", 1),
        machines.Touch("two", 2), machines.Touch("three", 3), PlanOf.Proof("proof", 4, "true"));

    private const string AllDone =
        "Done: a preflight=Satisfied one=Done two=Done three=Done proof=Satisfied, b preflight=Satisfied one=Done two=Done three=Done proof=Satisfied";

    [Fact]
    public async Task Cut_off_after_any_line_of_the_journal_it_ends_as_if_it_had_not_been()
    {
        var plan = ThreeSteps();
        await machines.RunAsync(plan);
        var lines = await File.ReadAllLinesAsync(machines.JournalPath, TestContext.Current.CancellationToken);
        Assert.True(lines.Length > 20);

        for (var kept = 1; kept < lines.Length; kept++)
        {
            await File.WriteAllLinesAsync(machines.JournalPath, lines.Take(kept),
                TestContext.Current.CancellationToken);

            Assert.Equal(AllDone, LocalMachines.Outcome(await machines.RunAsync(plan)));
        }
    }

    [Fact]
    public async Task What_was_done_is_not_done_again()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, $"test -e {Here("did")}", $"echo did >>{Here("did")}"),
            PlanOf.Step("two", 2, $"test -e {Here("two")}", $"test -e {Here("allowed")} && touch {Here("two")}"));
        Assert.StartsWith("Failed", LocalMachines.Outcome(await machines.RunAsync(plan)), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Here("allowed"), "", TestContext.Current.CancellationToken);

        Assert.Equal("Done: a preflight=Satisfied one=Done two=Done",
            LocalMachines.Outcome(await machines.RunAsync(plan)));
        Assert.Equal("did\n", await File.ReadAllTextAsync(Here("did"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_changed_meanwhile_is_shown_before_going_on_and_done_again()
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"), machines.Touch("one", 1),
            PlanOf.Step("two", 2, "false", $"test -e {Here("allowed")}", "true"));
        await machines.RunAsync(plan);
        File.Delete(Here("b.one"));
        await File.WriteAllTextAsync(Here("allowed"), "", TestContext.Current.CancellationToken);
        string? shown = null;

        var state = await machines.RunAsync(plan, new ScriptedOperator
        {
            Consent = seen =>
            {
                shown = string.Join(' ', seen.Hosts.SelectMany(h =>
                    h.Steps.Where(s => s.Status is StepStatus.Drifted).Select(s => $"{h.Name}:{s.Planned.Id}")));
                return true;
            },
        });

        Assert.Equal("b:one", shown);
        Assert.Equal("Done: a preflight=Satisfied one=Done two=Done, b preflight=Satisfied one=Done two=Done",
            LocalMachines.Outcome(state));
        Assert.True(File.Exists(Here("b.one")));
    }

    [Fact]
    public async Task A_failed_step_that_is_retried_goes_on_from_there()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), PlanOf.Step("one", 1, $"test -e {Here("one")}",
            $"test -e {Here("allowed")} && touch {Here("one")}"), machines.Touch("two", 2));
        var asked = 0;

        var state = await machines.RunAsync(plan, new ScriptedOperator
        {
            Failed = (host, step) =>
            {
                Assert.Equal(("a", "one", StepStatus.Failed), (host.Name, step!.Planned.Id, step.Status));
                if (++asked == 2) File.WriteAllText(Here("allowed"), "");
                return FailureChoice.Retry;
            },
        });

        Assert.Equal(2, asked);
        Assert.Equal("Done: a preflight=Satisfied one=Done two=Done", LocalMachines.Outcome(state));
    }

    [Fact]
    public async Task A_failed_step_that_is_skipped_is_left_out_and_stays_so()
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"), PlanOf.Step("one", 1, "false", "[ $OVSW_HOST = b ]",
            "true"), machines.Touch("two", 2), PlanOf.Proof("proof", 3, "true"));

        var state = await machines.RunAsync(plan, new ScriptedOperator { Failed = (_, _) => FailureChoice.Skip });

        Assert.Equal(
            "Done: a preflight=Satisfied one=Skipped two=Done proof=Satisfied, b preflight=Satisfied one=Done two=Done proof=Satisfied",
            LocalMachines.Outcome(state));
    }

    [Fact]
    public async Task A_lost_host_that_is_retried_is_connected_again_and_goes_on()
    {
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"), machines.Touch("zero", 1),
            PlanOf.Step("one", 2, $"test -e {Here("again")}",
                $"touch {Here("again")}; [ $OVSW_HOST = b ] || kill -9 $$", "true"), PlanOf.Proof("proof", 3, "true"));

        var state = await machines.RunAsync(plan, new ScriptedOperator { Failed = (_, _) => FailureChoice.Retry });

        Assert.StartsWith("Done", LocalMachines.Outcome(state), StringComparison.Ordinal);
        Assert.Contains(machines.Events, e => e is HostLost { Host: "a" });
    }

    [Fact]
    public async Task A_step_that_took_too_long_can_be_retried()
    {
        var slow = PlanOf.Step("one", 1, $"test -e {Here("one")}", $"touch {Here("one")}; sleep 60", "true")
            with { TimeoutSeconds = 1 };

        var state = await machines.RunAsync(PlanOf.Hosts("a", PlanOf.Preflight("true"), slow, machines.Touch("two", 2)),
            new ScriptedOperator { Failed = (_, _) => FailureChoice.Retry });

        Assert.Equal("Done: a preflight=Satisfied one=Done two=Done", LocalMachines.Outcome(state));
    }

    [Fact]
    public async Task A_paused_run_begins_no_step_until_it_goes_on()
    {
        var control = new RunControl();
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), PlanOf.Step("one",
            1, "false", $"touch {Here("one")}; while [ ! -e {Here("go")} ]; do sleep 0.02; done", "true"),
            machines.Touch("two", 2));
        var run = machines.RunAsync(plan, how: o => o with { Control = control });
        while (!File.Exists(Here("one"))) await Task.Delay(10, TestContext.Current.CancellationToken);
        control.Pause();
        await File.WriteAllTextAsync(Here("go"), "", TestContext.Current.CancellationToken);
        while (!machines.Events.ToArray().Any(e => e is StepEnded { Step: "one" }))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(run.IsCompleted);
        Assert.False(File.Exists(Here("a.two")));

        control.Continue();

        Assert.Equal("Done: a preflight=Satisfied one=Done two=Done", LocalMachines.Outcome(await run));
        Assert.Equal(["run-paused", "run-continued"], machines.Events.Where(e => e is RunPaused or RunContinued)
            .Select(e => e is RunPaused ? "run-paused" : "run-continued"));
    }

    [Fact]
    public async Task A_parked_run_finishes_the_step_in_hand_and_can_be_resumed()
    {
        var control = new RunControl();
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), PlanOf.Step("one", 1, $"test -e {Here("done")}",
            $"touch {Here("one")}; sleep 0.3; touch {Here("done")}"), machines.Touch("two", 2));
        var run = machines.RunAsync(plan, how: o => o with { Control = control });
        while (!File.Exists(Here("one"))) await Task.Delay(10, TestContext.Current.CancellationToken);
        control.Park();

        Assert.Equal("Interrupted: a preflight=Satisfied one=Done two=Pending", LocalMachines.Outcome(await run));
        Assert.Equal("Done: a preflight=Satisfied one=Done two=Done",
            LocalMachines.Outcome(await machines.RunAsync(plan)));
    }

    [Fact]
    public async Task A_host_held_by_another_run_is_refused_before_any_host_is_changed()
    {
        using var holder = new MarkedProcess();
        File.CreateSymbolicLink(machines.PathsOf("b").Lock, $"r9 {holder.Mark} ann@ops since noon");

        var state = await machines.RunAsync(ThreeSteps());

        Assert.StartsWith("Unfit", LocalMachines.Outcome(state), StringComparison.Ordinal);
        Assert.Equal(6, state["b"].Lost!.ExitCode);
        Assert.Contains("run r9 of ann@ops since noon", state["b"].Lost!.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("a.one", machines.Touched, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_earlier_try_published_and_proved_no_longer_counts()
    {
        var tries = Here("tries");
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Proof("say",
                1,
                $"echo x >>{tries}; ovsw_publish try $(wc -l <{tries}); ovsw_pair a 1 a 2 56 $([ $(wc -l <{tries}) -gt 1 ] && echo ok || echo lost)"),
            PlanOf.Proof("proof", 2, $"[ \"$(ovsw_published try)\" = 'a 2' ]"));
        await machines.RunAsync(plan);

        var state = await machines.RunAsync(plan);

        Assert.Equal("Done: a preflight=Satisfied say=Satisfied proof=Satisfied", LocalMachines.Outcome(state));
        Assert.True(Assert.Single(state.Pairs).Answered);
        Assert.True(Assert.Single(machines.Read(plan).Pairs).Answered);
    }

    [Fact]
    public async Task A_parked_run_ends_also_where_a_host_waits_for_its_peers()
    {
        var control = new RunControl();
        var plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, $"test -e {Here("go")}",
                $"[ $OVSW_HOST = b ] || {{ touch {Here("one")}; while [ ! -e {Here("go")} ]; do sleep 0.02; done; }}",
                "true"), machines.Touch("two", 2), PlanOf.Proof("proof", 3, "true"));
        var run = machines.RunAsync(plan, how: o => o with { Control = control });
        while (!File.Exists(Here("one")) || !File.Exists(Here("b.two")))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        control.Park();
        await File.WriteAllTextAsync(Here("go"), "", TestContext.Current.CancellationToken);

        Assert.Equal(
            "Interrupted: a preflight=Satisfied one=Done two=Pending proof=Pending, b preflight=Satisfied one=Done two=Done proof=Pending",
            LocalMachines.Outcome(await run.WaitAsync(TimeSpan.FromSeconds(20),
                TestContext.Current.CancellationToken)));
    }
}

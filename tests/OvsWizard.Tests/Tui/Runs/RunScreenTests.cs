using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Runs;

public sealed class RunScreenTests
{
    private static readonly Func<string, string, WillInterrupt> stops = (host, what) => new WillInterrupt(host, what);

    internal static (Headless Screen, ScriptedRun Run) Show(int columns = 80, int rows = 24,
        Language language = Language.English, int hosts = 3)
    {
        var run = new ScriptedRun(ScriptedRun.Overlay(hosts));
        var screen = new Headless(w => new RunScreen(w, run.Work, isRollback: false, run), columns, rows, language);
        screen.Until(() => run.Begun.Count > 0);
        run.Tell(new RunStarted("r", "test", "run", "", "", [], 1));
        return (screen, run);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Running(int columns, int rows, Language language)
    {
        var (screen, run) = Show(columns, rows, language);
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied).Done("firewall");
        run.Tell(new StepPhase("docker01", "docker", "check"), new StepPhase("docker01", "docker", "do"),
            new StepPhase("docker02", "docker", "check"), new StepPhase("docker02", "docker", "do"));
        run.Tell(new StepOutput("docker02", "docker", "restarting docker"),
            new StepOutput("docker02", "docker", "waiting for web"));
        run.Wait(3);
        Golden.Check(screen.Keys(), "run-running", mayCut: true);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Consent(int columns, int rows, Language language)
    {
        var (screen, run) = Show(columns, rows, language);
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied);
        run.Tell(stops("docker01", "container web"), stops("docker01", "container db"), stops("docker02",
            "container web"), new SessionFound("docker01", "192.0.2.9", "192.0.2.1", "docker0", null, "docker0", null));
        var agreed = run.Operator.ConsentAsync(run.State);

        Golden.Check(screen.WaitFor(" db"), "run-consent", mayCut: true);
        Assert.False(screen.Keys("Enter").Wizard.UnderWay() is null);
        Assert.False(agreed.IsCompleted);
        screen.Keys("Enter", "y");
        Assert.True(screen.Answer(agreed));
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Failed_with_choices(int columns, int rows, Language language)
    {
        var (screen, run) = Show(columns, rows, language);
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied).Done("firewall").Done("docker", StepStatus.Done, "docker01");
        var choice = run.Fail("docker02", "docker");

        Golden.Check(screen.WaitFor("journalctl"), "run-failed", mayCut: true);
        Golden.Check(screen.Keys("Esc"), "run-failed-put-off", mayCut: true);
        Assert.False(choice.IsCompleted);
        screen.Keys("Enter", "r");
        Assert.Equal(FailureChoice.Retry, screen.Answer(choice));
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Skipping_tells_its_consequences_first(int columns, int rows, Language language)
    {
        var (screen, run) = Show(columns, rows, language);
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied).Done("firewall");
        var choice = run.Fail("docker02", "docker");

        Golden.Check(screen.WaitFor("journalctl").Keys("k"), "run-skip", mayCut: true);
        Assert.False(choice.IsCompleted);
        screen.Keys("k");
        Assert.Equal(FailureChoice.Skip, screen.Answer(choice));
        run.Tell(new StepEnded("docker02", "docker", StepStatus.Skipped, null, 0, "", null, null));
        run.Done("docker", StepStatus.Done, "docker01", "docker03").Done("bridge");
        Golden.Check(screen.Keys(), "run-skipped", mayCut: true);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Paused(int columns, int rows, Language language)
    {
        var (screen, run) = Show(columns, rows, language);
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied).Done("firewall");

        Golden.Check(screen.Keys("p", "t"), "run-paused", mayCut: true);
        Assert.True(run.Control is { IsPaused: true, StepByStep: true });
        screen.Keys("p", "t");
        Assert.True(run.Control is { IsPaused: false, StepByStep: false });
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void A_hundred_hosts(int columns, int rows, Language language)
    {
        var (screen, run) = Show(columns, rows, language, hosts: 100);
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied).Done("firewall");
        foreach (var host in run.State.Hosts.Skip(3)) run.Done("docker", StepStatus.Done, host.Name);
        run.Tell(new StepPhase("docker002", "docker", "check"), new StepPhase("docker002", "docker", "do"),
            new StepPhase("docker003", "docker", "check"), new StepPhase("docker003", "docker", "do"));
        run.Tell(new HostLost("docker050", 4, "the connection was lost", "no answer for 30 s", "see whether it runs"));
        run.Fail("docker001", "docker");
        run.Wait(40);
        Golden.Check(screen.WaitFor("journalctl").Keys("Esc"), "run-hundred", mayCut: true);
        Assert.Contains("── docker077 › ", screen.Keys("g").Type("77").Keys("Enter").Screen, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void What_a_host_prints_stays_in_its_pane(int columns, int rows, Language language)
    {
        var (screen, run) = Show(columns, rows, language);
        using var _ = screen;
        run.Tell(new StepPhase("docker01", "preflight", "verify"));
        foreach (var line in (string[])["\e]0;owned\a\e[2J\e[31mred", new string('x', 1 << 20), "a\tb\u202etxt.exe",
            "中文输出"]) run.Tell(new StepOutput("docker01", "preflight", line));
        Golden.Check(screen.Keys(), "run-hostile", mayCut: true);
    }

    [Fact]
    public void A_step_of_the_operators_own_is_told_and_confirmed()
    {
        var (screen, run) = Show();
        using var _ = screen;
        var step = Engine.PlanOf.Confirm("switch", 9) with
        {
            Title = new Text("Configure the switch", "配置交换机"),
            Prompt = new Text("Give VLAN 10 the gateway 172.16.10.254.", "…")
        };

        var done = run.Operator.NextStepAsync(step);
        screen.WaitFor("Give VLAN 10 the gateway 172.16.10.254.").Keys("Esc", "Enter", "y");

        Assert.True(screen.Answer(done));
    }

    [Fact]
    public void Two_failures_are_asked_about_one_after_the_other()
    {
        var (screen, run) = Show();
        using var _ = screen;
        var first = run.Fail("docker01", "docker");
        var second = run.Fail("docker03", "docker");

        screen.WaitFor("docker failed on docker01").Keys("s").WaitFor("docker failed on docker03").Keys("r");

        Assert.Equal((FailureChoice.Stop, FailureChoice.Retry), (screen.Answer(first), screen.Answer(second)));
    }

    [Fact]
    public void Keys_retry_and_skip_the_failure_of_the_chosen_host()
    {
        var (screen, run) = Show();
        using var _ = screen;
        var choice = run.Fail("docker03", "docker");
        screen.WaitFor("docker failed on docker03").Keys("Esc");

        Assert.Contains("nothing has failed on docker02", screen.Keys("←", "r").Screen);
        screen.Keys("→", "r");

        Assert.Equal(FailureChoice.Retry, screen.Answer(choice));
    }

    [Fact]
    public void A_host_that_is_not_fit_cannot_be_skipped_past()
    {
        var (screen, run) = Show();
        using var _ = screen;
        run.Fail("docker01", "preflight");

        Assert.DoesNotContain("roll back the run", screen.WaitFor("stop this host").Screen);
        Assert.Contains("without it docker01 does not meet the prerequisites", screen.Keys("k", "Esc", "k").Screen);
    }

    [Fact]
    public void Detaching_parks_the_run_and_says_how_to_go_on()
    {
        var (screen, run) = Show();
        using var _ = screen;
        screen.Do(w => w.Show(new RunScreen(w, run.Work, isRollback: false, run)));

        screen.Keys("d", "Enter");
        Assert.False(run.Control.IsParked);
        screen.Keys("d", "p");
        Assert.True(run.Control.IsParked);
        run.End(RunStatus.Interrupted);

        screen.WaitFor("Run 20260301-120000-test-0a1b is parked; r resumes it");
    }

    [Fact]
    public void Aborting_takes_its_own_key()
    {
        var (screen, run) = Show();
        using var _ = screen;

        screen.Keys("Ctrl-X", "Enter", "Ctrl-X", "y", "Esc");
        Assert.False(run.IsAborted);
        screen.Keys("Ctrl-X", "A");
        Assert.True(run.IsAborted);
        screen.WaitFor("interrupted");
    }

    [Fact]
    public void Rolling_back_finishes_the_steps_in_hand_and_then_takes_the_run_back()
    {
        var (screen, run) = Show();
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied).Done("firewall");

        screen.Keys("b", "y");
        Assert.True(run.Control.IsParked);
        run.End(RunStatus.Interrupted);
        screen.WaitFor("rolling back").Until(() => run.Begun.Count > 1);

        Assert.Equal(["run", "rollback"], run.Begun);
        Assert.False(run.IsEnded);
        Assert.True(run.Operator.ConsentAsync(run.State).Result, "asked a second time");
    }

    [Fact]
    public void How_long_the_operator_thinks_is_not_how_long_the_run_takes()
    {
        var (screen, run) = Show();
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied);
        run.Wait(3);
        var agreed = run.Operator.ConsentAsync(run.State);
        screen.WaitFor("Change 3 hosts?");
        run.Wait(600);
        screen.Keys().Shows("waits for you  3 s").Keys("Esc", "Enter", "y");
        run.Wait(2);
        Assert.True(screen.Answer(agreed));
        screen.Keys().Shows("running  5 s").Keys("p");
        run.Wait(60);
        screen.Keys().Shows("paused  5 s");
    }

    [Fact]
    public void Where_no_change_is_expected_that_is_said_and_nothing_of_interruptions()
    {
        var plan = ScriptedRun.Overlay();
        var found = new RunState(OvsWizard.Sessions.PlanRefresh.Checkable(plan));
        foreach (var host in found.Hosts)
            foreach (var step in host.Steps)
            {
                found.Apply(new StepPhase(host.Name, step.Planned.Key, step.Planned.OnlyAsserts ? "verify" : "check"));
                found.Apply(new StepEnded(host.Name, step.Planned.Key, StepStatus.Satisfied, 0, 1, "", null, null));
            }
        var run = new ScriptedRun(plan);
        using var screen = new Headless(w => new RunScreen(w,
            run.Work with { Preview = OvsWizard.Sessions.PlanRefresh.Of(found) }, isRollback: false, run));
        screen.Until(() => run.Begun.Count > 0);
        run.Tell(new RunStarted("r", "test", "run", "", "", [], 1)).Done("preflight", StepStatus.Satisfied);
        var agreed = run.Operator.ConsentAsync(run.State);

        screen.WaitFor("No changes are expected. Run anyway?");
        Assert.DoesNotContain("stopped", screen.Screen, StringComparison.Ordinal);
        screen.Keys("n");
        Assert.False(screen.Answer(agreed));
    }

    [Fact]
    public void A_run_of_one_step_is_shown()
    {
        var run = new ScriptedRun(Engine.PlanOf.Hosts("h1", Engine.PlanOf.Step("route", 0, "false", "true")));
        using var screen = new Headless(w => new RunScreen(w, run.Work, isRollback: false, run));
        screen.Until(() => run.Begun.Count > 0);
        run.Tell(new RunStarted("r", "test", "run", "", "", [], 1), new StepPhase("h1", "route", "check"),
            new StepIntended("h1", "route", ""), new StepPhase("h1", "route", "do"),
            new StepOutput("h1", "route", "adding it"));

        screen.Keys().Shows("route").Shows("adding it");
    }

    [Fact]
    public void A_look_is_left_without_a_question()
    {
        var run = new ScriptedRun(ScriptedRun.Overlay(2), keepsNothing: true);
        using var screen = new Headless(w => new SampleScreen(w, []));
        screen.Do(w => w.Show(new RunScreen(w, run.Work, isRollback: false, run))).Until(() => run.Begun.Count > 0);

        screen.Keys("Esc").Until(() => run.IsEnded);

        Assert.True(run.IsAborted);
    }

    [Fact]
    public void Leaving_the_process_parks_the_run_answers_what_it_asks_and_gives_it_free()
    {
        var (screen, run) = Show();
        using var _ = screen;
        var choice = run.Fail("docker01", "docker");
        screen.WaitFor("docker failed on docker01");

        var left = Task.CompletedTask;
        screen.Do(w => left = w.ParkAsync());
        Assert.True(run.Control.IsParked);
        run.End(RunStatus.Interrupted);
        screen.Until(() => left.IsCompleted);

        Assert.Equal(FailureChoice.Stop, screen.Answer(choice));
        Assert.True(run.IsEnded);
    }

    [Fact]
    public void The_commands_sent_to_a_host_can_be_read_while_it_runs()
    {
        var (screen, run) = Show();
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied).Done("firewall");

        Assert.Contains("firewall-cmd --add-rich-rule", screen.Keys("c").Screen);
        run.Done("docker");
        Assert.Contains("systemctl restart docker", screen.Keys("End").Screen);
    }

    [Fact]
    public void A_question_that_comes_while_another_screen_is_shown_is_told_there()
    {
        var (screen, run) = Show();
        using var _ = screen;
        screen.Keys("c");
        var choice = run.Fail("docker01", "docker");

        screen.WaitFor("The run waits for you: docker failed on docker01").Keys("Esc")
            .WaitFor("stop this host").Keys("s");

        Assert.Equal(FailureChoice.Stop, screen.Answer(choice));
    }

    [Fact]
    public void Output_is_searched_scrolled_and_followed()
    {
        var (screen, run) = Show();
        using var _ = screen;
        run.Tell(new StepPhase("docker01", "preflight", "verify"));
        for (var i = 1; i <= 500; i++)
            run.Tell(new StepOutput("docker01", "preflight", i == 100 ? "a needle" : $"line {i}"));
        Assert.Contains("line 500", screen.Keys().Screen);

        screen.Keys("/").Type("needle");
        Assert.Contains("a needle", screen.Keys("Enter").Screen);
        run.Tell(new StepOutput("docker01", "preflight", "line 501"));
        Assert.DoesNotContain("line 501", screen.Keys().Screen);
        Assert.Contains("line 501", screen.Keys("f").Screen);
    }

    [Fact]
    public void When_it_is_done_the_result_is_shown()
    {
        var (screen, run) = Show();
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied).Done("firewall").End(RunStatus.Done);

        Assert.Contains("ovswizard rollback 20260301-120000-test-0a1b",
            screen.WaitFor("Done: 3 steps changed 3 of 3 hosts in 12 s").Screen);
    }
}

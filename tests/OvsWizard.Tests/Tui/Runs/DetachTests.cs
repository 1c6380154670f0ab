using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Tui.Runs;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>The run goes on without the wizard: by its key, and when the terminal goes.</summary>
public sealed class DetachTests
{
    private const string Id = "20260301-120000-test-0a1b";
    private readonly ScriptedRun run = new(ScriptedRun.Overlay());
    private bool wasFree;
    private int goneOn;

    private RunWork Work => run.Work with
    {
        GoOn = _ =>
        {
            (wasFree, goneOn) = (run.IsEnded, goneOn + 1);
            return Task.CompletedTask;
        },
    };

    private Headless Show(RunWork work, bool agrees = true, int columns = 80, int rows = 24,
        Language language = Language.English)
    {
        var screen = new Headless(w => new HomeScreen(w, PastRuns.Actions()), columns, rows, language);
        screen.Do(w => w.Show(new RunScreen(w, work, isRollback: false, run))).Until(() => run.Begun.Count > 0);
        run.Tell(new RunStarted("r", "test", "run", "", "", [], 1)).Done("preflight", StepStatus.Satisfied);
        if (!agrees) return screen.Keys();
        var agreed = run.Operator.ConsentAsync(run.State);
        screen.Until(() => screen.Screen.Contains("─ ", StringComparison.Ordinal) && screen.Wizard.IsAsking).Keys("y");
        Assert.True(screen.Answer(agreed));
        return screen;
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Detach_or_park(int columns, int rows, Language language)
    {
        using var screen = Show(Work, columns: columns, rows: rows, language: language);
        Golden.Check(screen.Keys("d"), "run-detach", mayCut: true);
    }

    [Fact]
    public void A_run_that_is_detached_goes_on_by_itself_once_it_is_free()
    {
        using var screen = Show(Work);
        screen.Keys("d", "d");
        Assert.True(run.Control.IsParked);
        Assert.Equal(0, goneOn);
        run.End(RunStatus.Interrupted);

        screen.WaitFor($"Run {Id} continues in the background; a attaches to it.");
        Assert.Equal((true, 1), (wasFree, goneOn));
    }

    [Fact]
    public void A_run_that_is_parked_does_not_go_on()
    {
        using var screen = Show(Work);
        screen.Keys("d", "p");
        run.End(RunStatus.Interrupted);
        screen.WaitFor("is parked; r resumes it");
        Assert.Equal(0, goneOn);
    }

    [Fact]
    public void A_run_that_has_come_to_its_end_meanwhile_shows_its_result()
    {
        using var screen = Show(Work);
        screen.Keys("d", "d");
        run.End(RunStatus.Done);
        screen.WaitFor("Nothing to change");
        Assert.Equal(0, goneOn);
    }

    [Fact]
    public void Where_no_process_goes_on_the_run_is_left_to_be_resumed()
    {
        using var screen = Show(run.Work with { GoOn = _ =>
            throw new Failure(FailureKind.Step, $"it did not go on", $"no inventory", $"resume it") });
        screen.Keys("d", "d");
        run.End(RunStatus.Interrupted);
        screen.WaitFor("it did not go on").Keys("Esc").Shows("new run");
    }

    [Theory]
    [InlineData("not agreed", "its changes are not confirmed yet")]
    [InlineData("step by step", "it asks before every step")]
    [InlineData("secret", "a password or passphrase was")]
    [InlineData("batches", "each batch waits for")]
    [InlineData("own step", "step switch has to be done by you")]
    public void What_needs_the_operator_is_parked_and_says_why(string what, string why)
    {
        var work = what switch
        {
            "batches" => Work with { Rest = new BatchesLeft([["docker04"]], 2, 0, true, ["docker01"], []) },
            "own step" => Work with { Plan = Engine.PlanOf.Hosts("docker01 docker02 docker03",
                [.. run.Work.Plan.Hosts[0].Steps, Engine.PlanOf.Confirm("switch", 9)]) },
            _ => Work,
        };
        using var screen = Show(work, agrees: what is not "not agreed");
        if (what is "step by step") screen.Keys("t");
        if (what is "secret")
        {
            var typed =
                Task.Run(() => screen.Wizard.Secrets.AskUntilRight("key", $"Passphrase: ", $"Wrong. ", _ => true));
            screen.WaitFor("Passphrase:").Type("x").Keys("Enter");
            Assert.True(screen.Answer(typed));
        }

        screen.Keys("d").Shows(why).Keys("d").Shows("Detach from the run?");
        Assert.False(run.Control.IsParked);
        screen.Keys("p");
        Assert.True(run.Control.IsParked);
        run.End(RunStatus.Interrupted);
        screen.WaitFor("is parked");
        Assert.Equal(0, goneOn);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Quitting_offers_the_same(int columns, int rows, Language language)
    {
        using var screen = Show(Work, columns: columns, rows: rows, language: language);
        Golden.Check(screen.Keys("Ctrl-C"), "run-quit", mayCut: true);
        screen.Keys("Esc");
        Assert.False(run.Control.IsParked);
        Assert.False(screen.Wizard.StopRequested);
    }

    [Fact]
    public void Quitting_by_detaching_ends_the_wizard_once_the_run_goes_on_without_it()
    {
        using var screen = Show(Work);
        screen.Keys("Ctrl-C", "d");
        Assert.True(run.Control.IsParked);
        Assert.False(screen.Wizard.StopRequested);
        screen.Shows("finishing the current steps");
        run.End(RunStatus.Interrupted);

        screen.Until(() => screen.Wizard.StopRequested);
        Assert.Equal((true, 1), (wasFree, goneOn));
    }

    [Fact]
    public void Quitting_by_parking_leaves_the_run_to_be_resumed()
    {
        using var screen = Show(Work);
        screen.Keys("Ctrl-C", "p");
        Assert.True(run.Control.IsParked);
        run.End(RunStatus.Interrupted);

        screen.Until(() => screen.Wizard.StopRequested);
        Assert.Equal(0, goneOn);
    }

    [Fact]
    public void Whoever_quits_again_while_it_is_being_detached_can_park_it_after_all()
    {
        using var screen = Show(Work);
        screen.Keys("Ctrl-C", "d").Shows("finishing the current steps").Keys("Ctrl-C", "p");
        run.End(RunStatus.Interrupted);

        screen.Until(() => screen.Wizard.StopRequested);
        Assert.Equal(0, goneOn);
    }

    [Fact]
    public void A_run_that_is_over_before_it_is_detached_ends_the_wizard_alone()
    {
        using var screen = Show(Work);
        screen.Keys("Ctrl-C", "d");
        run.End(RunStatus.Done);

        screen.Until(() => screen.Wizard.StopRequested);
        Assert.Equal(0, goneOn);
    }

    [Fact]
    public void Where_no_process_goes_on_the_wizard_stays_and_says_why()
    {
        using var screen = Show(run.Work with { GoOn = _ =>
            throw new Failure(FailureKind.Step, $"it did not go on", $"no inventory", $"resume it") });
        screen.Keys("Ctrl-C", "d");
        run.End(RunStatus.Interrupted);

        screen.WaitFor("it did not go on").Keys("Esc").Shows("new run");
        Assert.False(screen.Wizard.StopRequested);
    }

    [Fact]
    public void What_needs_the_operator_can_only_be_parked_by_quitting_too()
    {
        using var screen = Show(Work, agrees: false);
        screen.Keys("Ctrl-C").Shows("its changes are not confirmed yet").Keys("d").Shows("Leave the run?");
        Assert.False(run.Control.IsParked);
    }

    [Theory]
    [InlineData(true, true, 1)]
    [InlineData(true, false, 0)]
    [InlineData(false, true, 0)]
    public void A_terminal_that_goes_detaches_a_run_that_was_agreed_to(bool isHungUp, bool agrees, int times)
    {
        using var screen = Show(Work, agrees);
        var left = Task.CompletedTask;
        screen.Wizard.IsHungUp = isHungUp;
        screen.Do(w => left = w.ParkAsync());
        Assert.True(run.Control.IsParked);
        run.End(RunStatus.Interrupted);
        screen.Until(() => left.IsCompleted);
        Assert.Equal(times, goneOn);
        Assert.True(run.IsEnded);
    }
}

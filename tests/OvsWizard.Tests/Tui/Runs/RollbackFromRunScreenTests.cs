using OvsWizard.Journal;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>A rollback that is asked for while its run is shown.</summary>
public sealed class RollbackFromRunScreenTests
{
    [Fact]
    public void A_rollback_counts_what_is_undone()
    {
        var (screen, run) = RunScreenTests.Show();
        using var _ = screen;
        run.Done("firewall").Done("docker");
        screen.Keys("b", "y");
        run.End(RunStatus.Interrupted);
        screen.WaitFor("rolling back").Until(() => run.Begun.Count > 1);

        run.Tell(new StepPhase("docker01", "docker", "undo"),
            new StepEnded("docker01", "docker", StepStatus.Undone, 0, 400, "", null, null));

        Assert.Contains("1 of 6 steps", screen.Keys().Screen);
    }

    [Fact]
    public void A_rollback_is_asked_about_once_with_what_it_undoes_and_only_what_that_interrupts()
    {
        var (screen, run) = RunScreenTests.Show();
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied).Done("firewall").Done("docker", StepStatus.Satisfied)
            .Done("bridge", StepStatus.Done, "docker02");

        screen.Keys("b").Shows("Roll back 4 steps on 3 hosts?").Shows("↩ Create the Open vSwitch bridge  docker02")
            .Shows("↩ Allow the tunnel from the peers  docker01, docker02, docker03");
        Assert.DoesNotContain("Docker restarts", screen.Screen, StringComparison.Ordinal);
        Assert.False(run.Control.IsParked);
        run.Done("docker", StepStatus.Done, "docker01");
        screen.Keys("Esc", "b").Shows("Docker restarts");
    }

    [Fact]
    public void Where_nothing_was_changed_there_is_nothing_to_roll_back()
    {
        var (screen, run) = RunScreenTests.Show();
        using var _ = screen;
        run.Done("preflight", StepStatus.Satisfied);

        screen.Keys("b").Shows("it has changed nothing yet");
    }
}

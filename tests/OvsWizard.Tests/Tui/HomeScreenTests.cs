using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui;

public sealed class HomeScreenTests
{
    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Home(int columns, int rows, Language language)
    {
        using var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions()), columns, rows, language);
        Golden.Check(wizard, "home");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Home_after_an_interruption(int columns, int rows, Language language)
    {
        var actions = PastRuns.Actions(PastRuns.Interrupted, PastRuns.Done) with { Resume = (_, _) => { } };
        using var wizard = new Headless(w => new HomeScreen(w, actions), columns, rows, language);
        Golden.Check(wizard.WaitFor("0003"), "home-interrupted");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Help(int columns, int rows, Language language)
    {
        using var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions()), columns, rows, language);
        Golden.Check(wizard.Keys("F1"), "help");
    }

    [Fact]
    public void A_run_with_batches_to_come_is_open_and_says_what_is_next()
    {
        string? resumed = null;
        var actions = PastRuns.Actions(PastRuns.Batch) with { Resume = (_, run) => resumed = run.State.Started!.Run };
        using var wizard = new Headless(w => new HomeScreen(w, actions));

        wizard.WaitFor("r resumes it: batch 2 of 2 is next: h3, h4; hosts not touched yet: 2").Keys("r");
        Assert.Equal(PastRuns.Batch.Id, resumed);
    }

    [Fact]
    public void What_was_left_open_is_resumed_with_one_key()
    {
        var resumed = "";
        var actions =
            PastRuns.Actions(PastRuns.Interrupted) with { Resume = (_, run) => resumed = run.State.Started!.Run };
        using var wizard = new Headless(w => new HomeScreen(w, actions));
        wizard.WaitFor("r resumes it").Keys("r");
        Assert.Equal(PastRuns.Interrupted.Id, resumed);
    }

    [Fact]
    public void A_run_that_another_process_works_on_was_not_left_open()
    {
        using var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions(PastRuns.WorkedOn)));
        wizard.WaitFor("is under way in another process");
        Assert.DoesNotContain("r resumes it", wizard.Keys("h").WaitFor("in use").Keys("Esc").Screen);
    }

    [Fact]
    public void Every_entry_opens_by_its_key_and_by_a_double_click()
    {
        using var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions()));
        Assert.Contains("› New run", wizard.Keys("n").Screen);
        Assert.Contains("› History", wizard.Keys("Esc", "h").Screen);
        Assert.Contains("› Settings", wizard.Keys("Esc", "s").Screen);
        Assert.Contains("› Practice lab", wizard.Keys("Esc").Click("practice lab", twice: true).Screen);
    }

    [Fact]
    public void Esc_on_the_first_screen_does_not_end_the_wizard_and_q_does()
    {
        using var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions()));
        Assert.Contains("new run", wizard.Keys("Esc").Screen);
        Assert.False(wizard.Wizard.StopRequested);
        wizard.Keys("q");
        Assert.True(wizard.Wizard.StopRequested);
    }

    [Fact]
    public void What_is_not_there_says_so()
    {
        using var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions()));
        Assert.Contains("not in this version", wizard.Keys("t").Screen.Split('\n')[^3]);
    }
}

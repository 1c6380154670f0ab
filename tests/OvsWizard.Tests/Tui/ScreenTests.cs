using OvsWizard.Tests.Plans;
using OvsWizard.Tui;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui;

public sealed class ScreenTests
{
    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Runbooks(int columns, int rows, Language language)
    {
        using var wizard =
            new Headless(w => new RunbookScreen(w, PastRuns.Actions(PastRuns.Done), Purpose.CarryOut, inventory: null),
                Golden.WideColumns, Golden.WideRows, language);
        Golden.Check(wizard.WaitFor("4.2").Resize(columns, rows), "runbooks");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void History(int columns, int rows, Language language)
    {
        using var wizard = new Headless(w => new HistoryScreen(w, PastRuns.Actions(PastRuns.Unreadable,
            PastRuns.WorkedOn, PastRuns.Interrupted, PastRuns.Failed, PastRuns.Done)),
            Golden.WideColumns, Golden.WideRows, language);
        Golden.Check(wizard.WaitFor("4.20 s").Resize(columns, rows), "history");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void A_run_that_failed(int columns, int rows, Language language)
    {
        using var wizard = new Headless(w => new PastRunScreen(w, PastRuns.Actions(), PastRuns.Failed), columns,
            rows, language);
        Golden.Check(wizard, "past-run", mayCut: true);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Settings(int columns, int rows, Language language)
    {
        using var wizard = new Headless(w => new SettingsScreen(w), columns, rows, language);
        Golden.Check(wizard, "settings");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Practice(int columns, int rows, Language language)
    {
        using var wizard = new Headless(
            w => new PracticeScreen(w, PastRuns.Actions() with { Begin = (_, _, _) => { } }), columns, rows, language);
        wizard.Keys("u");
        Golden.Check(wizard, "practice-how-many");
        Golden.Check(wizard.Keys("Enter").WaitFor("docker03"), "practice", mayCut: true);
    }

    [Fact]
    public void The_runbook_that_is_chosen_goes_on_with_the_inventory_that_was_given()
    {
        var begun = "";
        using var wizard = new Headless(w => new RunbookScreen(w,
            PastRuns.Actions() with { Begin = (_, runbook, hosts) => begun = $"{runbook.Id} on {hosts}" },
            Purpose.CarryOut, "lab.yml"));
        wizard.Keys("Enter");
        Assert.Equal("vxlan-overlay on lab.yml", begun);
    }

    [Fact]
    public void A_runbook_with_a_mistake_is_told_beside_those_that_can_be_chosen()
    {
        var mistake = new Failure(FailureKind.Input, $"a runbook has no key 'stps'",
            at: new SourceLocation("/site/mine.yml", 31, 1));
        using var wizard = new Headless(w =>
            new RunbookScreen(w, PastRuns.Actions() with { Runbooks = () => new([Overlay.Runbook], [mistake]) },
                Purpose.CarryOut, inventory: null));
        Assert.Contains("/site/mine.yml:31:1: a runbook has no key 'stps'", wizard.Screen, StringComparison.Ordinal);
        Assert.Contains("vxlan-overlay", wizard.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void The_documentation_of_a_runbook_scrolls_and_is_searched()
    {
        using var wizard =
            new Headless(w => new RunbookScreen(w, PastRuns.Actions(), Purpose.CarryOut, inventory: null));
        Assert.Contains("underlay_mtu", wizard.Keys("Tab", "/").Type("underlay_mtu").Screen.Split("search")[0]);
    }

    [Fact]
    public void A_run_is_looked_at_and_taken_back_only_by_the_deliberate_key()
    {
        var takenBack = 0;
        var actions = PastRuns.Actions(PastRuns.Done) with { RollBack = (_, _) => takenBack++ };
        using var wizard = new Headless(w => new HistoryScreen(w, actions));
        wizard.WaitFor("4.20 s").Keys("Enter", "Enter");
        Assert.Equal(0, takenBack);
        // The rollback itself asks, once, with what it undoes; what refuses it does so before.
        wizard.Keys("b");
        Assert.Equal(1, takenBack);
    }

    [Fact]
    public void A_run_that_is_done_is_not_resumed_and_says_why()
    {
        using var batch =
            new Headless(w => new PastRunScreen(w, PastRuns.Actions() with { Resume = (_, _) => { } }, PastRuns.Batch));
        Assert.Contains("next batch", batch.Keys().Screen, StringComparison.Ordinal);
        using var wizard =
            new Headless(w => new PastRunScreen(w, PastRuns.Actions() with { Resume = (_, _) => { } }, PastRuns.Done));
        Assert.Contains("nothing is left to do", wizard.Keys("r").Screen);
    }

    [Fact]
    public void What_a_host_printed_is_shown_harmless()
    {
        using var wizard = new Headless(w => new PastRunScreen(w, PastRuns.Actions(), PastRuns.Failed));
        Assert.Contains("^[[31msee journalctl^[[0m", wizard.Keys("/").Type("journalctl").Screen);
    }

    [Fact]
    public void A_run_that_cannot_be_read_says_why_and_does_not_hide_the_others()
    {
        using var wizard =
            new Headless(w => new HistoryScreen(w, PastRuns.Actions(PastRuns.Unreadable, PastRuns.Done)));
        Assert.Contains("the run cannot be read", wizard.WaitFor("4.20 s").Keys("Enter").Screen);
    }

    [Fact]
    public void Settings_are_kept_and_shown_at_once()
    {
        using var wizard = new Headless(w => new SettingsScreen(w));
        wizard.Keys("Enter", "↓", "Enter", "↓", "Enter");
        Assert.Equal(new Settings(Language.Chinese, ThemeName.Light, Mouse: false),
            OvsWizard.Tui.Settings.Read(wizard.SettingsPath));
        Assert.Contains("浅色", wizard.Screen);
    }

    [Fact]
    public void The_lab_comes_up_and_goes_on_to_a_run_on_its_hosts()
    {
        var begun = "";
        using var wizard = new Headless(w => new PracticeScreen(w,
            PastRuns.Actions() with { Begin = (_, runbook, hosts) => begun = $"{runbook.Id} on {hosts}" }, upWith: 2));
        wizard.WaitFor("docker02");
        Assert.Equal("vxlan-overlay on /lab/inventory.yml", begun);
    }

    [Fact]
    public void The_lab_goes_down_only_by_the_deliberate_key()
    {
        using var wizard = new Headless(w => new PracticeScreen(w, PastRuns.Actions()));
        wizard.Keys("u", "Enter").WaitFor("docker03");
        Assert.Contains("docker03", wizard.Keys("d", "Enter").Screen);
        wizard.Keys("d", "y").WaitFor("no practice hosts");
    }
}

using OvsWizard.Inventories;
using OvsWizard.Tui;
using OvsWizard.Tui.Panes;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui;

/// <summary>What an operator does by mistake, or expects from every other program of a terminal.</summary>
public sealed class ForgivingTests : IDisposable
{
    private readonly NewRunSample run = new(60);

    public void Dispose() => run.Dispose();

    private Headless Hosts(int columns = 80, int rows = 24)
    {
        var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions()), columns, rows);
        return wizard.Do(w => w.Show(new HostsScreen(w, run.Run)))
            .Until(() => !wizard.Screen.Contains("checking", StringComparison.Ordinal)).WaitFor(" ready  ");
    }

    private static Headless Sample(out SampleScreen sample, int rows = 3, int height = 24)
    {
        SampleScreen? made = null;
        var wizard = new Headless(w => new SampleScreen(w, []), rows: height);
        wizard.Do(w => w.Show(made = new SampleScreen(w, [.. Enumerable.Range(1, rows).Select(i => $"host{i:00}")])));
        sample = made!;
        return wizard;
    }

    // Typed data

    [Fact]
    public void A_typed_host_is_not_lost_by_Esc()
    {
        using var wizard = Hosts().Keys("a").Type("docker99").Keys("Esc");
        Assert.Contains("Discard it?", wizard.Screen, StringComparison.Ordinal);
        Assert.Contains("docker99", wizard.Keys("Esc").Screen, StringComparison.Ordinal);
        Assert.Contains("› Hosts", wizard.Keys("Esc", "d").Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_entry_that_nothing_was_typed_into_is_left_at_once()
    {
        using var wizard = Hosts().Keys("a", "Esc");
        Assert.DoesNotContain("Discard", wizard.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_typed_in_and_left_out_and_values_typed_are_named_before_they_are_lost()
    {
        run.Run.Selection.Add(new HostEntry("docker99", "192.168.130.9"));
        using var wizard = Hosts();
        run.Run.Fill().Set("bridge", null, "br9");
        wizard.Keys("d", "Esc");
        Assert.Contains("Entered, and in no inventory yet: docker99", wizard.Screen, StringComparison.Ordinal);
        Assert.Contains("Included or left out: 1 host.", wizard.Screen, StringComparison.Ordinal);
        Assert.Contains("Entered on the next screen: 1 value.", wizard.Screen, StringComparison.Ordinal);
        Assert.Contains("› Hosts", wizard.Keys("Esc").Screen, StringComparison.Ordinal);
        Assert.Contains("new run", wizard.Keys("Esc", "d").Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Hosts_as_they_were_are_left_at_once()
    {
        using var wizard = Hosts().Keys("Esc");
        Assert.Contains("new run", wizard.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_into_a_question_is_discarded_by_the_second_Esc()
    {
        using var wizard = Sample(out var sample).Keys("t").Type("web").Keys("Esc");
        Assert.Contains("Esc again discards what was entered", wizard.Screen, StringComparison.Ordinal);
        wizard.Keys("Enter");
        Assert.Equal("named web;", sample.Happened);
        wizard.Keys("t").Type("db").Keys("Esc", "Esc");
        Assert.Equal("named web;named ;", sample.Happened);
    }

    // Searches

    [Fact]
    public void A_kept_search_is_seen_and_Esc_ends_it_before_it_leaves()
    {
        using var wizard = Sample(out var sample, rows: 12).Keys("/").Type("host1").Keys("Enter");
        Assert.Contains("/host1  3 of 12", wizard.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("host02", wizard.Screen, StringComparison.Ordinal);
        Assert.Contains("host02", wizard.Keys("Esc").Screen, StringComparison.Ordinal);
        Assert.Same(sample, wizard.Wizard.Top);
    }

    [Fact]
    public void A_search_that_finds_nothing_says_that_and_not_that_there_is_nothing()
    {
        using var wizard = Sample(out _).Keys("/").Type("xyz").Keys("Enter");
        wizard.Shows("no row has 'xyz'");
        Assert.DoesNotContain("none", wizard.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_that_is_opened_again_goes_on_with_what_it_was()
    {
        using var wizard = Sample(out _, rows: 12).Keys("/").Type("host1").Keys("Enter", "/").Type("2");
        wizard.Shows("1 of 12");
    }

    // Lists

    [Fact]
    public void A_list_that_gets_room_does_not_stay_scrolled()
    {
        using var wizard = Sample(out _, rows: 30).Keys("End");
        Assert.DoesNotContain("host01", wizard.Screen, StringComparison.Ordinal);
        Assert.Contains("host01", wizard.Resize(120, 60).Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaving_out_fifty_seven_of_sixty_hosts_takes_a_few_keys()
    {
        using var wizard = Hosts().Keys("Space", "Space", "Space", "~", "d");
        Assert.Equal(["docker01", "docker02", "docker03"], run.Run.Hosts.Select(h => h.Name));
        Assert.Contains("58 left out", wizard.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Those_that_a_search_shows_are_marked_at_once()
    {
        using var wizard = Hosts().Keys("/").Type("docker5").Keys("Enter", "*");
        Assert.Contains("leave out (10 marked)", wizard.Screen, StringComparison.Ordinal);
        wizard.Keys("d");
        Assert.Equal(50, run.Run.Hosts.Count);
        wizard.Keys("*", "d");
        Assert.Equal(60, run.Run.Hosts.Count);
    }

    [Fact]
    public void More_than_ten_of_sixty_hosts_are_seen()
    {
        using var wizard = Hosts();
        Assert.True(wizard.Screen.Split('\n').Count(row => row.Contains("  docker", StringComparison.Ordinal)) > 10,
            wizard.Screen);
    }

    // Fields

    [Theory]
    [InlineData("Ctrl+U", "")]
    [InlineData("Ctrl+W", "one two ")]
    [InlineData("Alt+Backspace", "one two ")]
    public void A_field_is_edited_as_a_shell_s_line(string key, string left)
    {
        using var wizard = Sample(out var sample);
        sample.Field.SetFocus();
        wizard.Type("one two three").Keys(key);
        Assert.Equal(left, sample.Field.Text);
    }

    [Fact]
    public void Ten_thousand_pasted_characters_are_no_name_of_a_host()
    {
        using var wizard = Hosts().Keys("a").Paste(new string('x', 10_240));
        Assert.Contains("too long: 10240 characters; at most 255", wizard.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("xxx", wizard.Screen, StringComparison.Ordinal);
        wizard.Paste("a$b").Keys("Enter").Shows("'a$b' is not a valid host name");
    }

    [Fact]
    public void Typing_ends_where_a_field_is_full()
    {
        using var wizard = Sample(out var sample);
        sample.Field.Text = new string('a', sample.Field.Longest);
        sample.Field.SetFocus();
        wizard.Keys("b").Shows("too long");
        Assert.Equal(sample.Field.Longest, sample.Field.Text.Length);
    }

    // Keys that every program of a terminal knows

    [Fact]
    public void Ctrl_C_under_a_question_leaves()
    {
        using var wizard = Sample(out var sample).Keys("d", "Ctrl-C");
        Assert.Equal("kept;", sample.Happened);
        Assert.True(wizard.Wizard.StopRequested);
    }

    [Fact]
    public void Ctrl_C_in_a_field_under_a_question_leaves_and_asks_where_a_run_is_under_way()
    {
        using var wizard = Sample(out _);
        wizard.Wizard.UnderWay = () => new WorkUnderWay(
            new Question("Leave?", ["run 7 is under way"], [new Answer(Terminal.Gui.Input.Key.Y, "leave")]), _ => true);
        Assert.Contains("run 7 is under way", wizard.Keys("t").Type("x").Keys("Ctrl-C").Screen,
            StringComparison.Ordinal);
        Assert.Contains("run 7 is under way", wizard.Keys("Ctrl-C").Screen, StringComparison.Ordinal);
        wizard.Keys("Esc");
        Assert.False(wizard.Wizard.StopRequested);
    }

    [Fact]
    public void A_question_mark_helps_as_F1_does()
    {
        using var wizard = Sample(out var sample);
        Assert.Contains("Only for tests.", wizard.Keys("?").Screen, StringComparison.Ordinal);
        wizard.Keys("Esc");
        sample.Field.SetFocus();
        Assert.Equal("?", wizard.Keys("?").Wizard.Top is SampleScreen ? sample.Field.Text : "");
    }

    // What breaks

    [Fact]
    public void A_screen_that_breaks_tells_it_and_the_wizard_stays()
    {
        using var wizard = new Headless(w => new HomeScreen(w, PastRuns.Actions()));
        wizard.Do(w => w.Show(new BreakingScreen(w)));
        foreach (var key in new[] { "a", "b", "c" })
        {
            wizard.Keys(key).Keys().Shows($"a defect of ovswizard: {key} broke");
            Assert.Single(wizard.TakeDefects());
            wizard.Keys("Esc").Shows("a breaks");
        }
        wizard.Keys("Esc").Shows("new run");
    }

    [Fact]
    public void A_run_that_cannot_be_resumed_says_why_and_the_wizard_stays()
    {
        var actions = PastRuns.Actions(PastRuns.Interrupted) with
        {
            Resume = (w, _) => w.Do(() =>
                throw new Failure(FailureKind.Refused, $"the plan is not the one", $"mtu differs", $"reset")),
        };
        using var wizard = new Headless(w => new HomeScreen(w, actions));
        Assert.Contains("mtu differs", wizard.WaitFor("r resumes it").Keys("r").Screen, StringComparison.Ordinal);
        Assert.Contains("r resumes it", wizard.Keys("Esc").Screen, StringComparison.Ordinal);

        using var broken = new Headless(w =>
            new HomeScreen(w, actions with { Resume = (_, _) => throw new InvalidOperationException("no such host") }));
        Assert.Contains("no such host", broken.WaitFor("r resumes it").Keys("r").Screen, StringComparison.Ordinal);
        Assert.Contains("r resumes it", broken.Keys("Esc").Screen, StringComparison.Ordinal);
        Assert.Single(broken.TakeDefects());
    }

    /// <summary>Breaks in what a key does, in what follows an await, and in what is drawn.</summary>
    private sealed class BreakingScreen : Screen
    {
        private readonly Table<string> table;

        public BreakingScreen(Wizard wizard) : base(wizard)
        {
            table = new Table<string>
            {
                Columns = [new("", r => r == "c" ? throw new InvalidOperationException("c broke") : r)],
                Rows = ["x"]
            };
            Add(table);
        }

        public override string Heading => "Breaking";

        public override IReadOnlyList<ScreenKey> Keys =>
        [
            new(Terminal.Gui.Input.Key.A, "breaks", () => throw new InvalidOperationException("a broke")),
            new(Terminal.Gui.Input.Key.B, "breaks", () => Wizard.Do(async () =>
            {
                await Task.Yield();
                throw new InvalidOperationException("b broke");
            })),
            new(Terminal.Gui.Input.Key.C, "breaks", () => table.Rows = ["c"]),
        ];

        public override IReadOnlyList<Line> Help => [];
    }
}

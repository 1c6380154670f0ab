using OvsWizard.Texts;
using OvsWizard.Tui;

namespace OvsWizard.Tests.Tui;

public sealed class FrameTests : IDisposable
{
    private readonly Headless wizard;
    private readonly SampleScreen sample;

    public FrameTests()
    {
        wizard = new Headless(w => new SampleScreen(w, ["first"]));
        sample = new SampleScreen(wizard.Wizard, ["docker01", "docker02", "主机三", "db"]);
        wizard.Do(w => w.Show(sample));
        wizard.Keys();
    }

    public void Dispose() => wizard.Dispose();

    [Fact]
    public void The_arrows_move_and_Enter_chooses()
    {
        wizard.Keys("↓", "↓", "Enter", "↑", "Enter");
        Assert.Equal("chose 主机三;chose docker02;", sample.Happened);
    }

    [Fact]
    public void A_click_selects_and_a_double_click_chooses()
    {
        wizard.Click("docker02").Click("db", twice: true);
        Assert.Equal("chose db;", sample.Happened);
    }

    [Fact]
    public void A_click_on_a_key_presses_it() => Assert.Contains("Delete?", wizard.Click("delete").Screen);

    [Fact]
    public void Enter_does_not_delete()
    {
        wizard.Keys("d", "Enter");
        Assert.Equal("kept;", sample.Happened);
    }

    [Fact]
    public void Esc_does_not_delete_and_stays_on_the_screen()
    {
        wizard.Keys("d", "Esc");
        Assert.Equal("kept;", sample.Happened);
        Assert.Same(sample, wizard.Wizard.Top);
    }

    [Fact]
    public void Only_the_deliberate_key_deletes_and_the_list_has_the_focus_again()
    {
        wizard.Keys("d", "y", "↓", "Enter");
        Assert.Equal("deleted;chose docker02;", sample.Happened);
    }

    [Fact]
    public void While_a_question_is_asked_no_key_reaches_the_screen()
    {
        wizard.Keys("d", "t", "↓", "F2", "/", "y", "Enter");
        Assert.Equal("deleted;chose docker01;", sample.Happened);
        Assert.Equal(Language.English, wizard.Wizard.Language);
    }

    [Fact]
    public void What_cannot_be_taken_back_must_be_typed()
    {
        wizard.Keys("w", "Enter", "w").Type("wipe").Keys("Enter");
        Assert.Equal("-1;0;", sample.Happened);
    }

    [Fact]
    public void A_text_is_asked_for()
    {
        wizard.Keys("t").Type("dq").Keys("Enter");
        Assert.Equal("named dq;", sample.Happened);
    }

    [Fact]
    public void A_failure_says_what_where_why_and_what_to_do_now()
    {
        var screen = wizard.Keys("e").Screen;
        Assert.Contains("docker01: no route", screen);
        Assert.Contains("why: the cable is cut", screen);
        Assert.Contains("fix: plug it in", screen);
        Assert.DoesNotContain("no route", wizard.Keys("Esc").Screen);
    }

    [Fact]
    public void A_key_that_does_nothing_now_says_why_until_the_next_key()
    {
        Assert.Contains("there is no run to export", wizard.Keys("x").Screen);
        Assert.DoesNotContain("there is no run to export", wizard.Keys("↓").Screen);
    }

    [Fact]
    public void A_search_leaves_the_rows_that_have_the_word_and_Esc_brings_all_back()
    {
        Assert.DoesNotContain("docker01", wizard.Keys("/").Type("D").Keys("b").Screen.Split("search")[0]);
        wizard.Keys("Enter", "Enter");
        Assert.Equal("chose db;", sample.Happened);
        Assert.Contains("docker01", wizard.Keys("/", "Esc").Screen);
    }

    [Fact]
    public void In_a_field_letters_are_typed_and_no_keys()
    {
        sample.Field.SetFocus();
        wizard.Keys("d", "/", "q", "主");
        Assert.Equal("d/q主", sample.Field.Text);
        Assert.DoesNotContain("delete", wizard.Screen);
        Assert.Equal("", sample.Happened);
    }

    [Fact]
    public void Enter_in_a_field_goes_to_the_screen()
    {
        sample.Field.SetFocus();
        wizard.Keys("Enter");
        Assert.Equal("chose docker01;", sample.Happened);
    }

    [Fact]
    public void Escapes_in_pasted_text_are_not_typed()
    {
        sample.Field.SetFocus();
        wizard.Paste("a\e]0;owned\a\e[2J\nb\u009b31m");
        Assert.Equal("a]0;owned[2J b31m", sample.Field.Text);
    }

    [Fact]
    public void Escapes_and_endless_lines_from_a_host_stay_in_their_columns()
    {
        sample.Page.Lines = [new Line("\e[2J\e]0;x\a" + new string('x', 1 << 20)), "after"];
        var rows = wizard.Keys().Screen.Split('\n');
        Assert.Contains("^[[2J^[]0;x^G", wizard.Screen);
        Assert.DoesNotContain('\e', wizard.Screen);
        Assert.All(rows, r => Assert.True(Columns.Width(r) <= 80));
        Assert.Contains("docker01", rows[3]);
    }

    [Fact]
    public void The_numbers_of_a_column_end_at_the_same_column_whatever_stands_before()
    {
        var rows = wizard.Screen.Split('\n');
        int End(string host) => Columns.Width(rows.First(r => r.Contains(host, StringComparison.Ordinal)));
        Assert.Equal(End("docker01"), End("主机三"));
    }

    [Fact]
    public void A_window_too_small_says_so_and_a_larger_one_shows_the_screen_again()
    {
        Assert.Contains("needs 60 columns and 16 rows", wizard.Resize(59, 24).Screen);
        Assert.Contains("docker01", wizard.Resize(100, 30).Screen);
    }

    [Fact]
    public void A_narrow_window_lets_the_keys_flow_into_another_line()
    {
        var before = wizard.Screen;
        Assert.Contains("F3 theme", before);
        Assert.Contains("F1 help", before.Split('\n')[^2]);
        Assert.Contains("Enter choose", before.Split('\n')[^3]);
    }

    [Fact]
    public void Tab_moves_between_the_parts_of_the_screen()
    {
        wizard.Keys("Tab", "x");
        Assert.Equal("x", sample.Field.Text);
    }

    [Fact]
    public void What_another_thread_posts_is_shown()
    {
        Task.Run(() => wizard.Wizard.Post(() => wizard.Wizard.Tell("news")), TestContext.Current.CancellationToken)
            .Wait(TestContext.Current.CancellationToken);
        wizard.WaitFor("news");
    }

    [Fact]
    public void A_test_keeps_its_own_context()
    {
        var own = SynchronizationContext.Current;
        using (var other = new Headless(w => new SampleScreen(w, []))) other.Keys("F2");

        Assert.Same(own, SynchronizationContext.Current);
    }

    [Fact]
    public async Task Another_thread_can_ask_and_waits_for_the_answer()
    {
        var asked = Task.Run(async () =>
        {
            var agreed = await wizard.Wizard.OnScreenAsync(() =>
                wizard.Wizard.ConfirmAsync("Go on?", ["From the run."], Terminal.Gui.Input.Key.Y, "go on"));
            // The test is surely waiting by then.
            await Task.Delay(50, TestContext.Current.CancellationToken);
            return agreed;
        }, TestContext.Current.CancellationToken);
        wizard.WaitFor("From the run.").Keys("y");
        Assert.True(await asked.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(Language.English, "Passphrase of /keys/site: ", "Wrong passphrase.")]
    [InlineData(Language.Chinese, "/keys/site 的口令短语：", "口令短语错误。")]
    public async Task A_secret_is_asked_for_once_unseen_and_in_the_operator_s_language(Language language,
        string asked, string wrong)
    {
        const string Word = "Sesame7";
        using var small = new Headless(w => new SampleScreen(w, []), language: language);
        var found = Task.Run(Find, TestContext.Current.CancellationToken);
        var first = small.WaitFor(asked).Type("nope").Screen;
        var second = small.Keys("Enter").WaitFor(wrong).Type(Word).Screen;
        small.Keys("Enter");

        Assert.True(await found.WaitAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("nope", first, StringComparison.Ordinal);
        Assert.DoesNotContain(Word, second, StringComparison.Ordinal);
        Assert.True(await Task.Run(Find, TestContext.Current.CancellationToken));
        Assert.False(small.Wizard.IsAsking);

        bool Find() => small.Wizard.Secrets.AskUntilRight(
            "key", $"Passphrase of {"/keys/site"}: ", $"Wrong passphrase. Passphrase of {"/keys/site"}: ",
            w => w == Word);
    }

    [Fact]
    public void Leaving_parks_what_is_under_way_and_asks_first()
    {
        var parked = 0;
        wizard.Wizard.UnderWay = () => new WorkUnderWay(
            new Question("Leave?", ["run 7 is under way"], [new Answer(Terminal.Gui.Input.Key.Y, "leave")]), _ => true);
        wizard.Wizard.Leaving.Add(() => { parked++; return Task.CompletedTask; });
        Assert.Contains("run 7 is under way", wizard.Keys("Ctrl-C").Screen);
        wizard.Keys("Enter");
        Assert.Equal(0, parked);
        wizard.Keys("Ctrl-C", "y");
        Assert.Equal(1, parked);
        Assert.True(wizard.Wizard.StopRequested);
    }
}

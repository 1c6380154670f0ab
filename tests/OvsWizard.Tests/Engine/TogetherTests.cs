using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// Steps that do not depend on each other and go to a host together, over real shells of this machine.
/// </summary>
public sealed class TogetherTests : IDisposable
{
    private readonly LocalMachines machines = new() { Resumes = true };

    public void Dispose() => machines.Dispose();

    private string Here(string name) => Path.Combine(machines.Folder, name);

    private PlannedStep Touch(string name, int order, bool independent = true) =>
        machines.Touch(name, order) with { IsIndependent = independent };

    private Plan Plan() => PlanOf.Hosts("a b", PlanOf.Preflight("true"), Touch("one", 1), Touch("two", 2),
        Touch("three", 3), Touch("four", 4, false), Touch("five", 5), PlanOf.Proof("proof", 6, "true"));

    private string Happened(string host) => string.Join(' ', machines.Events.Select(e => e switch
    {
        StepIntended s when s.Host == host => $"intend-{s.Step}",
        StepSpared s when s.Host == host => $"spare-{s.Step}",
        StepPhase { Phase: "do" } s when s.Host == host => $"do-{s.Step}",
        StepEnded { Status: StepStatus.Done or StepStatus.Failed } s when s.Host == host => $"end-{s.Step}",
        _ => "",
    }).Where(w => w.Length > 0));

    private static string All(StepStatus status) =>
        string.Join(' ', "one two three four five".Split(' ').Select(s => $"{s}={status}"));

    private static string Outcome(RunStatus run, StepStatus status) =>
        $"{run}: a preflight=Satisfied {All(status)} proof=Satisfied, b preflight=Satisfied {All(status)} proof=Satisfied";

    [Fact]
    public async Task Their_before_images_are_all_in_the_journal_before_the_first_of_their_changes()
    {
        Assert.Equal(Outcome(RunStatus.Done, StepStatus.Done), LocalMachines.Outcome(await machines.RunAsync(Plan())));

        Assert.Equal(
            "intend-one intend-two intend-three do-one end-one do-two end-two do-three end-three intend-four intend-five do-four end-four do-five end-five",
            Happened("a"));
    }

    [Fact]
    public async Task The_journal_on_disk_holds_them_when_the_first_change_begins()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", $"grep -q '# two as it was' {machines.JournalPath} || exit 12", "true")
                with { Keep = "echo '# one as it was'", Undo = null },
            PlanOf.Step("two", 2, "false", "true", "true")
                with { Keep = "echo '# two as it was'", Undo = null, IsIndependent = true });

        Assert.Equal("Done: a preflight=Satisfied one=Done two=Done",
            LocalMachines.Outcome(await machines.RunAsync(plan)));
    }

    [Fact]
    public async Task Taken_back_nothing_stays()
    {
        var plan = Plan();
        await machines.RunAsync(plan);

        Assert.Equal(Outcome(RunStatus.RolledBack, StepStatus.Undone),
            LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("", machines.Touched);
        Assert.Empty(Directory.GetDirectories(machines.Folder));
    }

    [Fact]
    public async Task Cut_off_after_any_line_of_the_journal_it_ends_as_if_it_had_not_been()
    {
        var plan = Plan();
        await machines.RunAsync(plan);
        var lines = await File.ReadAllLinesAsync(machines.JournalPath, TestContext.Current.CancellationToken);

        for (var kept = 1; kept < lines.Length; kept++)
        {
            await File.WriteAllLinesAsync(machines.JournalPath, lines.Take(kept),
                TestContext.Current.CancellationToken);

            Assert.Equal(Outcome(RunStatus.Done, StepStatus.Done),
                LocalMachines.Outcome(await machines.RunAsync(plan)));
        }
        await machines.RollBackAsync(plan);
        Assert.Equal("", machines.Touched);
    }

    [Fact]
    public async Task Those_behind_one_that_fails_are_not_begun_and_nothing_is_kept_of_them()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), Touch("one", 1),
            PlanOf.Step("two", 2, $"test -e {Here("done")}", $"test -e {Here("allowed")} && touch {Here("done")}") with
            {
                IsIndependent = true
            }, Touch("three", 3));

        Assert.Equal("Failed: a preflight=Satisfied one=Done two=Failed three=Pending",
            LocalMachines.Outcome(await machines.RunAsync(plan)));

        Assert.Equal("intend-one intend-two intend-three do-one end-one do-two end-two spare-three", Happened("a"));
        Assert.False(machines.Read(plan)["a"]["three"].Intended);
        Assert.Equal(["one", "two"], Directory.GetFiles(Path.Combine(machines.PathsOf("a").State, "r1", "before"))
            .Select(Path.GetFileName).Order());

        await File.WriteAllTextAsync(Here("allowed"), "", TestContext.Current.CancellationToken);
        Assert.Equal("Done: a preflight=Satisfied one=Done two=Done three=Done",
            LocalMachines.Outcome(await machines.RunAsync(plan)));
    }

    /// <summary>
    /// What an earlier session had begun may be changed already: its before-image is the only one there is.
    /// </summary>
    [Fact]
    public async Task A_before_image_of_an_earlier_session_stays_where_one_before_it_fails()
    {
        var half = PlanOf.Step("two",
            2, $"test -e {Here("whole")}", $"touch {Here("half")}; test -e {Here("allowed")} && touch {Here("whole")}")
            with { Keep = $"ovsw_keep_file {Here("half")}", Undo = null, IsIndependent = true };
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "test ! -e " + Here("drift"), $"exit 12", "true"), half);
        Assert.StartsWith("Failed", LocalMachines.Outcome(await machines.RunAsync(plan)), StringComparison.Ordinal);
        await File.WriteAllTextAsync(Here("drift"), "", TestContext.Current.CancellationToken);

        Assert.Equal("Failed: a preflight=Satisfied one=Failed two=Pending",
            LocalMachines.Outcome(await machines.RunAsync(plan)));

        Assert.True(machines.Read(plan)["a"]["two"].Intended);
        await machines.RollBackAsync(plan);
        Assert.False(File.Exists(Here("half")));
    }

    [Fact]
    public async Task Where_the_shell_dies_those_that_were_to_follow_are_not_taken_for_begun_and_all_of_it_goes_back()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", "kill -9 $$", "true") with { IsIndependent = true }, Touch("two", 2),
            Touch("three", 3));

        var state = await machines.RunAsync(plan);

        Assert.Equal("Failed: a preflight=Satisfied one=Interrupted two=Pending three=Pending",
            LocalMachines.Outcome(state));
        Assert.NotNull(state["a"].Lost);
        Assert.Equal("RolledBack", $"{(await machines.RollBackAsync(plan)).Ended!.Status}");
        Assert.Empty(Directory.GetDirectories(machines.Folder));
    }

    [Fact]
    public async Task Behind_one_that_takes_too_long_nothing_is_begun()
    {
        var slow = PlanOf.Step("one", 1, "false", "sleep 60", "true") with { TimeoutSeconds = 1 };

        Assert.Equal("Failed: a preflight=Satisfied one=Failed two=Pending", LocalMachines.Outcome(
            await machines.RunAsync(PlanOf.Hosts("a", PlanOf.Preflight("true"), slow, Touch("two", 2)))));
        Assert.Equal("", machines.Touched);
    }

    [Fact]
    public async Task One_that_cannot_be_kept_waits_for_its_turn_and_then_says_why()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), Touch("one", 1), PlanOf.Step("two", 2, "false",
            "true", "true") with { Keep = "echo no; exit 12", Undo = null, IsIndependent = true });

        Assert.Equal("Failed: a preflight=Satisfied one=Done two=Failed",
            LocalMachines.Outcome(await machines.RunAsync(plan)));

        Assert.Equal("because", machines.Read(plan)["a"]["two"].Result!.Why!.Value.En);
    }

    [Fact]
    public async Task One_behind_which_others_hold_already_is_changed_alone()
    {
        await File.WriteAllTextAsync(Here("a.two"), "", TestContext.Current.CancellationToken);

        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), Touch("one", 1), Touch("two", 2));

        Assert.Equal("Done: a preflight=Satisfied one=Done two=Satisfied",
            LocalMachines.Outcome(await machines.RunAsync(plan)));
    }

    [Fact]
    public async Task Step_by_step_each_goes_alone()
    {
        await machines.RunAsync(Plan(), how: o => o with { Fused = false });

        Assert.StartsWith("intend-one do-one end-one intend-two do-two end-two", Happened("a"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_image_with_a_line_longer_than_is_taken_in_one_piece_comes_whole()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", "true", "true") with { Keep = "printf '# %0100000d\\n' 7", Undo = null },
            Touch("two", 2));

        await machines.RunAsync(plan);

        Assert.Equal(["# " + new string('0', 99999) + "7\n", $"rm -f '{machines.Folder}/a.two'\n"],
            machines.Read(plan)["a"].Steps.Where(s => s.Image is not null).Select(s => s.Image));
    }
}

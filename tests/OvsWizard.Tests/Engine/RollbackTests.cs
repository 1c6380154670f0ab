using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Engine;

/// <summary>Runs that are taken back, over real shells of this machine.</summary>
public sealed class RollbackTests : IDisposable
{
    private readonly LocalMachines machines = new() { Resumes = true };

    public void Dispose() => machines.Dispose();

    private Plan Plan() => PlanOf.Hosts("a b", PlanOf.Preflight("true"), machines.Touch("one", 1),
        machines.Touch("two", 2), machines.Touch("three", 3), PlanOf.Proof("proof", 4, "true"));

    private const string AllUndone =
        "RolledBack: a preflight=Satisfied one=Undone two=Undone three=Undone proof=Satisfied, b preflight=Satisfied one=Undone two=Undone three=Undone proof=Satisfied";

    [Fact]
    public async Task Everything_done_is_taken_back_the_last_first_and_nothing_stays_behind()
    {
        var plan = Plan();
        await machines.RunAsync(plan);

        Assert.Equal(AllUndone, LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("", machines.Touched);
        Assert.Empty(Directory.GetDirectories(machines.Folder));
        Assert.Equal(["three", "two", "one"], machines.Events.OfType<StepEnded>()
            .Where(e => e.Host == "a" && e.Status is StepStatus.Undone).Select(e => e.Step));
    }

    [Fact]
    public async Task What_was_there_before_stays()
    {
        await File.WriteAllTextAsync(Path.Combine(machines.Folder, "a.one"),
            "mine", TestContext.Current.CancellationToken);
        var plan = Plan();
        await machines.RunAsync(plan);

        await machines.RollBackAsync(plan);

        Assert.Equal("a.one", machines.Touched);
    }

    [Fact]
    public async Task Back_to_a_step_keeps_it_and_the_run_can_go_on_from_there()
    {
        var plan = Plan();
        await machines.RunAsync(plan);

        Assert.Equal(
            "RolledBack: a preflight=Satisfied one=Done two=Undone three=Undone proof=Satisfied, b preflight=Satisfied one=Done two=Undone three=Undone proof=Satisfied",
            LocalMachines.Outcome(await machines.RollBackAsync(plan, "one")));
        Assert.Equal("a.one b.one", machines.Touched);

        await machines.RunAsync(plan);
        Assert.Equal("a.one a.three a.two b.one b.three b.two", machines.Touched);
        Assert.Equal(AllUndone, LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("", machines.Touched);
    }

    [Fact]
    public async Task Cut_off_after_any_line_of_the_journal_it_ends_as_if_it_had_not_been()
    {
        var plan = Plan();
        await machines.RunAsync(plan);
        var run = (await File.ReadAllLinesAsync(machines.JournalPath, TestContext.Current.CancellationToken)).Length;
        await machines.RollBackAsync(plan);
        var lines = await File.ReadAllLinesAsync(machines.JournalPath, TestContext.Current.CancellationToken);

        for (var kept = run; kept < lines.Length; kept++)
        {
            await File.WriteAllLinesAsync(machines.JournalPath, lines.Take(kept),
                TestContext.Current.CancellationToken);

            Assert.Equal(AllUndone, LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        }
    }

    [Fact]
    public async Task A_step_that_was_cut_off_in_its_change_is_taken_back_too()
    {
        var file = Path.Combine(machines.Folder, "half");
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), PlanOf.Step("one", 1, "false", $"touch {file}; false",
            "true") with { Keep = $"ovsw_keep_file {file}", Undo = null });
        Assert.Equal("Failed: a preflight=Satisfied one=Failed", LocalMachines.Outcome(await machines.RunAsync(plan)));
        Assert.True(File.Exists(file));

        Assert.Equal("RolledBack: a preflight=Satisfied one=Undone",
            LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_step_that_cannot_be_taken_back_does_not_keep_the_others_from_it()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), machines.Touch("one", 1),
            PlanOf.Step("two", 2, "false", "true", "true") with { Undo = "exit 12" });
        await machines.RunAsync(plan);

        Assert.Equal("Failed: a preflight=Satisfied one=Undone two=UndoFailed",
            LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("because", machines.Read(plan)["a"]["two"].Result!.Why!.Value.En);
        Assert.DoesNotContain("one", machines.Touched, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saying_no_takes_nothing_back()
    {
        var plan = Plan();
        await machines.RunAsync(plan);

        var state = await machines.RollBackAsync(plan, operates: new ScriptedOperator { Consent = _ => false });

        Assert.Equal(RunStatus.Declined, state.Ended!.Status);
        Assert.Contains("a.one", machines.Touched, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_whose_before_image_cannot_be_kept_does_not_begin()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            machines.Touch("one", 1) with { Keep = "false\necho '# kept'" });

        Assert.Equal("Failed: a preflight=Satisfied one=Failed", LocalMachines.Outcome(await machines.RunAsync(plan)));
        Assert.Equal("", machines.Touched);
    }

    [Fact]
    public async Task That_a_step_is_taken_back_is_in_the_journal_before_the_one_before_it_is()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", "true", "true")
                with { Undo = $"grep -q '\"step\":\"two\",\"status\":\"undone\"' {machines.JournalPath} || exit 12" },
            PlanOf.Step("two", 2, "false", "true", "true") with { Undo = "true" });
        await machines.RunAsync(plan);

        Assert.Equal("RolledBack: a preflight=Satisfied one=Undone two=Undone",
            LocalMachines.Outcome(await machines.RollBackAsync(plan)));
    }

    [Fact]
    public async Task The_before_image_is_in_the_journal_before_the_change()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", $"grep -q 'put the old back' {machines.JournalPath} || exit 12", "true")
                with { Keep = "echo '# put the old back'", Undo = null });

        Assert.Equal("Done: a preflight=Satisfied one=Done", LocalMachines.Outcome(await machines.RunAsync(plan)));
    }
}

using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Engine;

/// <summary>Rollbacks of runs after which a hand has changed something, over real shells of this machine.</summary>
public sealed class ThreeWayRollbackTests : IDisposable
{
    private readonly LocalMachines machines = new() { Resumes = true };

    public void Dispose() => machines.Dispose();

    private Plan Plan() => PlanOf.Hosts("a b", PlanOf.Preflight("true"), machines.Touch("one", 1),
        machines.Touch("two", 2), machines.Touch("three", 3));

    private Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(machines.Folder, name), text, TestContext.Current.CancellationToken);

    private void KeepInJournal(Func<RunEvent, bool> kept)
    {
        var events = RunJournal.Read(machines.JournalPath, out _);
        File.Delete(machines.JournalPath);
        using var journal = new RunJournal(machines.JournalPath);
        foreach (var happened in events.Where(kept)) journal.Append(happened);
    }

    private const string AllUndone =
        "RolledBack: a preflight=Satisfied one=Undone two=Undone three=Undone, b preflight=Satisfied one=Undone two=Undone three=Undone";

    [Fact]
    public async Task What_was_changed_since_is_refused_by_name_and_the_rest_goes_back()
    {
        var plan = Plan();
        await machines.RunAsync(plan);
        await WriteAsync("a.two", "by hand");
        string[] told = [];

        var state = await machines.RollBackAsync(plan, operates: new ScriptedOperator
        {
            Consent = s => (told = [.. s["a"]["two"].Since.Select(c => $"{c.Before} {c.After} {c.Now}")]).Length == 1
        });

        Assert.Equal(
            "Failed: a preflight=Satisfied one=Undone two=UndoFailed three=Undone, b preflight=Satisfied one=Undone two=Undone three=Undone",
            LocalMachines.Outcome(state));
        Assert.Equal(["-  by hand"], told);
        Assert.Contains("--skip two@a", state["a"]["two"].Result!.Now!.Value.En, StringComparison.Ordinal);
        Assert.Equal("a.two", machines.Touched);

        await WriteAsync("a.two", "");
        Assert.Equal(AllUndone, LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("", machines.Touched);
    }

    [Theory]
    [InlineData(UndoChoice.KeepTheirs, StepStatus.Undone, "a.two")]
    [InlineData(UndoChoice.PutBack, StepStatus.Undone, "")]
    [InlineData(UndoChoice.Skip, StepStatus.Left, "a.two")]
    [InlineData(UndoChoice.Refuse, StepStatus.UndoFailed, "a.two")]
    public async Task The_operator_decides_about_what_both_have_changed(UndoChoice choice, StepStatus expected,
        string touched)
    {
        var plan = Plan();
        await machines.RunAsync(plan);
        await WriteAsync("a.two", "by hand");

        var state = await machines.RollBackAsync(plan, operates: new ScriptedOperator
            { Clash = (_, step) => step.Planned.Id == "two" ? choice : UndoChoice.Refuse });

        Assert.Equal((expected, choice is UndoChoice.Refuse ? RunStatus.Failed : RunStatus.RolledBack),
            (state["a"]["two"].Status, state.Ended!.Status));
        Assert.Equal(touched, machines.Touched);
        Assert.All(state["b"].Steps.Skip(1), step => Assert.Equal(StepStatus.Undone, step.Status));
    }

    [Fact]
    public async Task A_key_by_hand_stays_in_a_JSON_file_and_ours_goes()
    {
        var file = Path.Combine(machines.Folder, "daemon.json");
        await WriteAsync("daemon.json", """{ "mine": 1 }""");
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", $"echo '{{ \"mine\": 1, \"bip\": 2 }}' >{file}", "true")
                with { Keep = $"ovsw_keep_file {file}", Undo = null });
        await machines.RunAsync(plan);
        await WriteAsync("daemon.json", """{ "mine": 1, "bip": 2, "by hand": 3 }""");

        Assert.Equal("RolledBack: a preflight=Satisfied one=Undone",
            LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("""{ "mine": 1, "by hand": 3 }""",
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    /// <summary>
    /// An undo may set something for a while, as Docker's does: cut off there, what it has set is nobody's change.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_undo_that_has_begun_goes_on_to_what_was_decided(bool journalHeardIt)
    {
        var file = Path.Combine(machines.Folder, "daemon.json");
        await WriteAsync("daemon.json", """{ "mine": 1 }""");
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("one", 1, "false", $"echo '{{ \"mine\": 1, \"bip\": 2 }}' >{file}", "true") with
            {
                Keep = $"ovsw_keep_file {file}",
                Undo =
                    $"[ -e {machines.Folder}/again ] || {{ touch {machines.Folder}/again; echo '{{ \"mine\": 1, \"bip\": 9 }}' >{file}; exit 1; }}",
            });
        await machines.RunAsync(plan);
        await WriteAsync("daemon.json", """{ "mine": 1, "bip": 2, "by hand": 3 }""");

        Assert.Equal("Failed: a preflight=Satisfied one=UndoFailed",
            LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        if (!journalHeardIt) KeepInJournal(e =>
            e is not (StepPhase { Phase: "undo" } or StepEnded { Status: StepStatus.UndoFailed } or RunEnded));
        Assert.Equal("RolledBack: a preflight=Satisfied one=Undone",
            LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("""{ "mine": 1, "by hand": 3 }""",
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_run_that_has_no_after_images_is_taken_back_as_before()
    {
        var plan = Plan();
        await machines.RunAsync(plan);
        Assert.Equal(6, RunJournal.Read(machines.JournalPath, out _).OfType<StepLeft>().Count());
        KeepInJournal(e => e is not StepLeft);
        await WriteAsync("a.two", "by hand");

        Assert.Equal(AllUndone, LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Equal("", machines.Touched);
    }

    [Fact]
    public async Task A_step_that_is_skipped_stays_and_can_be_taken_back_later()
    {
        var plan = Plan();
        await machines.RunAsync(plan);

        var state = await machines.RollBackAsync(plan,
            how: o => o with { Skips = (host, step) => host == "a" && step.Id == "two" });

        Assert.Equal(
            "RolledBack: a preflight=Satisfied one=Undone two=Left three=Undone, b preflight=Satisfied one=Undone two=Undone three=Undone",
            LocalMachines.Outcome(state));
        Assert.False(machines.Read(plan)["a"]["two"].AwaitsRollback);
        Assert.Equal("a.two", machines.Touched);
        Assert.Equal(AllUndone, LocalMachines.Outcome(await machines.RollBackAsync(plan)));
        Assert.Empty(Directory.GetDirectories(machines.Folder));
    }

    [Fact]
    public async Task An_undo_that_takes_too_long_fails_alone()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), machines.Touch("one", 1),
            PlanOf.Step("two", 2, "false", "true", "true") with { Undo = "sleep 60", TimeoutSeconds = 1 });
        await machines.RunAsync(plan);

        var state = await machines.RollBackAsync(plan);

        Assert.Equal("Failed: a preflight=Satisfied one=Undone two=UndoFailed", LocalMachines.Outcome(state));
        Assert.Contains("limit of 1 s", state["a"]["two"].Result!.Why!.Value.En, StringComparison.Ordinal);
        Assert.Equal("", machines.Touched);
    }

    [Fact]
    public async Task Verify_of_a_run_tells_what_others_have_changed_since()
    {
        var plan = Plan();
        await machines.RunAsync(plan);
        var run = machines.Read(plan);
        machines.Looks = true;
        Task<RunState> VerifyAsync() => machines.RunAsync(plan, new NobodyAsked(),
            o => o with { RunId = null, ChecksOnly = true, VerifiedRun = run });
        Assert.All((await VerifyAsync()).Hosts,
            host => Assert.All(host.Steps, step => Assert.Equal(StepStatus.Satisfied, step.Status)));
        await WriteAsync("a.two", "by hand");

        var state = await VerifyAsync();

        Assert.Equal(["two"], state["a"].Steps.Where(s => s.Status is StepStatus.Drifted).Select(s => s.Planned.Id));
        Assert.Contains("by hand", state["a"]["two"].Result!.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(state["b"].Steps, s => s.Status is StepStatus.Drifted);
    }

    [Fact]
    public async Task Of_a_secret_only_that_it_was_changed_is_told()
    {
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            machines.Touch("one", 1) with { Do = $"printf %s \"$OVSW_SECRET_TOKEN\" >{machines.Folder}/a.one" });
        Func<RunOptions, RunOptions> secret =
            o => o with { SecretsOf = _ => new Dictionary<string, string> { ["OVSW_SECRET_TOKEN"] = "pl4nted-value" } };
        await machines.RunAsync(plan, how: secret);
        await WriteAsync("a.one", "another-t0ken");

        var state = await machines.RollBackAsync(plan, how: secret);

        Assert.Equal("Failed: a preflight=Satisfied one=UndoFailed", LocalMachines.Outcome(state));
        Assert.Equal("another-t0ken",
            await File.ReadAllTextAsync(Path.Combine(machines.Folder, "a.one"), TestContext.Current.CancellationToken));
        var journal = await File.ReadAllTextAsync(machines.JournalPath, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("t0ken", journal, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("pl4nted-value"u8), journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_old_value_of_a_secret_is_nowhere_to_be_seen()
    {
        var file = Path.Combine(machines.Folder, "a.token");
        await WriteAsync("a.token", "0ld-planted-value");
        var step = PlanOf.Step("one", 1, $"cat {file}; [ \"$(cat {file})\" = \"$OVSW_SECRET_TOKEN\" ]",
            $"printf %s \"$OVSW_SECRET_TOKEN\" >{file}") with { Keep = $"ovsw_keep_file {file}", Undo = $"cat {file}" };
        var plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), step);
        Func<RunOptions, RunOptions> secret = o =>
            o with { SecretsOf = _ => new Dictionary<string, string> { ["OVSW_SECRET_TOKEN"] = "n3w-planted-value" } };
        machines.Looks = true;

        var verified = await machines.RunAsync(plan, new NobodyAsked(),
            o => secret(o) with { RunId = null, ChecksOnly = true });
        machines.Looks = false;
        await machines.RunAsync(plan, how: secret);
        Assert.Equal("n3w-planted-value", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var after = await File.ReadAllTextAsync(Directory.GetFiles(machines.Folder, "one", SearchOption.AllDirectories)
            .Single(f => f.Contains("/after/", StringComparison.Ordinal)), TestContext.Current.CancellationToken);
        await machines.RollBackAsync(plan, how: secret);

        Assert.Equal(StepStatus.Drifted, verified["a"]["one"].Status);
        Assert.Equal("0ld-planted-value", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        var said = string.Join('\n', machines.Events.Select(e => e.ToString()))
            + await File.ReadAllTextAsync(machines.JournalPath, TestContext.Current.CancellationToken) + after;
        Assert.Contains("not shown", said, StringComparison.Ordinal);
        Assert.All((string[])["0ld-planted-value", "n3w-planted-value"], value =>
        {
            Assert.DoesNotContain(value, said, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value)),
                said, StringComparison.Ordinal);
        });
    }
}

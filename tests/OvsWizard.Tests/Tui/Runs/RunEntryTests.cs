using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Tests.Engine;
using OvsWizard.Tests.Journal;
using OvsWizard.Tui.Runs;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>From the first screen into a run that was left open.</summary>
public sealed class RunEntryTests : IDisposable
{
    private static readonly Plan plan = PlanOf.Hosts("a", PlanOf.Step("one", 1, "true", "true"));
    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private RunRecord Left(string inventory)
    {
        File.WriteAllBytes(Path.Combine(folder, "plan.json"), JournalText.Of(plan));
        File.WriteAllText(Path.Combine(folder, "request.json"),
            $$"""{"inventory":"{{inventory}}","runbook":"vxlan-overlay","answers":[]}""");
        using var journal = new RunJournal(Path.Combine(folder, "journal.jsonl"));
        journal.Append(new RunStarted("r", "test", "run", RunFolder.HashOf(plan), "1.0.0", ["a"], RunJournal.Format));
        return RunRecord.Read(RunFolder.At(folder));
    }

    [Theory]
    [InlineData("no inventory")]
    [InlineData("another host")]
    [InlineData("locked")]
    [InlineData("no journal any more")]
    public void A_run_that_cannot_be_resumed_says_why_and_the_wizard_stays(string why)
    {
        var inventory = Path.Combine(folder, "hosts.yml");
        if (why is not "no inventory") File.WriteAllText(inventory,
            $"hosts:\n  {(why is "another host" ? "b" : "a")}: {{ address: 192.0.2.1 }}\n");
        var run = Left(inventory);
        if (why is "no journal any more") Directory.CreateDirectory(Path.Combine(folder, "lock"));
        using var claim = why is "locked" ? RunFolder.At(folder).Claim() : null;
        var actions = PastRuns.Actions(new PastRun("r", run)) with { Resume = RunEntry.Resume };
        using var wizard = new Headless(w => new HomeScreen(w, actions));

        wizard.WaitFor("r resumes it").Keys("r").WaitFor("─ Error");

        Assert.False(wizard.Wizard.StopRequested);
        Assert.Contains("new run", wizard.Keys("Esc").Screen);
    }

    [Fact]
    public void What_was_changed_before_is_said_where_the_operator_is_asked()
    {
        var state = new RunState(plan);
        Assert.Contains("Nothing has been changed yet", Told(state), StringComparison.Ordinal);

        state.Apply(new StepIntended("a", "one", ""));
        state.Apply(new RunResumed("run", "1.0.0", null));

        Assert.DoesNotContain("Nothing has been changed yet", Told(state), StringComparison.Ordinal);
        Assert.Contains("Earlier changes of the run stay (1 step)", Told(state), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "", "two a, b;one a, b;")]
    [InlineData("one", null, "", "two a, b;")]
    [InlineData(null, "b", "", "two b;one b;")]
    [InlineData(null, null, "two@a", "two b;one a, b;")]
    public void A_rollback_is_previewed_as_far_as_it_goes(string? to, string? host, string skipped, string previewed)
    {
        var state = new RunState(PlanOf.Hosts("a b", PlanOf.Step("one", 1, "true", "true"),
            PlanOf.Step("two", 2, "true", "true")));
        foreach (var name in (string[])["a", "b"])
            foreach (var step in (string[])["one", "two"]) state.Apply(new StepIntended(name, step, ""));
        state.Apply(new RunResumed("rollback", "1.0.0", to, host is null ? null : [host]));

        var notice = ConsentNotice.Of(state, (on, step) => skipped == $"{step.Id}@{on}");

        Assert.Equal(previewed, string.Concat(notice.Back.Select(b => $"{b.Step.Id} {string.Join(", ", b.Hosts)};")));
        Assert.StartsWith("Roll back ", notice.Ask(Language.English).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void What_others_have_changed_since_is_part_of_what_is_agreed_to()
    {
        var state = new RunState(plan);
        state.Apply(new StepIntended("a", "one", ""));
        state.Apply(new RunResumed("rollback", "1.0.0", null));
        state.Apply(new ChangedSince("a", "one", new Text("mtu of eth1", "eth1 的 mtu"), Clashes: true));

        Assert.Contains("changed since: a: one: mtu of eth1 (the run changed the same)", Told(state),
            StringComparison.Ordinal);
    }

    private static string Told(RunState state) =>
        string.Join('\n', ConsentNotice.Of(state).Ask(Language.English).Body.Select(l => l.ToString()));
}

using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Sessions;

/// <summary>
/// How a run stands after it was taken up again: a table of what happened, and of what is left to do.
/// </summary>
public sealed class StandingTests
{
    private static RunEvent[] Events(string word) => word switch
    {
        "begun" => [new RunStarted("r", "test", "run", "", "1.0.0", ["a"], RunJournal.Format)],
        "changed" =>
        [
            new StepPhase("a", "one", "check"), new StepIntended("a", "one", ""), new StepPhase("a", "one", "do"),
            new StepPhase("a", "one", "verify"), new StepEnded("a", "one", StepStatus.Done, 0, 1, "", null, null)
        ],
        "drifted" => [new StepEnded("a", "one", StepStatus.Drifted, 1, 1, "", null, null)],
        "undone" =>
            [new StepPhase("a", "one", "undo"), new StepEnded("a", "one", StepStatus.Undone, 0, 1, "", null, null)],
        "not-undone" =>
            [new StepPhase("a", "one", "undo"), new StepEnded("a", "one", StepStatus.UndoFailed, 1, 1, "", null, null)],
        "resumed" => [new RunResumed("run", "1.0.0", null)],
        "rollback" => [new RunResumed("rollback", "1.0.0", "one")],
        _ => [new RunEnded(Enum.Parse<RunStatus>(word), 1)],
    };

    [Theory]
    [InlineData("begun changed", "Interrupted, to resume")]
    [InlineData("begun changed Interrupted", "Interrupted, to resume")]
    [InlineData("begun changed Interrupted resumed Declined", "Interrupted, to resume")]
    [InlineData("begun changed Interrupted resumed Unfit", "Interrupted, to resume")]
    [InlineData("begun changed Interrupted resumed Declined resumed Declined", "Interrupted, to resume")]
    [InlineData("begun changed Failed resumed drifted Declined", "Failed, to resume")]
    [InlineData("begun changed Failed resumed", "Failed, to resume")]
    [InlineData("begun changed Failed resumed Done", "Done, over")]
    [InlineData("begun changed Done rollback Declined", "Done, over")]
    [InlineData("begun changed Done rollback", "Done, over")]
    [InlineData("begun changed Done rollback Interrupted", "Done, over")]
    [InlineData("begun changed Done rollback undone", "Interrupted, to take back")]
    [InlineData("begun changed Done rollback undone RolledBack", "RolledBack, over")]
    [InlineData("begun changed Done rollback not-undone Failed", "Failed, to take back")]
    [InlineData("begun changed Done rollback not-undone Failed rollback Declined", "Failed, to take back")]
    [InlineData("begun changed Interrupted rollback Declined", "Interrupted, to resume")]
    [InlineData("begun Declined", "Declined, to resume")]
    [InlineData("begun Unfit", "Unfit, to resume")]
    [InlineData("begun Declined resumed Unfit", "Declined, to resume")]
    public void Taken_up_again_and_come_to_nothing_it_stands_as_it_stood(string happened, string expected)
    {
        var state = new RunState(PlanOf.Hosts("a", PlanOf.Step("one", 1, "true", "true")));
        foreach (var e in happened.Split(' ').SelectMany(Events)) state.Apply(e);
        var record = new RunRecord(null!, state, Torn: false);

        Assert.Equal(expected,
            $"{record.Status}, {(record.IsRollingBack ? "to take back" : record.CanResume ? "to resume" : "over")}");
        if (record.IsRollingBack) Assert.Equal("one", state.StandingSince!.To);
    }
}

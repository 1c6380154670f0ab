using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Sessions;

public sealed class RetentionTests
{
    private static readonly DateTimeOffset now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static PastRun Run(string id, RunStatus? end, bool hasChanged = false, int days = 100,
        BatchesLeft? after = null, bool isWorkedOn = false)
    {
        var state = new RunState(PlanOf.Hosts("a", PlanOf.Step("one", 1, "true", "true")));
        if (hasChanged) state.Apply(new StepIntended("a", "one", ""));
        if (end is { } status) state.Apply(new RunEnded(status, 1) { At = now.AddDays(-days) });
        return new PastRun(id, new RunRecord(RunFolder.At(id), state, Torn: false, after), IsWorkedOn: isWorkedOn);
    }

    private static string Old(params PastRun[] runs) =>
        string.Join(' ', Retention.Of(runs, now.AddDays(-90)).Select(r => r.Id));

    [Theory]
    [InlineData(RunStatus.RolledBack, false, true)]
    [InlineData(RunStatus.Declined, false, true)]
    [InlineData(RunStatus.Unfit, false, true)]
    [InlineData(RunStatus.Done, false, true)]
    [InlineData(RunStatus.Done, true, false)]
    [InlineData(RunStatus.RolledBack, true, false)]
    [InlineData(RunStatus.Failed, false, false)]
    [InlineData(RunStatus.Failed, true, false)]
    [InlineData(RunStatus.Interrupted, false, false)]
    [InlineData(RunStatus.Declined, true, false)]
    [InlineData(null, false, false)]
    public void What_can_be_taken_back_or_gone_on_with_is_never_old(RunStatus? end, bool hasChanged, bool isOld) =>
        Assert.Equal(isOld ? "old" : "", Old(Run("newest", RunStatus.Done), Run("old", end, hasChanged)));

    [Fact]
    public void What_ended_lately_is_worked_on_has_batches_to_come_or_cannot_be_read_stays() => Assert.Equal("",
        Old(Run("lately", RunStatus.RolledBack, days: 80), Run("live", RunStatus.RolledBack, isWorkedOn: true),
            Run("batches", RunStatus.Declined, after: new BatchesLeft([["b"]], 2, 0, true, ["a"], [])),
            new PastRun("bad", null, new Failure(FailureKind.Input, $"x"))));

    [Fact]
    public void The_last_run_that_found_the_hosts_as_they_should_be_tells_what_they_should_be() =>
        Assert.Equal("first", Old(Run("last", RunStatus.Done), Run("first", RunStatus.Done)));
}

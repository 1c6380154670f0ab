using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Tests.Tui;

namespace OvsWizard.Tests.Sessions;

public sealed class PastRunTests
{
    private static readonly PastRun first = PastRuns.Batch;

    private static PastRun Second(RunStatus status)
    {
        var state = new RunState(first.Record!.State.Plan);
        state.Apply(new RunEnded(status, 1));
        return new PastRun("second",
            new RunRecord(null!, state, Torn: false, new BatchesLeft([], 3, 0, true, ["h1", "h2", "h3", "h4"], [])));
    }

    [Fact]
    public void A_batch_without_a_later_run_is_open() => Assert.True(PastRun.WithoutBegun([first])[0].IsOpen);

    [Theory]
    [InlineData(RunStatus.Done, false)]
    [InlineData(RunStatus.Failed, false)]
    [InlineData(RunStatus.RolledBack, true)]
    public void Once_the_next_one_has_begun_it_is_not_to_come_any_more(RunStatus next, bool isOpen) =>
        Assert.Equal(isOpen, PastRun.WithoutBegun([Second(next), first])[1].IsOpen);

    [Fact]
    public void The_second_batch_of_an_earlier_day_says_nothing_of_today() =>
        Assert.True(PastRun.WithoutBegun([first, Second(RunStatus.Done)])[0].IsOpen);
}

using OvsWizard.Engine;
using OvsWizard.Journal;

namespace OvsWizard.Tests.Engine;

public sealed class StepMachineTests
{
    private readonly StepMachine machine = new();

    [Theory]
    [InlineData("Check Satisfy", StepStatus.Satisfied)]
    [InlineData("Check Do Verify Finish", StepStatus.Done)]
    [InlineData("Verify Satisfy", StepStatus.Satisfied)]
    [InlineData("Verify Fail", StepStatus.Failed)]
    [InlineData("Check Do Fail", StepStatus.Failed)]
    [InlineData("Check Do Interrupt", StepStatus.Interrupted)]
    [InlineData("Check Drift", StepStatus.Drifted)]
    [InlineData("Check Do Fail Retry Check Do Verify Finish", StepStatus.Done)]
    [InlineData("Check Do Verify Finish Undo UndoDone", StepStatus.Undone)]
    [InlineData("Check Do Fail Undo UndoFail Undo UndoDone", StepStatus.Undone)]
    [InlineData("Check Finish", StepStatus.Done)]
    [InlineData("Check Do Verify Finish Drift Retry Check Do Verify Finish", StepStatus.Done)]
    [InlineData("Check Do Verify Finish Undo UndoDone Retry Check Satisfy", StepStatus.Satisfied)]
    public void A_sequence_of_triggers_leads_to_a_status(string triggers, StepStatus expected)
    {
        var status = triggers.Split(' ').Select(Enum.Parse<StepTrigger>).Aggregate(StepStatus.Pending, machine.Next);

        Assert.Equal(expected, status);
    }

    [Theory]
    [InlineData(StepStatus.Pending, StepTrigger.Finish)]
    [InlineData(StepStatus.Satisfied, StepTrigger.Undo)]
    [InlineData(StepStatus.Done, StepTrigger.Do)]
    [InlineData(StepStatus.Undone, StepTrigger.Finish)]
    [InlineData(StepStatus.Drifted, StepTrigger.Do)]
    public void What_makes_no_sense_is_not_allowed(StepStatus from, StepTrigger trigger)
    {
        Assert.False(machine.Allows(from, trigger));
        Assert.Throws<InvalidOperationException>(() => machine.Next(from, trigger));
    }

    [Fact]
    public void Every_running_status_can_be_interrupted()
    {
        foreach (var status in (StepStatus[])[StepStatus.Checking, StepStatus.Doing, StepStatus.Verifying,
            StepStatus.Undoing])
            Assert.True(machine.Allows(status, StepTrigger.Interrupt), status.ToString());
    }
}

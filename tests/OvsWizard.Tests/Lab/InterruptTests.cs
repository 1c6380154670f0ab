namespace OvsWizard.Tests.Lab;

/// <summary>What is cut short from here leaves nothing behind on the hosts, and can be gone on with.</summary>
[Collection("lab")]
public sealed class InterruptTests(LabFixture lab) : OnFreshHosts(lab)
{
    [Theory]
    [InlineData("docker", StartedProgram.Interrupt)]
    [InlineData("docker", StartedProgram.Interrupt, StartedProgram.Interrupt)]
    [InlineData("tunnels", StartedProgram.Terminate)]
    [InlineData("persist-unit", StartedProgram.HangUp)]
    public async Task A_signal_ends_what_runs_on_the_hosts_and_the_run_can_be_resumed(string step, params int[] signals)
    {
        Lab.Require();
        using (var run = Ovs.Start("run", Wizard.Overlay, "--yes", "--json"))
        {
            Assert.True(await run.DoesAsync(step, "docker02"));
            foreach (var signal in signals) run.Signal(signal);
            WizardAssert.Ended(130, await run.EndAsync());
        }

        await Leftovers.AssertNoneAsync(Lab);
        var shown = await Ovs.AsyncOf("runs");
        Assert.Contains(" interrupted ", shown.Output, StringComparison.Ordinal);
        WizardAssert.EveryPairAnswers(await Ovs.AsyncOf("resume", "--yes"));
        await Leftovers.AssertNoneAsync(Lab);
    }

    [Fact]
    public async Task A_step_that_takes_too_long_is_ended_with_all_that_it_started()
    {
        Lab.Require();
        var runbook = Path.Combine(PublishedBinary.Root, "tests/fixtures/runbooks/slow.yml");

        var result = await Ovs.AsyncOf("run", runbook, "--yes");

        WizardAssert.Ended(1, result);
        Says(result, "why: it took longer than its limit of 2 s and was ended",
            "fix: check the host, then: ovswizard resume");
        Assert.All(await Lab.OnAllAsync(
            "pgrep -fa 'sleep 987' | grep -v pgrep; ls -d /etc/ovsw-slow /run/ovswizard.lock 2>/dev/null; true"),
            said => Assert.Equal("", said.Replace("/etc/ovsw-slow\n", "", StringComparison.Ordinal)));
        await Leftovers.AssertNoneAsync(Lab);
        WizardAssert.Ended(0, await Ovs.AsyncOf("rollback", "--yes"));
    }
}

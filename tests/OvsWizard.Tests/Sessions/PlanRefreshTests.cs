using OvsWizard.Cli.Commands;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Sessions;

public sealed class PlanRefreshTests
{
    private static readonly Plan plan = PlanOf.Hosts("h1 h2",
        PlanOf.Preflight("true"), PlanOf.Step("route", 1, "true", "true"), PlanOf.Step("unit", 2, "true", "true"),
        PlanOf.Proof("proof", 3, "true"));

    /// <summary>
    /// What the checks find, as HOST:STEP:= (holds), :~ (would change) or HOST:lost, and what they add up to.
    /// </summary>
    [Theory]
    [InlineData("h1:preflight:= h2:preflight:= h1:route:= h2:route:= h1:unit:= h2:unit:=", "", 4, 0, 0, 0)]
    [InlineData("h1:preflight:= h2:preflight:= h1:route:~ h2:route:= h1:unit:~ h2:unit:~",
        "route h1, unit h1, unit h2", 1, 0, 0, 5)]
    [InlineData("h1:preflight:~ h2:preflight:= h1:route:= h2:route:= h1:unit:= h2:unit:~", "unit h2", 3, 0, 1, 1)]
    [InlineData("h1:preflight:= h1:route:= h1:unit:= h2:lost", "", 2, 2, 0, 4)]
    public void The_checks_add_up(string found, string changes, int holding, int unknown, int unmet, int exit)
    {
        var refresh = Of(found);

        Assert.Equal(changes, string.Join(", ", refresh.Changes.Select(c => $"{c.Step.Key} {c.Host}")));
        Assert.Equal((holding, unknown, unmet), (refresh.Holding, refresh.Unknown, refresh.Unmet.Count));
        Assert.Equal(exit, PlanCommand.ExitCodeOf(refresh, detailed: true));
        Assert.Equal(exit is 5 ? 0 : exit, PlanCommand.ExitCodeOf(refresh, detailed: false));
    }

    [Fact]
    public void The_proof_at_the_end_is_not_checked_beforehand() =>
        Assert.Equal(["preflight", "route", "unit"], PlanRefresh.Checkable(plan).Hosts[0].Steps.Select(s => s.Id));

    private static PlanRefresh Of(string found)
    {
        var state = new RunState(PlanRefresh.Checkable(plan));
        foreach (var part in found.Split(' ').Select(p => p.Split(':')))
        {
            if (part is [var host, "lost"])
            {
                state.Apply(new HostLost(host, (int)FailureKind.Host, "cannot connect", null, null));
                continue;
            }
            state.Apply(new StepPhase(part[0], part[1], "check"));
            var status = part[2] == "=" ? StepStatus.Satisfied : StepStatus.Drifted;
            state.Apply(new StepEnded(part[0], part[1], status, 0, 1, "", null, null));
        }
        return PlanRefresh.Of(state);
    }
}

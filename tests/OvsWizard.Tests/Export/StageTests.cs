using OvsWizard.Export;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Export;

public sealed class StageTests
{
    private static readonly PlannedStep Look = PlanOf.Preflight("true");

    private static PlannedStep Change(string id, int order) => PlanOf.Step(id, order, "true", "true");

    private static PlannedStep Lockout(int order) =>
        Change("cut", order) with { Risk = new Risk(RiskLevel.Lockout, new Text("", "")) };

    private static string Told(Plan plan) =>
        string.Join(' ', Stage.Of(plan).Select(s => $"{s.First}-{s.Last}:{s.Kind}:{string.Join('+', s.Hosts)}"));

    [Fact]
    public void Steps_that_need_no_peer_are_one_stage() =>
        Assert.Equal("1-1:Look:a+b 2-3:Each:a+b", Told(PlanOf.Hosts("a b", Look, Change("x", 4), Change("y", 9))));

    [Fact]
    public void What_waits_for_peers_begins_one() =>
        Assert.Equal("1-1:Look:a+b 2-2:Each:a+b 3-3:Each:a+b",
            Told(PlanOf.Hosts("a b", Look, Change("x", 1), PlanOf.Proof("p", 2, "true"))));

    [Fact]
    public void What_may_cut_a_session_stands_alone_and_goes_by_turns() =>
        Assert.Equal("1-1:Look:a+b 2-2:Each:a+b 3-3:Turn:a+b 4-4:Turn:a+b 5-5:Each:a+b",
            Told(PlanOf.Hosts("a b", Look, Change("x", 1), Lockout(2), Change("t", 3) with { Touches = ["eth1"] },
                Change("y", 4))));

    [Fact]
    public void What_is_the_operators_comes_first_in_its_stage() =>
        Assert.Equal("1-1:Look:a 2-3:Ask:a", Told(PlanOf.Hosts("a", Look, PlanOf.Confirm("c", 1), Change("x", 2))));

    [Fact]
    public void Files_are_sent_before_what_needs_them_and_fetched_apart() =>
        Assert.Equal("1-1:Look:a+b 2-3:Send:a+b 4-4:Fetch:a+b",
            Told(PlanOf.Hosts("a b", Look, Change("s", 1) with { Kind = StepKind.Send }, Change("x", 2),
                Change("f", 3) with { Kind = StepKind.Fetch, Transfer = new([], "/to") })));

    [Fact]
    public void A_reboot_stands_alone() =>
        Assert.Equal("1-1:Look:a 2-2:Each:a 3-3:Reboot:a 4-4:Each:a",
            Told(PlanOf.Hosts("a", Look, Change("x", 1),
                PlanOf.Step("r", 2, "true", "true") with { Kind = StepKind.Reboot }, Change("y", 3))));

    [Fact]
    public void A_stage_has_the_hosts_that_have_a_step_in_it() =>
        Assert.Equal("1-1:Look:a+b 2-3:Each:a+b 4-4:Turn:b",
            Told(PlanOf.Each(new() { ["a"] = [Look, Change("y", 2)], ["b"] = [Look, Change("x", 1), Lockout(3)] })));
}

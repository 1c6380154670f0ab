using OvsWizard.Plans;

namespace OvsWizard.Tests.Plans;

public sealed class PlanPageTests
{
    private static readonly Plan plan = Overlay.Plan(3);

    private static List<PlanLine> Lines(string step, StepFound? look = null) =>
        [.. PlanPage.Lines(plan.Step("h1", step), look, Language.English)];

    private static string[] Of(PlanLineKind kind, IEnumerable<PlanLine> lines) =>
        [.. lines.Where(l => l.Kind == kind).Select(l => l.Text)];

    [Fact]
    public void Every_step_of_the_plan_is_one_row_with_all_its_hosts_and_peers()
    {
        var rows = PlanRow.Of(plan);

        Assert.Equal(plan.StepCount, rows.Sum(r => r.Places.Count));
        Assert.Equal(rows.Select(r => r.Id).Distinct(), rows.Select(r => r.Id));
        Assert.True(rows[0].IsReadOnly);
    }

    [Fact]
    public void A_step_says_why_what_it_interrupts_and_what_it_runs()
    {
        var lines = Lines("docker");

        Assert.Contains("Docker restarts; its containers stop and those that ran are started again.",
            Of(PlanLineKind.Risk, lines));
        Assert.Contains("  docker_restart", Of(PlanLineKind.Command, lines));
        Assert.Contains("/etc/docker/daemon.json", Of(PlanLineKind.Heading, lines));
    }

    [Fact]
    public void A_file_nobody_looked_at_is_shown_as_it_is_to_be() =>
        Assert.Contains("+ net.ipv4.ip_forward = 1", Of(PlanLineKind.Added, Lines("forwarding")));

    [Fact]
    public void A_file_that_was_looked_at_is_shown_as_a_difference()
    {
        var lines = Lines("forwarding",
            new StepFound(false,
                "noise before\n@@ -1 +1,2 @@\n-net.ipv4.ip_forward = 0\n+net.ipv4.ip_forward = 1\n same\n\\ No newline at end of file\n"));

        Assert.Equal(["-net.ipv4.ip_forward = 0"], Of(PlanLineKind.Removed, lines));
        Assert.Equal(["+net.ipv4.ip_forward = 1"], Of(PlanLineKind.Added, lines));
        Assert.DoesNotContain(lines,
            l => l.Text.Contains("noise", StringComparison.Ordinal) || l.Text.StartsWith('\\'));
    }

    [Fact]
    public void A_step_that_holds_changes_nothing()
    {
        var lines = Lines("forwarding", new StepFound(true, ""));

        Assert.Equal(["already holds on this host: nothing will be changed"], Of(PlanLineKind.Holds, lines));
        Assert.Empty(Of(PlanLineKind.Added, lines));
    }

    [Fact]
    public void A_file_that_is_missing_is_all_new() =>
        Assert.Contains("does not exist yet, or has another owner or mode", Of(PlanLineKind.Note,
            Lines("forwarding", new StepFound(false, "/etc/sysctl.d/60-ovswizard.conf does not exist"))));
}

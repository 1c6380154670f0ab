using OvsWizard.Journal;
using OvsWizard.Tui.Runs;

namespace OvsWizard.Tests.Tui.Runs;

public sealed class RunViewTests
{
    private readonly ScriptedRun run = new(ScriptedRun.Overlay());

    private RunView View()
    {
        var view = new RunView(run.Work.Plan, run.Work.Expected, []);
        while (!run.Work.Feed.IsEmpty) run.Work.Feed.Drain(view.Apply);
        return view;
    }

    private static string Row(RunView view, int row, int width, DateTimeOffset now)
    {
        var picture = new GridPicture(view, width, Language.English, now);
        return (picture.Form is GridForm.Counts ? picture.Counted(row).Text : string.Concat(
            Enumerable.Range(0, view.Grid.Hosts.Count).Select(c => picture.CellAt(row, c).Text))).TrimEnd();
    }

    [Fact]
    public void A_step_for_each_peer_is_one_cell()
    {
        var view = View();

        Assert.Equal(7, view.Grid.Rows.Count);
        Assert.Equal([2, 2, 2], view.Grid.Rows[4].Cells.Select(c => c.Steps.Count));
    }

    [Fact]
    public void A_cell_says_what_matters_most_of_its_steps()
    {
        run.Done("tunnels", StepStatus.Done, "docker01");
        run.Tell(new StepPhase("docker02", "tunnels@docker01", "check"),
            new StepEnded("docker02", "tunnels@docker01", StepStatus.Satisfied, 0, 10, "", null, null));
        run.Tell(new StepPhase("docker03", "tunnels@docker01", "check"),
            new StepEnded("docker03", "tunnels@docker01", StepStatus.Failed, 1, 10, "", null, null));

        Assert.Equal([StepStatus.Done, StepStatus.Doing, StepStatus.Failed],
            View().Grid.Rows[4].Cells.Select(c => c.Status));
    }

    [Theory]
    [InlineData(3, 80, GridForm.Times)]
    [InlineData(9, 80, GridForm.Marks)]
    [InlineData(9, 200, GridForm.Times)]
    [InlineData(25, 120, GridForm.Marks)]
    [InlineData(100, 120, GridForm.Counts)]
    public void The_form_is_the_richest_that_fits(int hosts, int width, GridForm expected) =>
        Assert.Equal(expected, new GridPicture(new RunView(ScriptedRun.Overlay(hosts), ExpectedTimes.Unknown, []),
            width, Language.English, run.GetUtcNow()).Form);

    [Fact]
    public void Times_pass_while_a_step_is_under_way_and_stand_when_it_has_ended()
    {
        run.Done("firewall", StepStatus.Done, "docker01")
            .Tell(new StepPhase("docker02", "docker", "check"), new StepPhase("docker02", "docker", "do"));
        run.Wait(3);
        var view = View();

        Assert.Equal("✔ 0.42 s     ·            ·", Row(view, 1, 80, run.GetUtcNow()));
        Assert.Equal("·            ▶ 3 s/4 s    ·", Row(view, 2, 80, run.GetUtcNow()));
    }

    [Fact]
    public void A_retried_step_counts_its_time_anew()
    {
        run.Tell(new StepPhase("docker01", "docker", "check"), new StepPhase("docker01", "docker", "do"),
            new StepEnded("docker01", "docker", StepStatus.Failed, 1, 9000, "", null, null));
        run.Wait(60);
        run.Tell(new StepPhase("docker01", "docker", "check"));
        run.Wait(2);
        var view = View();

        Assert.Equal(TimeSpan.FromSeconds(2),
            view.ElapsedOf("docker01", view.State["docker01"]["docker"], run.GetUtcNow()));
    }

    [Fact]
    public void Progress_weighs_steps_by_what_they_took_before()
    {
        run.Done("firewall");
        var small = View().Progress;
        run.Done("docker");
        var view = View();
        var again = new RunView(run.Work.Plan, run.Work.Expected, run.Work.Former);

        Assert.InRange(small, 0.01, 0.10);
        Assert.Equal(0, again.Progress);
        Assert.InRange(view.Progress, 0.5, 0.9);
    }

    [Fact]
    public void Counts_put_what_needs_attention_first()
    {
        var many = new ScriptedRun(ScriptedRun.Overlay(100));
        many.Done("docker", StepStatus.Done, [.. many.State.Hosts.Skip(3).Select(h => h.Name)]);
        many.Tell(new StepPhase("docker002", "docker", "check"), new StepPhase("docker003", "docker", "check"));
        many.Tell(new StepPhase("docker001", "docker", "check"),
            new StepEnded("docker001", "docker", StepStatus.Failed, 1, 10, "", null, null));
        many.Wait(60);
        var view = new RunView(many.Work.Plan, many.Work.Expected, []);
        while (!many.Work.Feed.IsEmpty) many.Work.Feed.Drain(view.Apply);

        Assert.EndsWith("1 ✘  2 ?  97 ✔", Row(view, 2, 120, many.GetUtcNow()));
        Assert.Equal([(0, Trouble.Failed), (1, Trouble.Overdue), (2, Trouble.Overdue)],
            view.Grid.Attention(many.GetUtcNow()).Select(a => (a.Column, a.Why)));
    }

    [Fact]
    public void A_run_taken_up_again_begins_where_its_journal_ends()
    {
        run.Done("firewall");
        var former = View().Events;

        var view = new RunView(run.Work.Plan, ExpectedTimes.Unknown, former);

        Assert.Equal(StepStatus.Done, view.State["docker01"]["firewall"].Status);
        Assert.Null(view.BegunAt);
    }

    [Fact]
    public void What_is_sent_is_kept_by_host_in_order()
    {
        run.Done("docker", StepStatus.Done, "docker01");

        Assert.Equal(["check false", "do systemctl restart docker", "verify false"],
            View().SentTo("docker01").Select(s => $"{s.Phase} {s.Script}"));
        Assert.Empty(View().SentTo("docker02"));
    }

    [Fact]
    public void Steps_that_come_after_a_skipped_one_and_peers_that_wait_are_named()
    {
        var view = View();

        var consequences = SkipConsequences.Of(view.State, "docker02", view.State["docker02"]["bridge"].Planned);

        Assert.Equal(["tunnels", "attach", "proof"], consequences.Later.Select(s => s.Id));
        Assert.Equal(["docker01", "docker03"], consequences.Peers);
    }

    [Fact]
    public void A_ring_keeps_the_last_lines_and_counts_all()
    {
        var ring = new OutputRing(3);
        for (var i = 1; i <= 5; i++) ring.Add($"{i}");
        ring.Add(new string('x', 1 << 20));

        Assert.Equal((3, 6L, "4", "5"), (ring.Count, ring.Total, ring[0], ring[1]));
        Assert.InRange(ring[2].Length, 1, 5_000);
    }

    [Fact]
    public void A_flood_of_output_is_taken_in_bounded_frames_and_memory_is_bounded()
    {
        var many = new ScriptedRun(ScriptedRun.Overlay(100));
        var announced = 0;
        many.Work.Feed.Arrived = () => announced++;
        many.Tell(new StepPhase("docker001", "docker", "check"));
        for (var i = 0; i < 100_000; i++) many.Work.Feed.Add(new StepOutput("docker001", "docker", $"line {i}"));
        var view = new RunView(many.Work.Plan, ExpectedTimes.Unknown, []);

        var frames = 0;
        for (; !many.Work.Feed.IsEmpty; frames++) many.Work.Feed.Drain(view.Apply);

        Assert.InRange(frames, 5, 6);
        Assert.Equal(frames, announced);
        Assert.InRange(view.OutputOf("docker001", "docker").Count, 100, 2_000);
        Assert.Equal("line 99999", view.OutputOf("docker001", "docker")[^1]);
    }

    [Fact]
    public void Expected_times_are_those_of_runs_that_changed_something()
    {
        var times = ExpectedTimes.Of("test", [run.State]);
        Assert.False(times.IsKnown);

        run.Done("docker", StepStatus.Satisfied, "docker01").Done("docker", StepStatus.Done, "docker02");
        run.Tell(new StepPhase("docker03", "docker", "check"),
            new StepPhase("docker03", "docker", "do"), new StepPhase("docker03", "docker", "verify"),
            new StepEnded("docker03", "docker", StepStatus.Done, 0, 7_000, "", null, null));

        Assert.Equal(TimeSpan.FromSeconds(7), ExpectedTimes.Of("test", [run.State])["docker"]);
        Assert.Null(ExpectedTimes.Of("other", [run.State])["docker"]);
    }
}

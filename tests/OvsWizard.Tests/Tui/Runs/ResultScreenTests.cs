using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Tui.Runs;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Runs;

public sealed class ResultScreenTests
{
    private static (ScriptedRun Run, RunView View) Ended(int hosts, Func<string, string, int, bool> answers,
        RunStatus status = RunStatus.Done)
    {
        var run = new ScriptedRun(ScriptedRun.Overlay(hosts));
        run.Done("preflight", StepStatus.Satisfied).Done("firewall").Done("docker").Done("bridge").Done("tunnels")
            .Done("attach");
        foreach (var from in run.State.Hosts)
            foreach (var to in run.State.Hosts.Where(h => h != from))
                foreach (var bytes in (int[])[56, 1422])
                    run.Tell(new PairProved(from.Name, "10.0.1.2", to.Name, "10.0.2.2",
                        bytes, answers(from.Name, to.Name, bytes), bytes == 56 ? "0.42 ms" : "0.57 ms"));
        run.End(status);
        var view = new RunView(run.Work.Plan, ExpectedTimes.Unknown, []);
        while (!run.Work.Feed.IsEmpty) run.Work.Feed.Drain(view.Apply);
        return (run, view);
    }

    private static Headless Show((ScriptedRun Run, RunView View) ended, int columns = 80, int rows = 24,
        Language language = Language.English) =>
        new(w => new ResultScreen(w, ended.Run.Work, ended.View, ended.Run), columns, rows, language);

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Good(int columns, int rows, Language language)
    {
        using var screen = Show(Ended(3, (_, _, _) => true), columns, rows, language);
        Golden.Check(screen.Keys(), "result-good");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void With_losses(int columns, int rows, Language language)
    {
        using var screen = Show(Ended(3, (from, to, bytes) => from != "docker03" && !(to == "docker02" && bytes > 1000),
            RunStatus.Failed), columns, rows, language);
        Golden.Check(screen.Keys(), "result-losses");
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Of_a_hundred_hosts(int columns, int rows, Language language)
    {
        using var screen = Show(Ended(100, (from, to, _) => from != "docker007" || to != "docker009"), columns,
            rows, language);
        Golden.Check(screen.Keys(), "result-hundred", mayCut: true);
    }

    private static (ScriptedRun Run, RunView View) OfBatch(List<string> begun, RunStatus status = RunStatus.Done)
    {
        var (run, view) = Ended(2, (_, _, _) => true, status);
        var left = new BatchesLeft([["docker01", "docker02", "docker03", "docker04"]], 2, 0, true,
            ["docker01", "docker02"], []);
        var next = new ScriptedRun(ScriptedRun.Overlay(4));
        return (new ScriptedRun(run.Work.Plan) { Work = run.Work with
        {
            Rest = left,
            Next = () => { begun.Add("next"); return next.Work with { Rest = left.After([], []) }; }
        } }, view);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Of_a_batch(int columns, int rows, Language language)
    {
        using var screen = Show(OfBatch([]), columns, rows, language);
        Golden.Check(screen.Keys(), "result-batch");
    }

    [Fact]
    public void The_next_batch_is_begun_here()
    {
        var begun = new List<string>();
        using var screen = Show(OfBatch(begun));

        screen.Keys("n").WaitFor("batch 2 of 2").Until(() => begun.Count > 0);
        Assert.Equal(["next"], begun);
    }

    [Theory]
    [InlineData(RunStatus.Failed, "this batch is not finished")]
    [InlineData(RunStatus.RolledBack, "this batch was rolled back")]
    public void No_batch_is_begun_after_one_that_did_not_end_well(RunStatus status, string why)
    {
        var begun = new List<string>();
        using var screen = Show(OfBatch(begun, status));

        Assert.Contains(why, screen.Keys("n").Screen, StringComparison.Ordinal);
        Assert.Empty(begun);
    }

    [Fact]
    public void Slow_answers_do_not_run_into_the_next_column()
    {
        IReadOnlyList<string> hosts = ["docker01", "docker02"];
        var lines = MatrixPicture.Draw(hosts, [Pair("docker01", "docker02", 56), Pair("docker01", "docker02", 1422),
            Pair("docker02", "docker01", 56), Pair("docker02", "docker01", 1422)], 76, Language.English);
        Assert.Equal("docker02  1017.02 / 1017.02 ms  –", lines[^1].Text.TrimEnd());

        static PairProved Pair(string from, string to, int bytes) =>
            new(from, "10.0.1.2", to, "10.0.2.2", bytes, true, "1017.02 ms");
    }

    [Fact]
    public void Rolling_back_asks_and_then_goes_back_to_the_run_screen()
    {
        var ended = Ended(2, (_, _, _) => true);
        using var screen = Show(ended);

        screen.Keys("b", "Enter");
        Assert.Empty(ended.Run.Begun);
        // The screen says so before the rollback is begun, apart from it; what ends before that ends nothing.
        screen.Keys("b", "y").WaitFor("rolling back").Until(() => ended.Run.Begun.Count > 0);
        ended.Run.End(RunStatus.RolledBack);
        screen.WaitFor("Rolled back: 0");

        Assert.Equal(["rollback"], ended.Run.Begun);
    }

    [Fact]
    public void A_key_that_cannot_work_says_why()
    {
        var run = new ScriptedRun(ScriptedRun.Overlay(2), keepsNothing: true).Done("firewall", StepStatus.Satisfied)
            .End(RunStatus.Done);
        var view = new RunView(run.Work.Plan, ExpectedTimes.Unknown, []);
        run.Work.Feed.Drain(view.Apply);
        using var screen = Show((run, view));

        Assert.Contains("nothing was changed", screen.Keys("b").Screen);
        Assert.Contains("this was a verification", screen.Keys("v").Screen);
    }

    [Fact]
    public void Going_home_gives_the_run_free()
    {
        var ended = Ended(2, (_, _, _) => true);
        using var screen = Show(ended);
        screen.Do(w => w.Show(new ResultScreen(w, ended.Run.Work, ended.View, ended.Run))).Keys("h");

        Assert.True(ended.Run.IsEnded);
    }
}

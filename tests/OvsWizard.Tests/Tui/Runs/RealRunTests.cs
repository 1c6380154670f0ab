using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Ssh;
using OvsWizard.Tests.Engine;
using OvsWizard.Tui.Runs;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>
/// The run screen with the real engine behind it, over shells of this machine: nobody waits for anybody for ever.
/// </summary>
public sealed class RealRunTests : IDisposable
{
    private readonly LocalMachines machines = new();
    private Plan plan = null!;

    public void Dispose() => machines.Dispose();

    private PlannedStep FailsUntilMended(int order) =>
        PlanOf.Step("stubborn", order, $"test -e {machines.Folder}/stubborn.$OVSW_HOST",
            $"echo trying; test -e {machines.Folder}/mended || exit 12; touch {machines.Folder}/stubborn.$OVSW_HOST");

    private RunWork Work()
    {
        var feed = new RunFeed();
        Task<RunState> Do(IOperator asks, RunControl control, CancellationToken stop,
            Func<Runner, RunOptions, Task<RunState>> work)
        {
            var journal = new RunJournal(machines.JournalPath);
            var runner = new Runner(machines.Read(plan),
                (host, mark, _) => Task.FromResult<IHostShell>(LocalShell.Open(host, mark)), journal,
                TimeProvider.System);
            runner.Observers.Add((e, _) => feed.Add(e));
            return work(runner, new RunOptions("r1", asks, control) { Fused = false, PathsOf = machines.PathsOf })
                .ContinueWith(t =>
                {
                    journal.Dispose();
                    return t.GetAwaiter().GetResult();
                }, TaskScheduler.Default);
        }
        return new RunWork(plan,
            (asks, control, stop) => Do(asks, control, stop, (runner, options) => runner.RunAsync(options, stop)),
            (asks, control, stop) =>
                Do(asks, control, stop, (runner, options) => runner.RollBackAsync(options, null, stop)),
            () => { })
        {
            Feed = feed,
            RunId = "r1",
            Former = File.Exists(machines.JournalPath) ? RunJournal.Read(machines.JournalPath, out _) : []
        };
    }

    private Headless Show() => new(w => new RunScreen(w, Work(), isRollback: false, TimeProvider.System));

    [Fact]
    public void A_run_is_agreed_to_mended_and_taken_back_again()
    {
        plan = PlanOf.Hosts("a b", PlanOf.Preflight("true"), machines.Touch("one", 1), FailsUntilMended(2));
        using var screen = Show();

        screen.WaitFor("Change 2 hosts?")
            .Keys("y").Until(() => machines.Read(plan).Hosts.All(h => h["stubborn"].Status is StepStatus.Failed))
            .WaitFor("stubborn failed on").Keys("Esc");
        Assert.Contains("trying", screen.Screen);
        File.WriteAllText(Path.Combine(machines.Folder, "mended"), "");
        for (var asked = 0; asked < 2; asked++) screen.WaitFor("stubborn failed on").Keys("Enter", "r");
        screen.WaitFor("Done: 4 steps changed 2 of 2 hosts");

        screen.Keys("b", "b").WaitFor("Roll back 4 steps on 2 hosts?").Keys("y").WaitFor("Rolled back: 4 steps");
        Assert.DoesNotContain("one", machines.Touched);
    }

    [Fact]
    public void A_run_is_detached_from_and_taken_up_again()
    {
        plan = PlanOf.Hosts("a", PlanOf.Preflight("true"), machines.Touch("one", 1), machines.Touch("two", 2));
        using (var screen = Show())
            screen.WaitFor("Change 1 host?").Keys("Esc", "d", "p").WaitFor("is parked");

        using var again = Show();
        again.WaitFor("Change 1 host?").Keys("t", "y").WaitFor("Done: 2 steps changed 1 of 1 host");
    }

    [Fact]
    public void An_aborted_step_is_interrupted_and_its_processes_are_gone()
    {
        plan = PlanOf.Hosts("a", PlanOf.Preflight("true"),
            PlanOf.Step("slow", 1, "false", $"echo $$ > {machines.Folder}/pid; echo begun; sleep 60"));
        using var screen = Show();

        screen.WaitFor("Change 1 host?").Keys("y").WaitFor("begun").Keys("Ctrl-X", "A").WaitFor("interrupted");

        Assert.Equal(StepStatus.Interrupted, machines.Read(plan)["a"]["slow"].Status);
    }
}

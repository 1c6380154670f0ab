using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Sessions;
using OvsWizard.Tests.Journal;
using OvsWizard.Tui;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>A run of another process: its journal grows, and the wizard shows it.</summary>
public sealed class AttachTests : IDisposable
{
    private readonly DirectoryInfo runs = Directory.CreateTempSubdirectory("ovsw-attach-");
    private readonly ScriptedRun script = new(ScriptedRun.Overlay());
    private readonly RunFolder folder;
    private readonly RunJournal journal;
    private IDisposable? claim;

    public AttachTests()
    {
        folder = RunFolder.At(runs.CreateSubdirectory("20260301-120000-test-0a1b").FullName);
        File.WriteAllBytes(folder.PlanPath, JournalText.Of(script.State.Plan));
        File.WriteAllText(Path.Combine(folder.Path, "request.json"),
            """{"inventory":"hosts.yml","runbook":"test","answers":[]}""");
        claim = folder.Claim();
        journal = new RunJournal(folder.JournalPath);
        Tell(new RunStarted(folder.Id, "test", "run", RunFolder.HashOf(script.State.Plan), "1.0.0",
            ["docker01", "docker02", "docker03"], RunJournal.Format));
    }

    public void Dispose()
    {
        claim?.Dispose();
        journal.Dispose();
        runs.Delete(recursive: true);
    }

    private PastRun Live => new(folder.Id, RunRecord.Read(folder), IsWorkedOn: claim is not null);

    private void Tell(params RunEvent[] events)
    {
        foreach (var happened in events) journal.Append(happened with { At = script.GetUtcNow() });
    }

    private void Done(string step)
    {
        foreach (var host in script.State.Plan.Hosts.Select(h => h.Host))
            Tell(new StepPhase(host, step, "check"), new StepIntended(host, step, ""), new StepPhase(host, step, "do"),
                new StepPhase(host, step, "verify"),
                new StepEnded(host, step, StepStatus.Done, 0, 420, $"{step} printed this\n", null, null));
    }

    private void End(RunStatus status)
    {
        Tell(new RunEnded(status, 12_340));
        claim!.Dispose();
        claim = null;
    }

    private Actions Actions => PastRuns.Actions() with { Runs = _ => [Live], Resume = (_, run) => resumed = run.Id };

    private string resumed = "";

    private Headless Attach(int columns = 80, int rows = 24, Language language = Language.English) =>
        new(w => new AttachedRunScreen(w, Actions, folder, script.Work.Expected, script), columns, rows, language);

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Attached(int columns, int rows, Language language)
    {
        Done("firewall");
        Tell(new StepPhase("docker02", "docker", "check"), new StepPhase("docker02", "docker", "do"));
        script.Wait(7);
        using var screen = Attach(columns, rows, language);
        Golden.Check(screen.Until(() => screen.Screen.Contains('▶')), "attached", mayCut: true);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Home_with_a_run_elsewhere(int columns, int rows, Language language)
    {
        using var screen = new Headless(w => new HomeScreen(w, Actions), columns, rows, language);
        Golden.Check(screen.WaitFor("0a1b"), "home-live");
    }

    [Fact]
    public void Enter_on_the_first_screen_attaches_and_what_happens_is_shown()
    {
        using var screen = new Headless(w => new HomeScreen(w, Actions));
        screen.WaitFor("is under way in another process").Keys("Enter").WaitFor("› Attached").WaitFor("0 of 24 steps");

        Done("firewall");
        screen.WaitFor("3 of 24 steps").WaitFor("firewall printed this");
        End(RunStatus.Done);
        screen.WaitFor("done  12 s").Keys("Enter").WaitFor("with output");
    }

    [Fact]
    public void Enter_in_the_history_attaches_and_Esc_leaves_the_run_alone()
    {
        using var screen = new Headless(w => new HomeScreen(w, Actions));
        screen.Keys("h").WaitFor("in use").Keys("Enter").WaitFor("› Attached").Keys("Esc").WaitFor("in use");

        Assert.True(folder.IsClaimed());
        Assert.Equal("", resumed);
    }

    [Fact]
    public void The_first_screen_sees_that_a_run_elsewhere_has_ended()
    {
        using var screen = new Headless(w => new HomeScreen(w, Actions));
        screen.WaitFor("is under way in another process");
        End(RunStatus.Interrupted);
        screen.WaitFor("r resumes it");
        Assert.DoesNotContain("attach", screen.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_screen_sees_that_a_run_left_open_is_taken_up_elsewhere()
    {
        End(RunStatus.Interrupted);
        using var screen = new Headless(w => new HomeScreen(w, Actions));
        screen.WaitFor("r resumes it");
        claim = folder.Claim();
        Tell(new RunResumed("run", "1.0.0", null));
        screen.WaitFor("is under way in another process");
    }

    [Fact]
    public void Several_watch_and_one_takes_control()
    {
        using var first = Attach();
        using var second = Attach();
        first.WaitFor("attached");
        second.WaitFor("attached");
        var control = new RunControl();
        using var heeded = ControlRequest.Heed(folder, control);

        first.Keys("t", "Enter");
        Assert.False(control.IsParked);
        first.Keys("t", "t").WaitFor("waiting for the other process to hand over").Until(() => control.IsParked);
        End(RunStatus.Interrupted);

        first.Until(() => resumed == folder.Id);
        using (folder.Claim())
        {
            Tell(new RunResumed("run", "1.0.0", null));
            second.Until(() => !folder.IsClaimed() || second.Screen.Contains("running", StringComparison.Ordinal));
        }
        Assert.DoesNotContain(Directory.GetFiles(folder.Path),
            f => f.EndsWith("control-wanted", StringComparison.Ordinal));
    }

    [Fact]
    public void Control_that_is_not_wanted_any_more_is_not_asked_for()
    {
        using var screen = Attach();
        screen.WaitFor("attached").Keys("t", "t").WaitFor("waiting for the other process").Keys("t")
            .Until(() => !screen.Screen.Contains("waiting for the other process", StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(folder.Path, "control-wanted"));
    }

    [Fact]
    public void A_process_that_died_is_told_as_an_interruption()
    {
        using var screen = Attach();
        screen.WaitFor("attached");
        claim!.Dispose();
        claim = null;
        screen.WaitFor("interrupted");
    }
}

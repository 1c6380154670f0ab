using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Walks;

/// <summary>
/// A walk through the wizard on three simulated hosts, by keys: kept as text, and as the moving picture in the README.
/// <c>OVSWIZARD_GOLDEN=write</c> records it anew.
/// </summary>
public sealed class WalkTests : IDisposable
{
    private const double Long = 4;
    private readonly SampleSite site = new();
    private readonly Recorder walk;
    private readonly Headless wizard;

    public WalkTests()
    {
        wizard = new Headless(w => new HomeScreen(w, site.Actions));
        walk = new Recorder(wizard);
    }

    public void Dispose()
    {
        wizard.Dispose();
        site.Dispose();
    }

    [Theory]
    [InlineData(Language.English, "walk.en")]
    [InlineData(Language.Chinese, "walk.zh")]
    public void The_recording_in_the_README_is_what_the_wizard_shows(Language language, string name)
    {
        if (language is Language.Chinese) wizard.Keys("F2");
        FirstRun();
        FailureAndRetry();
        DetachAndAttach();
        Watch();
        Diagnose();
        RollBack();

        Check($"{name}.txt", walk.Text);
        Check($"{name}.svg", AnimatedPicture.Of(walk.Frames, language));
    }

    private void FirstRun()
    {
        walk.Begin("First run", "首次执行");
        walk.Keep<HomeScreen>();
        walk.Press("n").Keep<RunbookScreen>("vxlan-overlay");
        walk.Press("Enter").Keep(() => wizard.Wizard.Top is HostsScreen && wizard.Screen.Split("3.1.0").Length > 3);
        walk.Press("Enter").Keep<ParametersScreen>("container_subnet");
        walk.Press("Enter").Keep<TopologyScreen>("┌");
        walk.Press("Enter").Keep<PlanScreen>("docker03: ", Long);
        walk.Press("Enter");
        wizard.Until(() => site.Run?.Begun.Count == 1);
        site.Run.Tell(new RunStarted(site.Run.Work.RunId!, "vxlan-overlay", "run", "", "1.0.0",
            ["docker01", "docker02", "docker03"], RunJournal.Format));
        site.Run.Done("preflight", StepStatus.Satisfied);
        site.Run.Tell(new WillInterrupt("docker01", "container web"), new WillInterrupt("docker02", "container web"),
            new WillInterrupt("docker03", "container web"));
        var agreed = site.Run.Operator.ConsentAsync(site.Run.State);
        walk.Keep(() => wizard.Wizard.IsAsking, Long);
        walk.Press("y");
        Assert.True(wizard.Answer(agreed));
        site.Run.Done("forward-policy").Done("forwarding").Done("firewall").Wait(2);
        RestartDocker("docker01");
        walk.Keep<RunScreen>("▶");
    }

    private void FailureAndRetry()
    {
        walk.Begin("A failure, and retry", "失败与重试");
        DockerIsBack("docker01", 3900);
        site.Run.Done("docker", StepStatus.Done, "docker03").Wait(3);
        var choice = site.Run.Fail("docker02", "docker");
        walk.Keep(() => wizard.Wizard.IsAsking, Long);
        walk.Press("r");
        Assert.Equal(FailureChoice.Retry, wizard.Answer(choice));
        site.Run.Wait(4);
        RestartDocker("docker02");
        walk.Keep<RunScreen>("▶");
        DockerIsBack("docker02", 4100);
        site.Run.Done("bridge");
        walk.Keep();
    }

    private void DetachAndAttach()
    {
        walk.Begin("Detach, and attach", "脱离与接入");
        walk.Press("d").Keep(() => wizard.Wizard.IsAsking, Long);
        walk.Press("d");
        site.Run.End(RunStatus.Interrupted);
        walk.Keep(() => wizard.Wizard.Top is HomeScreen && wizard.Screen.Split("0a1b").Length > 2, Long);
        site.Run.Wait(1);
        site.Run.Done("tunnels");
        walk.Press("a").Keep(() => wizard.Wizard.Top is AttachedRunScreen && HasTold);
        site.Run.Wait(2);
        site.Run.Done("attach").Done("route").Done("persist-firewall").Done("persist-script").Done("persist-unit")
            .Done("endpoints", StepStatus.Satisfied);
        walk.Keep(() => HasTold);
        site.Run.Wait(3);
        site.Prove();
        site.EndInBackground();
        walk.Keep<AttachedRunScreen>("12 s");
        walk.Press("Enter").Keep<PastRunScreen>("docker03", Long);
    }

    private void Watch()
    {
        walk.Begin("Watch: a link is cut, and heals", "监视：链路中断与恢复");
        wizard.Keys("Esc");
        site.Round(0);
        walk.Press("w").Keep<WatchScreen>("12:10:00");
        site.Round(10, "docker01>docker02", "docker02>docker01");
        walk.Keep<WatchScreen>("12:10:10", Long);
        site.Round(20);
        walk.Keep<WatchScreen>("12:10:20", Long);
    }

    private void Diagnose()
    {
        walk.Begin("Diagnosis, and repair", "诊断与修复");
        wizard.Keys("Esc");
        walk.Press("t").Keep<SymptomScreen>();
        walk.Press("Enter").Keep<DiagnosisScreen>("✘", Long);
        walk.Press("f");
        wizard.Until(() => wizard.Wizard.Top is RunScreen && site.Run.Begun.Count == 1);
        site.Run.Tell(new RunStarted(site.Run.Work.RunId!, "vxlan-overlay", "run", "", "1.0.0", ["docker02"],
            RunJournal.Format));
        var agreed = site.Run.Operator.ConsentAsync(site.Run.State);
        walk.Keep(() => wizard.Wizard.IsAsking, Long);
        walk.Press("y");
        Assert.True(wizard.Answer(agreed));
        foreach (var step in site.Run.State.Hosts.SelectMany(h => h.Steps).Select(s => s.Planned).ToList())
            site.Run.Done(step.Id, step.OnlyAsserts ? StepStatus.Satisfied : StepStatus.Done);
        site.Run.End(RunStatus.Done);
        walk.Keep<ResultScreen>(seconds: Long);
    }

    private void RollBack()
    {
        walk.Begin("Rollback, with a preview", "回滚与预览");
        walk.Press("h").Keep<HomeScreen>();
        walk.Press("h").Keep<HistoryScreen>("vxlan-overlay");
        walk.Press("Enter").Keep<PastRunScreen>();
        walk.Press("b");
        wizard.Until(() => wizard.Wizard.Top is RunScreen && site.Run.Begun.Count == 1);
        var agreed = site.Run.Operator.ConsentAsync(site.Run.State);
        walk.Keep(() => wizard.Wizard.IsAsking, Long);
        walk.Press("y");
        Assert.True(wizard.Answer(agreed));
        var undone = site.Run.State.Hosts.SelectMany(h => h.Steps.Where(s => s.Intended)
            .Select(s => (h.Name, Step: s.Planned))).OrderByDescending(s => s.Step.Order).ToList();
        Undo(undone.Take(undone.Count / 2));
        walk.Keep<RunScreen>("↩");
        Undo(undone.Skip(undone.Count / 2));
        site.Run.End(RunStatus.RolledBack);
        walk.Keep<ResultScreen>(seconds: Long);

        void Undo(IEnumerable<(string Host, PlannedStep Step)> steps)
        {
            foreach (var (host, step) in steps)
                site.Run.Tell(new StepPhase(host, step.Key, "undo"),
                    new StepEnded(host, step.Key, StepStatus.Undone, 0, 210, "", null, null));
        }
    }

    /// <summary>The screen has come as far as the run.</summary>
    private bool HasTold
    {
        get
        {
            var steps = site.Run.State.Hosts.SelectMany(h => h.Steps).ToList();
            var ended = steps.Count(s => s.Result is not null);
            return wizard.Screen.Contains(wizard.Wizard.Language is Language.Chinese ? $"{ended}/{steps.Count}"
                : $"{ended} of {steps.Count}", StringComparison.Ordinal);
        }
    }

    private void RestartDocker(string host) => site.Run.Tell(new StepPhase(host, "docker", "check"),
        new StepIntended(host, "docker", ""), new StepPhase(host, "docker", "do"),
        new StepOutput(host, "docker", "restarting docker"));

    private void DockerIsBack(string host, long milliseconds) => site.Run.Tell(new StepPhase(host, "docker", "verify"),
        new StepEnded(host, "docker", StepStatus.Done, 0, milliseconds, "", null, null));

    private static void Check(string name, string recorded)
    {
        var path = Path.Combine(PublishedBinary.Root, "tests", "golden", "readme", name);
        if (Environment.GetEnvironmentVariable("OVSWIZARD_GOLDEN") == "write") File.WriteAllText(path, recorded);
        Assert.Equal(File.ReadAllText(path), recorded);
    }
}

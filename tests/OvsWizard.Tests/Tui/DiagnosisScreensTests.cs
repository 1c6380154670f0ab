using OvsWizard.Diagnosis;
using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Tests.Plans;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui;

public sealed class DiagnosisScreensTests
{
    private static readonly Troubleshooting Troubleshooting =
        new TroubleshootingLibrary(new RunbookLibrary(Path.Combine(PublishedBinary.Root, "runbooks")))
            .Find("vxlan-overlay");

    private static readonly Subject Subject = new(
        Troubleshooting, Inventory.Parse(Overlay.Hosts(3), "inventory.yml",
            SshConfig.Parse("", "config", new LocalUser("me", "/home/me")), new LocalUser("me", "/home/me")),
        new Answers());

    private readonly List<string> repaired = [];

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void Symptoms(int columns, int rows, Language language)
    {
        using var wizard = new Headless(w => new SymptomScreen(w, Subject, _ => { }), columns, rows, language);
        Golden.Check(wizard.Keys("↓"), "symptoms", mayCut: true);
    }

    [Theory]
    [MemberData(nameof(Golden.Everywhere), MemberType = typeof(Golden))]
    public void What_was_found(int columns, int rows, Language language)
    {
        using var wizard = new Headless(w => ScreenOf(w, "h2:route h1:bridge-ping"), columns, rows, language);
        Golden.Check(wizard.WaitFor("✘"), "diagnosis", mayCut: true);
    }

    [Fact]
    public void A_symptom_is_chosen_by_Enter()
    {
        Symptom? chosen = null;
        using var wizard = new Headless(w => new SymptomScreen(w, Subject, s => chosen = s));
        wizard.Keys("↓", "↓", "Enter");
        Assert.Equal(Troubleshooting.Symptoms[1].Id, chosen?.Id);
    }

    [Fact]
    public void Enter_goes_on_to_the_next_probe_c_back_to_the_cause_and_f_repairs()
    {
        using var wizard = new Headless(w => ScreenOf(w, "h2:route"));
        Assert.Contains("h2: The route of 10.0.0.0/16 into docker0 is gone", wizard.WaitFor("✘").Screen);
        Assert.DoesNotContain("h2: The route", wizard.Keys("Enter").Screen);
        Assert.Contains("h2: The route", wizard.Keys("c").Screen);
        wizard.Keys("f");
        Assert.Equal(["h2:route"], repaired);
    }

    [Fact]
    public void What_is_found_is_shown_while_the_hosts_are_still_probed()
    {
        var (seen, done) = ((Action<RunEvent>?)null, new TaskCompletionSource<DiagnosisResult>());
        using var wizard = new Headless(w => new DiagnosisScreen(w, Subject, null, (see, _) =>
        {
            seen = see;
            return done.Task;
        }, _ => { }));
        wizard.Until(() => seen is not null).Shows("probing: 0 of ");

        var step = Subject.PlanOfProbes(null).Hosts.Single(h => h.Host == "h2").Steps.Single(s => s.Id == "route");
        seen!(new StepPhase("h2", step.Key, "check"));
        wizard.WaitFor("h2: route");
        seen(new StepEnded("h2", step.Key, StepStatus.Drifted, 10, 1, "raw output\n", null, null));
        wizard.WaitFor("found so far: 1").Shows("probing: 1 of ");

        done.SetResult(Looked("h2:route"));
        wizard.WaitFor("causes found: 1");
    }

    [Fact]
    public void Where_nothing_is_found_there_is_nothing_to_repair()
    {
        using var wizard = new Headless(w => ScreenOf(w, ""));
        Assert.Contains("nothing was found that can be repaired",
            wizard.WaitFor("no fault found on 3 hosts").Keys("f").Screen);
        Assert.Empty(repaired);
    }

    private DiagnosisScreen ScreenOf(OvsWizard.Tui.Wizard wizard, string wrong) => new(wizard, Subject, null,
        (_, _) => Task.FromResult(Looked(wrong)), found => repaired.AddRange(Subject.RepairsOf(found.Findings)));

    private static DiagnosisResult Looked(string wrong)
    {
        var plan = Subject.PlanOfProbes(null);
        var state = new RunState(plan);
        foreach (var host in plan.Hosts)
            foreach (var step in host.Steps)
            {
                var holds = !wrong.Split(' ').Contains($"{host.Host}:{step.Id}");
                state.Apply(new StepPhase(host.Host, step.Id, "check"));
                state.Apply(new StepEnded(host.Host, step.Id, holds ? StepStatus.Satisfied : StepStatus.Drifted,
                    holds ? 0 : 10, 1, holds ? "" : "raw output\n", null, null));
            }
        state.Apply(new RunEnded(RunStatus.Done, 2100));
        return new DiagnosisResult(Subject, null, state, Finding.Of(Troubleshooting.Probes, state));
    }
}

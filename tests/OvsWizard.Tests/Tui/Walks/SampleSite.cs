using System.Threading.Channels;
using OvsWizard.Diagnosis;
using OvsWizard.Engine;
using OvsWizard.Inspection;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Tests.Journal;
using OvsWizard.Tests.Tui.Runs;
using OvsWizard.Tui;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tests.Tui.Walks;

/// <summary>
/// Three simulated hosts and a journal: what the wizard's actions lead to on them, from the first run to its rollback.
/// </summary>
internal sealed class SampleSite : IDisposable
{
    private const string Inventory = """
        hosts:
          docker01: { address: 192.168.130.128, params: { underlay_ip: 172.16.100.128, container_subnet: 10.0.1.1/24 } }
          docker02: { address: 192.168.130.129, params: { underlay_ip: 172.16.100.129, container_subnet: 10.0.2.1/24 } }
          docker03: { address: 192.168.130.130, params: { underlay_ip: 172.16.100.130, container_subnet: 10.0.3.1/24 } }
        """;

    private static readonly DateTimeOffset firstRound = new(2026, 3, 1, 12, 10, 0, TimeSpan.Zero);

    private readonly NewRunSample sample;
    private readonly DirectoryInfo runs = Directory.CreateTempSubdirectory("ovsw-walk-");
    private readonly Channel<NetworkState> rounds = Channel.CreateUnbounded<NetworkState>();
    private readonly LocalUser user = new("me", "/home/me");
    private RunFolder? folder;
    private RunJournal? journal;
    private IDisposable? claim;

    public SampleSite()
    {
        sample = new NewRunSample { Starts = StartRun };
        Actions = PastRuns.Actions() with
        {
            Runs = _ => folder is null ? [] : [Past],
            Begin = (wizard, _, _) => wizard.Show(new HostsScreen(wizard, sample.Run)),
            Attach = (wizard, actions, live) =>
                wizard.Show(new AttachedRunScreen(wizard, actions, live, Run.Work.Expected, Run)),
            Watch = wizard => wizard.Show(new WatchScreen(wizard, Run.State.Plan,
                (_, stop) => rounds.Reader.ReadAllAsync(stop), () => { })),
            Troubleshoot = Troubleshoot,
            RollBack = RollBack,
        };
    }

    public Actions Actions { get; }

    /// <summary>The run that is shown now.</summary>
    public ScriptedRun Run { get; private set; } = null!;

    private PastRun Past => new(folder!.Id, RunRecord.Read(folder), IsWorkedOn: claim is not null);

    public void Round(int second, params string[] wrong) =>
        rounds.Writer.TryWrite(SimulatedRounds.Of(Run.State.Plan, firstRound.AddSeconds(second),
            12_345 + (second * 40), wrong));

    /// <summary>The other process has done all of it.</summary>
    public void EndInBackground()
    {
        Run.End(RunStatus.Done);
        claim!.Dispose();
        claim = null;
        Run.Observer = null;
    }

    /// <summary>Every container reaches every other.</summary>
    public void Prove()
    {
        foreach (var from in Run.State.Hosts)
        {
            Run.Tell(new StepPhase(from.Name, "proof", "verify"));
            foreach (var to in Run.State.Hosts.Where(h => h != from))
                foreach (var bytes in (int[])[56, 1422])
                    Run.Tell(new PairProved(from.Name, "10.0.1.2", to.Name, "10.0.2.2", bytes, true,
                        bytes == 56 ? "0.42 ms" : "0.57 ms"));
            Run.Tell(new StepEnded(from.Name, "proof", StepStatus.Satisfied, 0, 2100, "", null, null));
        }
    }

    public void Dispose()
    {
        claim?.Dispose();
        journal?.Dispose();
        sample.Dispose();
        runs.Delete(recursive: true);
    }

    private void StartRun(OvsWizard.Tui.Wizard wizard, NewRun run)
    {
        Run = new ScriptedRun(run.Plan!);
        wizard.Show(new RunScreen(wizard,
            Run.Work with { Preview = run.Preview, GoOn = GoOnInBackground }, isRollback: false, Run));
    }

    /// <summary>What a process of its own would do: its journal goes on, and is claimed.</summary>
    private Task GoOnInBackground(CancellationToken stop)
    {
        folder = RunFolder.At(runs.CreateSubdirectory(Run.Work.RunId!).FullName);
        File.WriteAllBytes(folder.PlanPath, JournalText.Of(Run.State.Plan));
        File.WriteAllText(Path.Combine(folder.Path, "request.json"),
            """{"inventory":"inventory.yml","runbook":"vxlan-overlay","answers":[]}""");
        claim = folder.Claim();
        journal = new RunJournal(folder.JournalPath);
        foreach (var happened in Run.Told) journal.Append(happened);
        Run.Observer = journal.Append;
        Run.Tell(new RunResumed("run", "1.0.0", null));
        return Task.CompletedTask;
    }

    private void Troubleshoot(OvsWizard.Tui.Wizard wizard)
    {
        var library = new TroubleshootingLibrary(
            new RunbookLibrary(Path.Combine(PublishedBinary.Root, "runbooks")));
        var subject = new Subject(library.Find("vxlan-overlay"), OvsWizard.Inventories.Inventory.Parse(Inventory,
            "inventory.yml", SshConfig.Parse("", "config", user), user), new Answers());
        wizard.Show(new SymptomScreen(wizard, subject, symptom => wizard.Show(new DiagnosisScreen(wizard, subject,
            symptom, (_, _) => Task.FromResult(Probed(subject, symptom)), found => Repair(wizard, subject, found)))));
    }

    /// <summary>docker02 has lost its route.</summary>
    private static DiagnosisResult Probed(Subject subject, Symptom? symptom)
    {
        var state = new RunState(subject.PlanOfProbes(symptom));
        foreach (var host in state.Hosts)
            foreach (var step in host.Steps)
            {
                var isGone = host.Name == "docker02" && step.Planned.Id == "route";
                state.Apply(new StepPhase(host.Name, step.Planned.Key, "check"));
                state.Apply(new StepEnded(host.Name, step.Planned.Key,
                    isGone ? StepStatus.Drifted : StepStatus.Satisfied, isGone ? 10 : 0, 1, "", null, null));
            }
        state.Apply(new RunEnded(RunStatus.Done, 2100));
        return new DiagnosisResult(subject, symptom, state, Finding.Of(subject.Troubleshooting.Probes, state));
    }

    private void Repair(OvsWizard.Tui.Wizard wizard, Subject subject, DiagnosisResult found)
    {
        Run = new ScriptedRun(subject.PlanOfRepair(found.Findings)!);
        wizard.Show(new RunScreen(wizard, Run.Work, isRollback: false, Run));
    }

    private void RollBack(OvsWizard.Tui.Wizard wizard, RunRecord record)
    {
        Run = new ScriptedRun(record.State.Plan);
        var former = RunJournal.Read(record.Folder.JournalPath, out _);
        foreach (var happened in former) Run.State.Apply(happened);
        wizard.Show(new RunScreen(wizard, Run.Work with { Former = former }, isRollback: true, Run));
    }
}

using OvsWizard.Diagnosis;
using OvsWizard.Engine;
using OvsWizard.Inspection;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Ssh;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Tui.Runs;

/// <summary>The ways that lead to the run screen: a new run, one taken up again, one undone, a check.</summary>
public static class RunEntry
{
    /// <summary>The most hosts connected to at the same moment.</summary>
    private const int Forks = 50;

    public static void Begin(Wizard wizard, Plan plan, IReadOnlyList<Host> hosts, RunRequest request,
        PlanRefresh? preview = null) =>
        Open(wizard, ssh => Session.Begin(plan, hosts, request, ssh), isRollback: false, preview);

    /// <summary>What the screens before have put together: all of it, or the first batch.</summary>
    public static void Begin(Wizard wizard, NewRun run)
    {
        if (run.InBatches is { } batches)
            Open(wizard, ssh => RunWork.BatchAfter(run.Request, batches, ssh), isRollback: false);
        else Begin(wizard, run.Plan!, run.Hosts, run.Request, run.Preview);
    }

    /// <summary>The same, to be checked.</summary>
    public static void Verify(Wizard wizard, NewRun run) => Verify(wizard, run.Plan!, run.Hosts);

    /// <summary>
    /// Goes on with a run, or with its rollback where that is what was interrupted; after one that has ended well with
    /// the batch that comes next.
    /// </summary>
    public static void Resume(Wizard wizard, RunRecord run)
    {
        if (run.IsRollingBack) RollBack(wizard, run);
        else if (run.Next is { } next)
            Open(wizard, ssh => RunWork.BatchAfter(run.Folder.ReadRequest(), next, ssh), isRollback: false);
        else OpenFormer(wizard, () => FormerRun.ToResume(run, inventoryPath: null), isRollback: false);
    }

    public static void RollBack(Wizard wizard, RunRecord run) =>
        OpenFormer(wizard, () => FormerRun.ToRollBack(run, inventoryPath: null), isRollback: true);

    /// <summary>A run that another process works on, shown as it happens.</summary>
    public static void Attach(Wizard wizard, Actions actions, RunFolder folder) => wizard.Do(async () =>
    {
        var expected = await Task.Run(() => RunWork.ExpectedTimesOf(folder.ReadPlan().Runbook));
        wizard.Show(new AttachedRunScreen(wizard, actions, folder, expected, TimeProvider.System));
    });

    /// <summary>Are the run's hosts still as it left them.</summary>
    public static void Verify(Wizard wizard, RunRecord run) => wizard.Do(async () =>
    {
        var former = await Task.Run(() => FormerRun.ToVerify(run, inventoryPath: null));
        Verify(wizard, run.State.Plan, former.Hosts);
    });

    /// <summary>Are the hosts as a plan says.</summary>
    public static void Verify(Wizard wizard, Plan plan, IReadOnlyList<Host> hosts) =>
        Open(wizard, ssh => Session.ToVerify(plan, hosts, ssh), isRollback: false);

    /// <summary>The hosts as they are now.</summary>
    public static void Inspect(Wizard wizard, IReadOnlyList<Host> hosts)
    {
        var ssh = new SshOptions { Secrets = wizard.Secrets };
        wizard.Show(new InspectorScreen(wizard, [.. hosts.Select(h => h.Name)], Inspector.Of(hosts, ssh, Forks)));
    }

    /// <summary>The network as it is, round after round.</summary>
    public static void Watch(Wizard wizard, Plan plan, IReadOnlyList<Host> hosts)
    {
        var watch = new NetworkWatch(plan, hosts, new SshOptions { Secrets = wizard.Secrets }, Forks);
        wizard.Show(new WatchScreen(wizard, plan, watch.RoundsAsync, () => Inspect(wizard, hosts)));
    }

    /// <summary>From a symptom to its causes, and from there to the repair.</summary>
    public static void Troubleshoot(Wizard wizard, Subject subject,
        Func<IReadOnlyList<string>, RunRequest> requestOf) =>
        wizard.Show(new SymptomScreen(wizard, subject, symptom =>
        {
            var ssh = new SshOptions { Secrets = wizard.Secrets };
            wizard.Show(new DiagnosisScreen(wizard, subject, symptom,
                (seen, stop) => subject.ProbeAsync(symptom, subject.PlanOfProbes(symptom), ssh, Forks, seen, stop),
                found => Begin(wizard, subject.PlanOfRepair(found.Findings)!, subject.Inventory.Hosts,
                    requestOf(Subject.RepairsOf(found.Findings)))));
        }));

    private static void OpenFormer(Wizard wizard, Func<FormerRun> find, bool isRollback) => wizard.Do(async () =>
    {
        var former = await Task.Run(find);
        Open(wizard, ssh => Session.Open(former, ssh), isRollback);
    });

    private static void Open(Wizard wizard, Func<SshOptions, Session> open, bool isRollback,
        PlanRefresh? preview = null) => wizard.Do(async () =>
        {
            var ssh = new SshOptions { Secrets = wizard.Secrets };
            var work = await Task.Run(() => RunWork.Of(open(ssh), ssh, Forks));
            wizard.Show(new RunScreen(wizard, work with { Preview = preview }, isRollback, TimeProvider.System));
        });
}

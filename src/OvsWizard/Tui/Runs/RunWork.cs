using OvsWizard.Engine;
using OvsWizard.Inspection;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Ssh;

namespace OvsWizard.Tui.Runs;

/// <summary>A session as the run and result screens work through it.</summary>
/// <param name="Plan">What is done.</param>
/// <param name="RunAsync">Does what is left to do.</param>
/// <param name="RollBackAsync">Takes it back.</param>
/// <param name="End">Gives the session's folder and journal free.</param>
public sealed record RunWork(
    Plan Plan,
    Func<IOperator, RunControl, CancellationToken, Task<RunState>> RunAsync,
    Func<IOperator, RunControl, CancellationToken, Task<RunState>> RollBackAsync,
    Action End)
{
    /// <summary>Where what happens arrives.</summary>
    public RunFeed Feed { get; init; } = new();

    /// <summary>Null where nothing is kept: verify.</summary>
    public string? RunId { get; init; }

    /// <summary>How the plan's hosts are reached.</summary>
    public IReadOnlyList<Host> Hosts { get; init; } = [];

    /// <summary>The folder of the run's plan and journal.</summary>
    public string? Folder { get; init; }

    /// <summary>What the journal has of the run already.</summary>
    public IReadOnlyList<RunEvent> Former { get; init; } = [];

    public ExpectedTimes Expected { get; init; } = ExpectedTimes.Unknown;

    /// <summary>What the hosts would have changed when they were last checked; null: that is not known.</summary>
    public PlanRefresh? Preview { get; init; }

    /// <summary>A check whether the hosts still are as the plan says.</summary>
    public Func<RunWork>? Verify { get; init; }

    /// <summary>The batches that come after this run, where it is one of several.</summary>
    public BatchesLeft? Rest { get; init; }

    /// <summary>The run of the next batch; null where there is none.</summary>
    public Func<RunWork>? Next { get; init; }

    /// <summary>
    /// Has a process of its own go on with the run, once this one has given it free; null where it cannot.
    /// </summary>
    public Func<CancellationToken, Task>? GoOn { get; init; }

    /// <summary>Checks the plan's hosts.</summary>
    public Func<Inspector>? Inspect { get; init; }

    public static RunWork Of(Session session, SshOptions ssh, int forks)
    {
        var request = session.Folder?.ReadRequest();
        var feed = new RunFeed();
        session.Observers.Add((happened, _) => feed.Add(happened));
        // Steps are sent one by one, so that the run can be held between any two.
        RunOptions Options(IOperator asks, RunControl control) =>
            new(session.Folder?.Id, asks, control) { Fused = false, Forks = forks };
        return new RunWork(
            session.State.Plan,
            (asks, control, stop) => session.RunAsync(Options(asks, control), stop),
            (asks, control, stop) => session.RollBackAsync(Options(asks, control), null, stop),
            session.Dispose)
        {
            Feed = feed,
            Hosts = session.Hosts,
            RunId = session.Folder?.Id,
            Folder = session.Folder?.Path,
            Former = session.Folder is { } folder && Path.Exists(folder.JournalPath)
                ? RunJournal.Read(folder.JournalPath, out _) : [],
            Expected = ExpectedTimesOf(session.State.Plan.Runbook),
            Verify = session.Folder is null ? null
                : () => Of(Session.ToVerify(session.State.Plan, session.Hosts, ssh), ssh, forks),
            Inspect = () => Inspector.Of(session.Hosts, ssh, forks),
            GoOn = session.Folder is { } run ? stop => DetachedRun.StartAsync(run, [], stop) : null,
            Rest = request?.Rest,
            Next = request?.Rest is { Left.Count: > 0 } rest ? () => Of(BatchAfter(request, rest, ssh), ssh, forks)
                : null,
        };
    }

    /// <summary>The next of the batches, on the inventory as it is now.</summary>
    /// <exception cref="Failure">Input: inventory or runbook cannot be read.</exception>
    public static Session BatchAfter(RunRequest request, BatchesLeft rest, SshOptions ssh) =>
        Session.BeginBatch(RunbookLibrary.Default().Find(request.Runbook), Inventory.Load(request.Inventory),
            request, rest, ssh);

    /// <summary>What the steps took in the newest runs of the runbook.</summary>
    internal static ExpectedTimes ExpectedTimesOf(string runbook)
    {
        const int runsRead = 5;
        var states = new List<RunState>();
        foreach (var folder in RunFolder.All().Where(f => f.Id.Contains($"-{runbook}-", StringComparison.Ordinal))
            .Take(runsRead))
        {
            try
            {
                states.Add(RunRecord.Read(folder).State);
            }
            catch (Failure)
            {
                // A run that cannot be read tells no times; 'ovswizard runs' says what is wrong with it.
            }
        }
        return ExpectedTimes.Of(runbook, states);
    }
}

using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Tui.Runs;

/// <summary>
/// A run as the screen sees it: the events so far, the output of every step, what was sent to each host, and how long
/// it takes. One thread's.
/// </summary>
public sealed class RunView
{
    /// <summary>Lines kept of a step, and of all steps together.</summary>
    private const int MostLines = 2_000, LeastLines = 100, AllLines = 200_000;

    private static readonly OutputRing nothing = new(1);

    private readonly Dictionary<(string Host, string Step), OutputRing> outputs = [];
    private readonly Dictionary<(string Host, string Step), DateTimeOffset> begun = [];
    private readonly Dictionary<string, List<SentCommand>> sent;
    private readonly List<RunEvent> events = [];
    private readonly int linesOfStep;

    /// <param name="former">What the journal has of the run already.</param>
    public RunView(Plan plan, ExpectedTimes expected, IEnumerable<RunEvent> former)
    {
        Plan = plan;
        Expected = expected;
        State = new RunState(plan);
        Grid = new RunGrid(this);
        sent = plan.Hosts.ToDictionary(h => h.Host, _ => new List<SentCommand>());
        linesOfStep = Math.Clamp(AllLines / Math.Max(1, plan.StepCount), LeastLines, MostLines);
        foreach (var happened in former) Apply(happened);
        begun.Clear();
        BegunAt = null;
    }

    public Plan Plan { get; }
    public RunState State { get; }
    public ExpectedTimes Expected { get; }
    public RunGrid Grid { get; }

    /// <summary>What happened so far, without the output: what a journal would have.</summary>
    public IReadOnlyList<RunEvent> Events => events;

    /// <summary>When the first event of this session came.</summary>
    public DateTimeOffset? BegunAt { get; private set; }

    /// <summary>The step begun last, on any host: where the screen looks while it follows.</summary>
    public (string Host, string Step)? Latest { get; private set; }

    public void Apply(RunEvent happened)
    {
        BegunAt ??= happened.At;
        switch (happened)
        {
            case StepOutput e:
                Ring(e.Host, e.Step).Add(e.Line);
                return;
            case StepPhase e:
                var key = (e.Host, e.Step);
                if (!State[e.Host][e.Step].Status.IsRunning()) begun[key] = e.At;
                Latest = key;
                if (SentCommand.Of(State[e.Host][e.Step].Planned, e.Phase, e.At) is { } command)
                    sent[e.Host].Add(command);
                break;
            case StepEnded e when e.Output.Length > 0 && !outputs.ContainsKey((e.Host, e.Step)):
                // A run read from its journal has no lines, but their end.
                foreach (var line in e.Output.TrimEnd('\n').Split('\n')) Ring(e.Host, e.Step).Add(line);
                break;
        }
        events.Add(happened);
        State.Apply(happened);
    }

    public OutputRing OutputOf(string host, string step) => outputs.GetValueOrDefault((host, step)) ?? nothing;

    /// <summary>The commands sent to a host in this run, in their order.</summary>
    public IReadOnlyList<SentCommand> SentTo(string host) => sent[host];

    /// <summary>How long a step took, or has been under way; null where it has not begun.</summary>
    public TimeSpan? ElapsedOf(string host, StepState step, DateTimeOffset now) =>
        step.Status.IsRunning() && begun.TryGetValue((host, step.Planned.Key), out var since) ? now - since
        : step.Result is { } result ? TimeSpan.FromMilliseconds(result.Milliseconds) : null;

    /// <summary>
    /// Steps that have come to an end, and all there are; of a rollback: those undone, and those to be.
    /// </summary>
    public (IReadOnlyList<StepState> Ended, IReadOnlyList<StepState> All) Steps
    {
        get
        {
            var isRollback = State.Resumed?.Mode is "rollback";
            var all = State.Hosts.SelectMany(h => h.Steps)
                .Where(s => !isRollback || s.Intended || s.Status is StepStatus.Undone).ToList();
            return ([.. all.Where(s =>
                isRollback ? s.Status is StepStatus.Undone or StepStatus.UndoFailed : s.Status.IsEnded())], all);
        }
    }

    /// <summary>From 0 to 1: steps that have come to an end, each weighing what it is expected to take.</summary>
    public double Progress
    {
        get
        {
            var (ended, all) = Steps;
            return all.Count == 0 ? 1 : ended.Sum(Weight) / all.Sum(Weight);
        }
    }

    /// <summary>
    /// What the whole run is expected to take: the longest host's steps; null where nothing is known.
    /// </summary>
    public TimeSpan? ExpectedInAll => Expected.IsKnown
        ? State.Hosts.Select(h =>
            h.Steps.Aggregate(TimeSpan.Zero, (sum, s) => sum + (Expected[s.Planned.Id] ?? TimeSpan.Zero))).Max()
        : null;

    private double Weight(StepState step) => (Expected[step.Planned.Id] ?? TimeSpan.FromSeconds(1)).TotalSeconds + 0.05;

    private OutputRing Ring(string host, string step)
    {
        if (!outputs.TryGetValue((host, step), out var ring))
            outputs[(host, step)] = ring = new OutputRing(linesOfStep);
        return ring;
    }
}

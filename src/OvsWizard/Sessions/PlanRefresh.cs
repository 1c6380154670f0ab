using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Ssh;

namespace OvsWizard.Sessions;

/// <summary>
/// What a step of a plan would do on a host, with what its check printed: for a file, the difference (diff -u).
/// </summary>
public sealed record StepChange(string Host, PlannedStep Step, string Output);

/// <summary>
/// A plan against the hosts as they are: what would change, what holds already, what could not be checked. Pure.
/// </summary>
/// <param name="Changes">In the order of the steps, then of the hosts.</param>
/// <param name="Unmet">Prerequisites that a host lacks: there a run would change nothing.</param>
/// <param name="Holding">Steps that hold, counted once a host.</param>
/// <param name="Unknown">Steps of hosts that could not be reached or were lost, counted once a host.</param>
public sealed record PlanRefresh(
    IReadOnlyList<StepChange> Changes, IReadOnlyList<StepChange> Unmet, int Holding, int Unknown, RunState State)
{
    /// <summary>Nothing is to change, and all was checked.</summary>
    public bool HasNoChanges => Changes.Count == 0 && Unmet.Count == 0 && Unknown == 0;

    /// <summary>No step that interrupts something is to change, and all was checked.</summary>
    public bool InterruptsNothing =>
        Unknown == 0 && State.Interruptions.Count == 0 && Changes.All(c => c.Step.Risk.Level < RiskLevel.Interrupts);

    /// <summary>Hosts that could not be reached, trusted or entered.</summary>
    public IReadOnlyList<HostLost> Lost => [.. State.Hosts.Select(h => h.Lost).OfType<HostLost>()];

    /// <summary>
    /// The part of a plan that can be checked before it is carried out: the proofs at its end cannot hold yet.
    /// </summary>
    public static Plan Checkable(Plan plan) => plan with
    {
        Hosts =
            [.. plan.Hosts.Select(h => h with { Steps = [.. h.Steps.Where(s => s.IsPreflight || !s.OnlyAsserts)] })],
    };

    /// <summary>Checks every step on every host; changes nothing.</summary>
    /// <param name="seen">Told of everything that is found, one event at a time, on any thread.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<PlanRefresh> RunAsync(
        Plan plan, IReadOnlyList<Host> hosts, SshOptions ssh, int forks, Action<RunEvent> seen, CancellationToken stop)
    {
        return Of(await Session.CheckAsync(Checkable(plan), hosts, ssh, forks, seen, stop));
    }

    /// <summary>What the checks add up to.</summary>
    public static PlanRefresh Of(RunState state)
    {
        var checks = state.Hosts.SelectMany(h => h.Steps.Select(s => (Host: h.Name, Step: s)))
            .OrderBy(c => c.Step.Planned.Order).ToList();
        var steps = checks.Where(c => !c.Step.Planned.IsPreflight).ToList();
        return new(
            Drifted(steps),
            Drifted(checks.Where(c => c.Step.Planned.IsPreflight)),
            steps.Count(c => c.Step.Status is StepStatus.Satisfied),
            steps.Count(c => c.Step.Status is not (StepStatus.Satisfied or StepStatus.Drifted)),
            state);
    }

    private static IReadOnlyList<StepChange> Drifted(IEnumerable<(string Host, StepState Step)> checks) =>
        [.. checks.Where(c => c.Step.Status is StepStatus.Drifted)
            .Select(c => new StepChange(c.Host, c.Step.Planned, c.Step.Result?.Output ?? ""))];
}

using System.Globalization;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Tests.Plans;
using OvsWizard.Tui;

namespace OvsWizard.Tests.Tui;

/// <summary>Runs of the overlay as a journal would tell them, and actions that only remember.</summary>
internal static class PastRuns
{
    private static readonly DateTimeOffset begun = DateTimeOffset.Parse("2026-03-01T10:00:00Z",
        CultureInfo.InvariantCulture);

    public static PastRun Done { get; } = Of("20260301-100000-vxlan-overlay-0001", RunStatus.Done, failsAt: null);

    /// <summary>The first of two batches.</summary>
    public static PastRun Batch { get; } = Done with
    {
        Record = Done.Record! with { After = new BatchesLeft([["h1", "h2", "h3", "h4"]], 2, 0, true, ["h1", "h2"], []) }
    };

    public static PastRun Failed { get; } = Of("20260302-090000-vxlan-overlay-0002", RunStatus.Failed,
        failsAt: "docker");

    public static PastRun Interrupted { get; } = Of("20260303-080000-vxlan-overlay-0003", null, failsAt: "tunnels@h2");

    public static PastRun Unreadable { get; } = new("20260304-070000-vxlan-overlay-0004",
        null, new Failure(FailureKind.Input, $"the run cannot be read"));

    public static PastRun WorkedOn { get; } = Interrupted with { IsWorkedOn = true };

    public static Actions Actions(params IReadOnlyList<PastRun> runs) => new()
    {
        Runbooks = () => new([Overlay.Runbook], []),
        Runs = most => [.. runs.Take(most)],
        Practice = new NoPractice(),
    };

    private static PastRun Of(string id, RunStatus? end, string? failsAt)
    {
        var plan = Overlay.Plan(2);
        var state = new RunState(plan);
        state.Apply(new RunStarted(id, plan.Runbook, "run", "", "0.1.0", [.. plan.Hosts.Select(h => h.Host)],
            1) { At = begun });
        foreach (var host in plan.Hosts)
            foreach (var step in host.Steps.TakeWhile(s =>
                state[host.Host].Steps.All(d => d.Status is not (StepStatus.Failed or StepStatus.Doing))))
                foreach (var happened in Events(host.Host, step, step.Key == failsAt, end))
                    state.Apply(happened with { At = begun });
        if (end is { } status) state.Apply(new RunEnded(status, 4200) { At = begun });
        return new PastRun(id, new RunRecord(null!, state, Torn: end is null));
    }

    private static IEnumerable<RunEvent> Events(string host, PlannedStep step, bool fails, RunStatus? end)
    {
        if (step.OnlyAsserts)
        {
            yield return new StepPhase(host, step.Key, "verify");
            yield return new StepEnded(host, step.Key, StepStatus.Satisfied, 0, 40, "", null, null);
            yield break;
        }
        yield return new StepPhase(host, step.Key, "check");
        yield return new StepIntended(host, step.Key, null);
        yield return new StepPhase(host, step.Key, "do");
        if (fails && end is null) yield break;
        if (!fails) yield return new StepPhase(host, step.Key, "verify");
        yield return fails
            ? new StepEnded(host, step.Key, StepStatus.Failed, 12, 830,
                "Job for docker.service failed.\n\e[31msee journalctl\e[0m\n", new Text("Docker did not start again.",
                    "Docker 未能重新启动。"), new Text("Look at its log: journalctl -u docker", "查看日志：journalctl -u docker"))
            : new StepEnded(host, step.Key, StepStatus.Done, 0, 120, "", null, null);
    }
}

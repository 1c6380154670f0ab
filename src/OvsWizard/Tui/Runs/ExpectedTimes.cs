using OvsWizard.Engine;
using OvsWizard.Journal;

namespace OvsWizard.Tui.Runs;

/// <summary>How long steps took in earlier runs of a runbook: what they are expected to take now.</summary>
public sealed class ExpectedTimes
{
    private readonly Dictionary<string, TimeSpan> steps = [];

    public static ExpectedTimes Unknown { get; } = new();

    /// <param name="runs">Earlier runs, newest first; the newest that changed something counts before one that only
    /// looked.</param>
    public static ExpectedTimes Of(string runbook, IEnumerable<RunState> runs)
    {
        var times = new ExpectedTimes();
        var results = runs.Where(r => r.Plan.Runbook == runbook).SelectMany(r => r.Hosts)
            .SelectMany(h => h.Steps)
            .Where(s => s.Status is StepStatus.Done or StepStatus.Satisfied && s.Result is not null)
            .GroupBy(s => s.Planned.Id);
        foreach (var step in results)
        {
            var changed = step.Where(s => s.Status is StepStatus.Done).ToList();
            var counted = (changed.Count > 0 ? changed : [.. step]).Select(s => s.Result!.Milliseconds)
                .Order().ToList();
            times.steps[step.Key] = TimeSpan.FromMilliseconds(counted[counted.Count / 2]);
        }
        return times;
    }

    public bool IsKnown => steps.Count > 0;

    /// <summary>Null where the step never ran.</summary>
    public TimeSpan? this[string step] => steps.TryGetValue(step, out var time) ? time : null;
}

using OvsWizard.Engine;
using OvsWizard.Plans;

namespace OvsWizard.Cli;

/// <summary>The steps that a rollback leaves as they are: STEP, or STEP@HOST for one host alone.</summary>
internal static class SkippedSteps
{
    /// <summary>Whether a step of a host is among them.</summary>
    public static Func<string, PlannedStep, bool> Of(IReadOnlyList<string> said) =>
        (host, step) => said.Any(name =>
            name == step.Id || name == step.Key || name == $"{step.Id}@{host}" || name == $"{step.Key}@{host}");

    /// <exception cref="Failure">Input: the run has no such step on such a host.</exception>
    public static void Check(RunRecord record, IReadOnlyList<string> said)
    {
        var hosts = record.State.Plan.Hosts;
        foreach (var name in said)
        {
            var meant = Of([name]);
            if (hosts.Any(h => h.Steps.Any(s => meant(h.Host, s)))) continue;
            string[] all = [.. hosts.SelectMany(h => h.Steps.Select(s => s.Id)).Distinct()];
            throw Nearest.Of(name.Split('@')[0], all) is { } near && near != name.Split('@')[0]
                ? new Failure(FailureKind.Input, $"run {record.Id} has no step '{name}'",
                    now: $"did you mean '{near}'?")
                : new Failure(FailureKind.Input, $"run {record.Id} has no step '{name}'",
                    now: $"it has: {string.Join(", ", all)}");
        }
    }
}

using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Runs;

/// <summary>What it means to leave a step out.</summary>
/// <param name="Later">Steps of the host that come after it, and may build on it.</param>
/// <param name="Peers">Hosts that have steps which wait for this one.</param>
public sealed record SkipConsequences(string Host, PlannedStep Step, IReadOnlyList<PlannedStep> Later,
    IReadOnlyList<string> Peers)
{
    public static SkipConsequences Of(RunState state, string host, PlannedStep step) => new(
        host,
        step,
        [.. state[host].Steps.Select(s => s.Planned).Where(s => s.Order > step.Order).DistinctBy(s => s.Id)],
        [.. state.Hosts.Where(h => h.Name != host
            && h.Steps.Any(s => s.Status is StepStatus.Pending && s.Planned.AfterPeers && s.Planned.Order > step.Order))
            .Select(h => h.Name)]);

    public IReadOnlyList<Line> Tell(Language language)
    {
        var lines = new List<Line> { new(language.Say($"{Host} continues without: {Step.Title}."), Tone.Strong) };
        if (Later.Count > 0)
            lines.Add(
                language.Say(
                    $"These later steps may depend on it: {string.Join(", ", Later.Select(s => s.Id))}. They are done anyway, and may fail."));
        if (Peers.Count > 0)
            lines.Add(
                language.Say(
                    $"{Peers.Count} other hosts have steps that wait for this host, including the ping test; they continue as if the step were done."));
        lines.Add(language.Say($"A later verify will show the step as drift on {Host}."));
        return lines;
    }
}

using OvsWizard.Engine;
using OvsWizard.Journal;

namespace OvsWizard.Diagnosis;

/// <summary>Something that is wrong on a host, with what it was read from.</summary>
/// <param name="Evidence">The check, and what the host printed.</param>
/// <param name="ExplainedBy">The finding that this one follows from; null where it is a cause itself.</param>
public sealed record Finding(string Host, Probe Probe, Reading Reading, StepState Evidence, Finding? ExplainedBy)
{
    /// <summary>What the host printed.</summary>
    public string Output => (Evidence.Result?.Output ?? "").TrimEnd('\n');

    /// <summary>What was asked of the host, in sh.</summary>
    public string Command => Evidence.Planned.CheckScript;

    /// <summary>
    /// What a check of the hosts adds up to: causes before what follows from them, the likeliest first, and of those
    /// alike the one from the lowest layer. Pure.
    /// </summary>
    public static IReadOnlyList<Finding> Of(IReadOnlyList<Probe> probes, RunState looked)
    {
        var found = new List<Finding>();
        foreach (var probe in probes)
            foreach (var host in looked.Hosts)
                if (host.Steps.FirstOrDefault(s => s.Planned.Id == probe.Step.Id) is { Status: StepStatus.Drifted
                    or StepStatus.Failed } step)
                    found.Add(new Finding(host.Name, probe, probe.ReadingOf(step.Result).For(looked.Plan, host.Name),
                        step, CauseOf(probe, host.Name, found)));
        return [.. found.OrderBy(f => f.ExplainedBy is not null).ThenBy(f => f.Reading.Likelihood)];
    }

    /// <summary>
    /// A check that sees the peers may see what is wrong with one of them; any other sees its own host alone.
    /// </summary>
    private static Finding? CauseOf(Probe probe, string host, List<Finding> found)
    {
        var cause =
            found.Where(f => probe.Causes.Contains(f.Probe.Step.Id) && f.Reading.Likelihood is not Likelihood.Possible)
                .OrderBy(f => f.Host != host)
                .FirstOrDefault(f => f.Host == host || probe.SeesPeers);
        return cause?.ExplainedBy ?? cause;
    }
}

using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Engine;

/// <summary>
/// Steps of one host that are sent in one go, because nothing between them needs a peer or the operator.
/// </summary>
/// <param name="Gate">What must happen before it is sent.</param>
public sealed record Segment(SegmentGate Gate, IReadOnlyList<PlannedStep> Steps)
{
    /// <summary>
    /// Cuts a host's steps: between preflight and the first change, before a step that waits for its peers or for the
    /// operator, around a reboot, and between all steps where they are not to be <paramref name="fused"/>.
    /// </summary>
    public static IReadOnlyList<Segment> Of(IReadOnlyList<PlannedStep> all, bool fused)
    {
        var segments = new List<Segment>();
        var steps = new List<PlannedStep>();
        var gate = SegmentGate.None;
        PlannedStep? previous = null;
        foreach (var step in all)
        {
            var before = GateBefore(step, previous);
            var apart = !step.IsPreflight
                && (!fused || step.Kind is StepKind.Reboot || previous?.Kind is StepKind.Reboot);
            if (before is not SegmentGate.None || apart)
            {
                if (steps.Count > 0) segments.Add(new(gate, steps));
                (gate, steps) = (before, []);
            }
            steps.Add(step);
            previous = step;
        }
        if (steps.Count > 0) segments.Add(new(gate, steps));
        return segments;
    }

    private static SegmentGate GateBefore(PlannedStep step, PlannedStep? previous)
    {
        if (step.IsPreflight) return SegmentGate.None;
        if (previous is null or { IsPreflight: true }) return SegmentGate.Consent;
        if (step.Kind is StepKind.Confirm) return SegmentGate.Operator;
        return step.AfterPeers ? SegmentGate.Peers : SegmentGate.None;
    }
}

/// <summary>What a segment waits for.</summary>
public enum SegmentGate
{
    None,

    /// <summary>All hosts have passed their preflight, and the operator agrees.</summary>
    Consent,

    /// <summary>All other hosts have passed every earlier step.</summary>
    Peers,

    /// <summary>All other hosts have passed every earlier step, and the operator says go on.</summary>
    Operator,
}

using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Engine;

/// <summary>Steps of one host that are sent in one go, because nothing between them needs a peer or the operator.</summary>
/// <param name="Gate">What must happen before it is sent.</param>
public sealed record Segment(SegmentGate Gate, IReadOnlyList<PlannedStep> Steps)
{
    /// <summary>Cuts a host's steps: before a step that waits for its peers or for the operator, between preflight and the first change, and everywhere with <paramref name="stepByStep"/>.</summary>
    public static IReadOnlyList<Segment> Of(HostPlan host, bool stepByStep)
    {
        var segments = new List<Segment>();
        var steps = new List<PlannedStep>();
        var gate = SegmentGate.None;
        foreach (var step in host.Steps)
        {
            var before = GateBefore(step, steps.Count > 0 ? steps[^1] : null, segments.Count, stepByStep);
            if (before is not SegmentGate.None)
            {
                if (steps.Count > 0) segments.Add(new(gate, steps));
                (gate, steps) = (before, []);
            }
            steps.Add(step);
        }
        if (steps.Count > 0) segments.Add(new(gate, steps));
        return segments;
    }

    private static SegmentGate GateBefore(PlannedStep step, PlannedStep? previous, int segmentsBefore, bool stepByStep)
    {
        if (step.IsPreflight) return SegmentGate.None;
        if (previous is { IsPreflight: true } || (previous is null && segmentsBefore == 0)) return SegmentGate.Consent;
        if (step.Kind is StepKind.Confirm || (stepByStep && previous?.Id != step.Id)) return SegmentGate.Operator;
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

using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Export;

/// <summary>How the hosts pass a <see cref="Stage"/>.</summary>
public enum StageKind
{
    /// <summary>All at once, before anything is changed.</summary>
    Look,

    /// <summary>All at once.</summary>
    Each,

    /// <summary>
    /// One after the other: a step may cut the session off, and the peers must stand still while it is confirmed.
    /// </summary>
    Turn,

    /// <summary>One after the other, each until it is back from its reboot.</summary>
    Reboot,

    /// <summary>All at once, after the operator has done what is theirs.</summary>
    Ask,

    /// <summary>All at once; the scripts bring the files that they carry.</summary>
    Send,

    /// <summary>All at once; the hosts' files are taken to the operator's machine.</summary>
    Fetch,
}

/// <summary>
/// Steps that every host finishes before any host begins the next ones. Where a run lets hosts go ahead until a step
/// that waits for peers, an export goes in step.
/// </summary>
/// <param name="First">Number of its first step; the numbers are the same on all hosts.</param>
/// <param name="Seconds">How long a host may be away in it; 0: not at all.</param>
/// <param name="Hosts">Those that have a step in it.</param>
public sealed record Stage(int First, int Last, StageKind Kind, int Seconds, IReadOnlyList<string> Hosts)
{
    /// <summary>Where the hosts' files go, on the operator's machine; null where the stage fetches none.</summary>
    public string? Folder { get; private init; }

    /// <summary>The numbers of a plan's steps, by their place in the runbook: from 1, without gaps.</summary>
    public static IReadOnlyDictionary<int, int> NumbersOf(Plan plan) =>
        plan.Hosts.SelectMany(h => h.Steps).Select(s => s.Order).Distinct().Order().Index()
            .ToDictionary(o => o.Item, o => o.Index + 1);

    /// <summary>A step that may have to be guarded; whether it is depends on where the session comes in.</summary>
    public static bool MayCutOff(PlannedStep step) => step.Risk.Level is RiskLevel.Lockout || step.Touches.Count > 0;

    /// <summary>
    /// A plan's stages: cut between the preflight and the first change, before steps that wait for peers, and around
    /// those that go one host at a time.
    /// </summary>
    public static IReadOnlyList<Stage> Of(Plan plan)
    {
        var numbers = NumbersOf(plan);
        var stages = new List<Stage>();
        foreach (var place in plan.Hosts.SelectMany(h => h.Steps.Select(s => (h.Host, Step: s)))
            .GroupBy(p => p.Step.Order).OrderBy(g => g.Key))
        {
            var steps = place.Select(p => p.Step).ToList();
            var number = numbers[place.Key];
            var kind = KindOf(steps);
            // Hosts in the order of the inventory, whichever step they come in by.
            IReadOnlyList<string> Joined(IEnumerable<string> others) => [.. plan.Hosts.Select(h => h.Host)
                .Where(place.Select(p => p.Host).Concat(others).ToHashSet().Contains)];
            if (stages is [.., var last] && last.Kind == kind && kind is StageKind.Look or StageKind.Each
                && !steps.Any(s => s.AfterPeers))
                stages[^1] = last with { Last = number, Hosts = Joined(last.Hosts) };
            else if (kind is StageKind.Each && !steps.Any(s => s.AfterPeers)
                && stages is [.., { Kind: StageKind.Ask or StageKind.Send } begun])
                stages[^1] = begun with { Last = number, Hosts = Joined(begun.Hosts) };
            else
                stages.Add(new Stage(number,
                    number, kind, kind is StageKind.Turn or StageKind.Reboot ? steps.Max(s => s.TimeoutSeconds) : 0,
                    Joined([])) { Folder = kind is StageKind.Fetch ? steps[0].Transfer!.To : null });
        }
        return stages;
    }

    private static StageKind KindOf(List<PlannedStep> steps) =>
        steps.Exists(s => s.Kind is StepKind.Confirm) ? StageKind.Ask
        : steps.Exists(s => s.Kind is StepKind.Reboot) ? StageKind.Reboot
        : steps.Exists(s => s.IsPreflight) ? StageKind.Look
        : steps.Exists(s => s.Kind is StepKind.Send) ? StageKind.Send
        : steps.Exists(s => s.Kind is StepKind.Fetch) ? StageKind.Fetch
        : steps.Exists(MayCutOff) ? StageKind.Turn
        : StageKind.Each;
}

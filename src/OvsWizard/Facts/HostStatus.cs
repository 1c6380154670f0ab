using OvsWizard.Inventories;
using OvsWizard.Ssh;

namespace OvsWizard.Facts;

/// <summary>What is known of one host at a moment of its check.</summary>
/// <param name="Stage">The stage under way, or the one that failed.</param>
/// <param name="Key">The key that it, or a jump host before it, showed.</param>
/// <param name="Failure">Why the check ended early.</param>
public sealed record HostStatus(Host Host, CheckStage Stage, HostFacts Facts, ShownKey? Key = null,
    Failure? Failure = null)
{
    public static HostStatus Before(Host host) => new(host, CheckStage.Waiting, HostFacts.None);

    /// <summary>It can be worked on: reached, trusted and entered with the rights that are needed.</summary>
    public bool IsFit => Stage is CheckStage.Done && Failure is null;

    public bool IsOver => Stage is CheckStage.Done || Failure is not null;

    /// <summary>A key that waits for the operator's yes.</summary>
    public ShownKey? KeyToAccept =>
        Failure is not null && Key is { Verdict.Trust: HostKeyTrust.Unknown } key ? key : null;

    public CheckMark MarkOf(CheckStage stage) =>
        stage < Stage || IsFit ? CheckMark.Good
        : stage > Stage ? CheckMark.Waiting
        : Failure is not null ? CheckMark.Wrong
        : CheckMark.Underway;
}

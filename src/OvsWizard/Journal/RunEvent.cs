using System.Text.Json.Serialization;

namespace OvsWizard.Journal;

/// <summary>
/// Something that happened in a run. The journal keeps these, <c>--json</c> prints them, screens show them:
/// one family, so that none can say something else than the others.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(RunResumed), "run-resumed")]
[JsonDerivedType(typeof(RunPaused), "run-paused")]
[JsonDerivedType(typeof(RunContinued), "run-continued")]
[JsonDerivedType(typeof(HostConnected), "host-connected")]
[JsonDerivedType(typeof(SessionFound), "session-found")]
[JsonDerivedType(typeof(HostLost), "host-lost")]
[JsonDerivedType(typeof(StepIntended), "step-intended")]
[JsonDerivedType(typeof(StepSpared), "step-spared")]
[JsonDerivedType(typeof(StepLeft), "step-left")]
[JsonDerivedType(typeof(ChangedSince), "changed-since")]
[JsonDerivedType(typeof(StepMerged), "step-merged")]
[JsonDerivedType(typeof(GuardArmed), "guard-armed")]
[JsonDerivedType(typeof(StepPhase), "step-phase")]
[JsonDerivedType(typeof(StepOutput), "step-output")]
[JsonDerivedType(typeof(StepEnded), "step-ended")]
[JsonDerivedType(typeof(Published), "published")]
[JsonDerivedType(typeof(PairProved), "pair-proved")]
[JsonDerivedType(typeof(WillInterrupt), "will-interrupt")]
[JsonDerivedType(typeof(Remarked), "remarked")]
[JsonDerivedType(typeof(RunEnded), "run-ended")]
public abstract record RunEvent
{
    /// <summary>When it was seen here (UTC).</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A run has begun.</summary>
/// <param name="Mode">run or verify.</param>
/// <param name="PlanHash">SHA-256 of the plan, so that a resumed run can tell whether it is the same.</param>
/// <param name="Format">Version of the journal's format; a reader refuses a higher one than it knows.</param>
public sealed record RunStarted(string Run, string Runbook, string Mode, string PlanHash, string Version,
    IReadOnlyList<string> Hosts, int Format) : RunEvent;

/// <summary>The run goes on after it had ended or was cut off, or is being undone.</summary>
/// <param name="Mode">run or rollback.</param>
/// <param name="To">rollback: the step that stays, with all before it; null: nothing stays.</param>
/// <param name="Hosts">rollback: the hosts it is for; null: all.</param>
public sealed record RunResumed(string Mode, string Version, string? To,
    IReadOnlyList<string>? Hosts = null) : RunEvent;

/// <summary>The operator holds the run between two steps.</summary>
public sealed record RunPaused : RunEvent;

/// <summary>The operator lets the run go on.</summary>
public sealed record RunContinued : RunEvent;

/// <summary>A host is connected, trusted and logged in to; connecting took this long.</summary>
public sealed record HostConnected(string Host, long Milliseconds) : RunEvent;

/// <summary>A host cannot be used, or not any longer.</summary>
/// <param name="ExitCode">What the process would end with on its account.</param>
/// <param name="Zh">The same in Chinese.</param>
public sealed record HostLost(string Host, int ExitCode, string What, string? Why, string? Now,
    FailureText? Zh = null) : RunEvent
{
    public static HostLost Of(string host, Failure failure) =>
        new(host, (int)failure.Kind, failure.What, failure.Why, failure.Now, failure.In(Language.Chinese));

    public FailureText In(Language language) =>
        language is Language.Chinese && Zh is { } chinese ? chinese : new(What, Why, Now);
}

/// <summary>Where the operator's session comes in on a host, as the host sees it.</summary>
/// <param name="Interface">The one with the address that was reached.</param>
/// <param name="Master">The bridge that the interface is a port of; null: none.</param>
/// <param name="Device">The interface of the route back to the client.</param>
/// <param name="Via">The gateway of that route; null: the client is on the same network.</param>
public sealed record SessionFound(string Host, string Client, string Address, string Interface, string? Master,
    string Device, string? Via) : RunEvent
{
    /// <summary>True where a change of these interfaces ("default": the default route) may cut the session.</summary>
    public bool IsTouchedBy(IEnumerable<string> touches) =>
        touches.Any(t => t == Interface || t == Master || t == Device || (t == "default" && Via is not null));
}

/// <summary>Written ahead: the step may have begun to change the host from now on.</summary>
/// <param name="Image">The before-image: sh commands that put back what the step changes. Null where it holds a secret,
/// and is on the host alone.</param>
public sealed record StepIntended(string Host, string Step, string? Image) : RunEvent;

/// <summary>
/// The step was not begun after all, because one before it failed; the host has forgotten its before-image.
/// </summary>
public sealed record StepSpared(string Host, string Step) : RunEvent;

/// <summary>The host stands still for now, and this is what the run has left of what the step changes.</summary>
/// <param name="Image">The after-image, as the before-image is written. Null where it holds a secret, and is on the
/// host alone.</param>
public sealed record StepLeft(string Host, string Step, string? Image) : RunEvent;

/// <summary>Found before a rollback: others have changed something since the step was left.</summary>
/// <param name="Clashes">The step has changed the same: the before, the after and what is there now cannot be
/// merged.</param>
public sealed record ChangedSince(string Host, string Step, Text What, bool Clashes, string? Before = null,
    string? After = null, string? Now = null) : RunEvent;

/// <summary>
/// Written ahead of an undo: what the step is put back to, where others have changed something since; it stands in the
/// before-image's place.
/// </summary>
public sealed record StepMerged(string Host, string Step, string Image) : RunEvent;

/// <summary>The host will put itself back unless a fresh login finds it well within this time.</summary>
public sealed record GuardArmed(string Host, string Step, int Seconds) : RunEvent;

/// <summary>A step has come to a phase.</summary>
/// <param name="Phase">check, do, verify or undo.</param>
public sealed record StepPhase(string Host, string Step, string Phase) : RunEvent;

/// <summary>A line that a step's commands printed.</summary>
public sealed record StepOutput(string Host, string Step, string Line) : RunEvent;

/// <summary>A step has come to its end on a host.</summary>
/// <param name="ExitStatus">Of the script that decided; null where none ran to its end.</param>
/// <param name="Output">The last lines printed, at most 4 KiB.</param>
public sealed record StepEnded(
    string Host, string Step, StepStatus Status, int? ExitStatus, long Milliseconds, string Output, Text? Why,
    Text? Now) : RunEvent
{
    /// <summary>The name that the script gave to its failure (<c>fail NAME</c>); null where it gave none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Reason { get; init; }
}

/// <summary>
/// A value that a step hands to the later steps of all hosts; one that is done again hands over anew.
/// </summary>
public sealed record Published(string Host, string Step, string Name, string Value) : RunEvent;

/// <summary>One cell of the ping matrix.</summary>
/// <param name="Bytes">Payload of the echo request.</param>
public sealed record PairProved(string Host, string Address, string Peer, string PeerAddress, int Bytes, bool Answered,
    string Time) : RunEvent;

/// <summary>Something that runs now and will be stopped for a while: container web.</summary>
public sealed record WillInterrupt(string Host, string What) : RunEvent;

/// <summary>Something a step has found that the operator should know, though nothing has failed.</summary>
public sealed record Remarked(string Host, string Step, string Text) : RunEvent;

/// <summary>The run is over, and how.</summary>
/// <param name="Milliseconds">Since it began or was taken up again, without the time that the operator took to
/// agree.</param>
public sealed record RunEnded(RunStatus Status, long Milliseconds) : RunEvent;

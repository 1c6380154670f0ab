using System.Text.Json.Serialization;

namespace OvsWizard.Journal;

/// <summary>
/// Something that happened in a run. The journal keeps these, <c>--json</c> prints them, screens show them:
/// one family, so that none can say something else than the others.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(HostConnected), "host-connected")]
[JsonDerivedType(typeof(HostLost), "host-lost")]
[JsonDerivedType(typeof(StepsIntended), "steps-intended")]
[JsonDerivedType(typeof(StepPhase), "step-phase")]
[JsonDerivedType(typeof(StepOutput), "step-output")]
[JsonDerivedType(typeof(StepEnded), "step-ended")]
[JsonDerivedType(typeof(Published), "published")]
[JsonDerivedType(typeof(PairProved), "pair-proved")]
[JsonDerivedType(typeof(WillInterrupt), "will-interrupt")]
[JsonDerivedType(typeof(RunEnded), "run-ended")]
public abstract record RunEvent
{
    /// <summary>When it was seen here (UTC).</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>A run has begun.</summary>
/// <param name="Mode">run or verify.</param>
/// <param name="PlanHash">SHA-256 of the plan, so that a resumed run can tell whether it is the same.</param>
public sealed record RunStarted(string Run, string Runbook, string Mode, string PlanHash, string Version, IReadOnlyList<string> Hosts) : RunEvent;

/// <summary>A host is connected, trusted and logged in to; connecting took this long.</summary>
public sealed record HostConnected(string Host, long Milliseconds) : RunEvent;

/// <summary>A host cannot be used, or not any longer.</summary>
/// <param name="ExitCode">What the process would end with on its account.</param>
public sealed record HostLost(string Host, int ExitCode, string What, string? Why, string? Now) : RunEvent;

/// <summary>Written ahead: these steps may have begun on the host from now on.</summary>
public sealed record StepsIntended(string Host, IReadOnlyList<string> Steps) : RunEvent;

/// <summary>A step has come to a phase.</summary>
/// <param name="Phase">check, do, verify or undo.</param>
public sealed record StepPhase(string Host, string Step, string Phase) : RunEvent;

/// <summary>A line that a step's commands printed.</summary>
public sealed record StepOutput(string Host, string Step, string Line) : RunEvent;

/// <summary>A step has come to its end on a host.</summary>
/// <param name="ExitStatus">Of the script that decided; null where none ran to its end.</param>
/// <param name="Output">The last lines printed, at most 4 KiB.</param>
public sealed record StepEnded(
    string Host, string Step, StepStatus Status, int? ExitStatus, long Milliseconds, string Output, Text? Why, Text? Now) : RunEvent;

/// <summary>A value that a step hands to the later steps of all hosts.</summary>
public sealed record Published(string Host, string Name, string Value) : RunEvent;

/// <summary>One cell of the ping matrix.</summary>
/// <param name="Bytes">Payload of the echo request.</param>
public sealed record PairProved(string Host, string Address, string Peer, string PeerAddress, int Bytes, bool Answered, string Time) : RunEvent;

/// <summary>Something that runs now and will be stopped for a while: container web.</summary>
public sealed record WillInterrupt(string Host, string What) : RunEvent;

/// <summary>The run is over, and how.</summary>
public sealed record RunEnded(RunStatus Status, long Milliseconds) : RunEvent;

using System.Text.Json.Serialization;
using OvsWizard.Runbooks;

namespace OvsWizard.Plans;

/// <summary>
/// What would be done, on which host, fully rendered: the pivot that preview, run, verify, export, resume and rollback
/// share. It holds no secret: a secret appears as the name of the shell variable that will carry it.
/// </summary>
/// <param name="Functions">Shell functions that the scripts call, sent to every host first.</param>
/// <param name="Hosts">In the order of the inventory.</param>
public sealed record Plan(
    string Runbook,
    int Version,
    Text Title,
    Text Interrupts,
    string Functions,
    Topology? Topology,
    IReadOnlyList<HostPlan> Hosts)
{
    /// <summary>
    /// Version of what a kept plan is made of, raised where a reader of the version before would misunderstand it; see
    /// <see cref="PlanFormat"/>.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public int Format { get; init; }

    /// <summary>What the runbook says to the values chosen; null where it has nothing to say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<Text>? Advice { get; init; }

    /// <summary>What the failures mean that the functions raise by name; null where they raise none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Explanation>? Failures { get; init; }

    [JsonIgnore] public int StepCount => Hosts.Sum(h => h.Steps.Count);

    /// <summary>The place of the step that a rollback leaves, with all before it; -1 where nothing stays.</summary>
    public int LastKept(string? step) =>
        step is null ? -1 : Hosts.SelectMany(h => h.Steps).First(s => s.Id == step).Order;

    /// <summary>
    /// What a step's failure means: what the runbook says of it in this step, else what is said beside the function
    /// that raised it.
    /// </summary>
    /// <param name="reason">Its name; null where it has none, and <paramref name="exit"/> must tell.</param>
    /// <returns>Null where neither says anything.</returns>
    public Explanation? Explain(PlannedStep step, string? reason, int exit) =>
        step.Explain.GetValueOrDefault(reason ?? $"{exit}")
            ?? (reason is null ? null : Failures?.GetValueOrDefault(reason));

    /// <summary>These steps alone, each HOST:STEP, and the hosts that have one.</summary>
    public Plan Only(IReadOnlyCollection<string> steps) => this with
    {
        Hosts = [.. Hosts.Select(h => h with { Steps = [.. h.Steps.Where(s => steps.Contains($"{h.Host}:{s.Id}"))] })
            .Where(h => h.Steps.Count > 0)],
    };
}

/// <summary>One host's part: its steps in order, and the values that they were rendered from.</summary>
/// <param name="Secrets">Where the values of secrets are read from when the run begins (env:NAME, file:PATH), by
/// parameter.</param>
public sealed record HostPlan(
    string Host, string Address, IReadOnlyDictionary<string, string> Values,
    IReadOnlyDictionary<string, string> Secrets, IReadOnlyList<PlannedStep> Steps);

/// <summary>A step on one host (and towards one peer), rendered. Scripts are POSIX sh.</summary>
/// <param name="Order">Place of its declaration in the runbook, from 0: what "after peers" counts by.</param>
/// <param name="Peer">The peer it is for, where the runbook says each-peer.</param>
/// <param name="Explain">By the name of a failure, or by an exit status.</param>
/// <param name="Touches">Interfaces that it reconfigures; "default" stands for the default route.</param>
public sealed record PlannedStep(
    string Id,
    int Order,
    string? Peer,
    StepKind Kind,
    Text Title,
    Text Why,
    bool AfterPeers,
    bool IsPreflight,
    string? Check,
    string? Keep,
    string? Do,
    string? Verify,
    string? Undo,
    Text? Irreversible,
    IReadOnlyList<string> Touches,
    Risk Risk,
    int TimeoutSeconds,
    PlannedFile? File,
    Text? Prompt,
    IReadOnlyDictionary<string, Explanation> Explain)
{
    /// <summary>The files that it carries; null where it carries none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PlannedTransfer? Transfer { get; init; }

    /// <summary>Its check and its before-image may be taken together with those of the steps before it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsIndependent { get; init; }

    /// <summary>The names of what it publishes; null in a plan of format 1, which does not tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public IReadOnlyList<string>? Publishes { get; init; }

    /// <summary>What tells this step from every other of its host.</summary>
    [JsonIgnore] public string Key => Peer is null ? Id : $"{Id}@{Peer}";

    /// <summary>A secret's value passes through it, so what the host held before may be secret as well.</summary>
    [JsonIgnore] public bool HoldsSecret => (File?.Content.Contains('\u0001', StringComparison.Ordinal) ?? false)
        || new[]
        {
            Check, Do, Verify, Keep, Undo, File?.Apply
        }.Any(s => s?.Contains("$OVSW_SECRET_", StringComparison.Ordinal) ?? false);

    [JsonIgnore] public bool OnlyAsserts => Kind is StepKind.Command && Do is null;

    /// <summary>What a check whether it holds runs on the host, besides comparing its file.</summary>
    [JsonIgnore] public string CheckScript => (Check ?? Verify ?? "").TrimEnd('\n');
}

/// <summary>Files that travel between the operator's machine and the host.</summary>
/// <param name="Files">send: their paths on the operator's machine. Of a fetch step only the host knows them, and this
/// is empty.</param>
/// <param name="To">The folder they are to be in, on the other side.</param>
public sealed record PlannedTransfer(IReadOnlyList<string> Files, string To)
{
    /// <summary>fetch: sh that prints their paths on the host, a line each. Else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? List { get; init; }
}

/// <summary>A file as it is to be. A null mode or owner keeps what is there.</summary>
public sealed record PlannedFile(string Path, string Content, FileMerge Merge, string? Mode, string? Owner,
    string? Apply);

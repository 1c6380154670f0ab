namespace OvsWizard.Journal;

/// <summary>
/// What a run was asked for, so that resuming it needs no words: its plan is made again from this and compared with the one it began with.
/// </summary>
/// <param name="Inventory">Absolute path of the inventory.</param>
/// <param name="Runbook">Id of the runbook, or absolute path of its file.</param>
/// <param name="Limit">Names of the hosts, where not all of the inventory were meant; else null.</param>
/// <param name="Answers">What was said about parameters, the weakest first. A secret is named here (env:NAME, file:PATH), never told.</param>
public sealed record RunRequest(string Inventory, string Runbook, IReadOnlyList<string>? Limit, IReadOnlyList<RequestedValue> Answers);

/// <summary>One parameter's value as it was given; for all hosts where none is named.</summary>
public sealed record RequestedValue(string? Host, string Name, string Value);

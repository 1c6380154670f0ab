using OvsWizard.Plans;

namespace OvsWizard.Tui.Runs;

/// <summary>A script that was sent to a host.</summary>
/// <param name="Phase">check, do, verify or undo.</param>
public sealed record SentCommand(PlannedStep Step, string Phase, string Script, DateTimeOffset At)
{
    /// <summary>What a phase of a step sends; null where it sends nothing of its own.</summary>
    public static SentCommand? Of(PlannedStep step, string phase, DateTimeOffset at) =>
        ScriptOf(step, phase) is { } script ? new SentCommand(step, phase, script.TrimEnd('\n'), at) : null;

    private static string? ScriptOf(PlannedStep step, string phase) => phase switch
    {
        "check" => step.Check ?? Compare(step),
        "do" => step.Do ?? Write(step),
        "undo" => step.Undo,
        _ => step.Verify ?? step.Check ?? Compare(step),
    };

    private static string? Compare(PlannedStep step) =>
        step.File is { } file ? $"# is {file.Path} as it is to be?" : null;

    private static string? Write(PlannedStep step) => step.File is { } file
        ? $"# write {file.Path}{(file.Mode is null ? "" : $", mode {file.Mode}")}:\n{file.Content.TrimEnd('\n')}{(file.Apply is null ? "" : $"\n# then\n{file.Apply.TrimEnd('\n')}")}"
        : null;
}

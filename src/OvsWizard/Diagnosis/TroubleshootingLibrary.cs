using OvsWizard.Runbooks;

namespace OvsWizard.Diagnosis;

/// <summary>
/// The troubleshooting at hand: one YAML file a runbook, in the folder <c>troubleshooting</c> beside the runbooks.
/// </summary>
public sealed class TroubleshootingLibrary(RunbookLibrary runbooks)
{
    private const string Ending = ".yml";

    public static TroubleshootingLibrary Default() => new(RunbookLibrary.Default());

    /// <summary>Ids of the runbooks whose faults can be looked for, sorted.</summary>
    public IReadOnlyList<string> Ids => [.. Files().Keys];

    /// <exception cref="Failure">Input: there is none for this runbook, or it has a mistake.</exception>
    public Troubleshooting Find(string runbook) => Files().TryGetValue(runbook, out var path)
        ? TroubleshootingReader.Load(path, runbooks)
        : throw new Failure(FailureKind.Input, $"no troubleshooting file for '{runbook}'",
            now: $"available for: {string.Join(", ", Ids)}");

    private SortedDictionary<string, string> Files()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in runbooks.Folders.Append(RunbookLibrary.Shipped).Distinct()
            .Select(f => Path.Combine(f, "troubleshooting")).Where(Directory.Exists))
            foreach (var path in Directory.EnumerateFiles(folder, "*" + Ending))
                files.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        return files;
    }
}

namespace OvsWizard.Runbooks;

/// <summary>The runbooks at hand: one YAML file each, in one or more folders.</summary>
/// <param name="folders">Searched in this order; the first that has an id wins.</param>
public sealed class RunbookLibrary(params IReadOnlyList<string> folders)
{
    private const string Variable = "OVSWIZARD_RUNBOOKS";
    private const string Ending = ".yml";

    /// <summary>
    /// The folders in $OVSWIZARD_RUNBOOKS, separated by colons; where it is not set, the operator's own and the shipped
    /// one.
    /// </summary>
    public static RunbookLibrary Default() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } list
            ? new RunbookLibrary(list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            : new RunbookLibrary(Own, Shipped);

    /// <summary>The shipped runbooks, beside the executable.</summary>
    public static string Shipped => Path.Combine(AppContext.BaseDirectory, "runbooks");

    /// <summary>The operator's own: $XDG_CONFIG_HOME/ovswizard/runbooks, else ~/.config/ovswizard/runbooks.</summary>
    public static string Own => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } xdg ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config"),
        "ovswizard", "runbooks");

    /// <summary>
    /// Has folders searched before all others by whatever this process does, and the processes it starts.
    /// </summary>
    public static void PutFirst(IEnumerable<string> first) =>
        Environment.SetEnvironmentVariable(Variable,
            string.Join(Path.PathSeparator, first.Select(Path.GetFullPath).Concat(Default().Folders)));

    /// <summary>Where runbooks are looked for.</summary>
    public IReadOnlyList<string> Folders => folders;

    /// <summary>The ids, sorted.</summary>
    public IReadOnlyList<string> Ids => [.. Files().Keys];

    /// <summary>All runbooks: a mistake in one is no reason to do without the others.</summary>
    public RunbookList All()
    {
        var read = Files().Values.Select(RunbookReader.Check).ToList();
        return new RunbookList(
            [.. read.Where(r => r.Findings.Count == 0).Select(r => r.Runbook!).OrderBy(r => r.Order)],
            [.. read.SelectMany(r => r.Findings)]);
    }

    /// <summary>The runbook of that id, or in that file where <paramref name="id"/> is a path.</summary>
    /// <exception cref="Failure">Input: there is none, or it has a mistake.</exception>
    public Runbook Find(string id)
    {
        if (id.EndsWith(Ending, StringComparison.Ordinal)) return RunbookReader.Load(id);
        var files = Files();
        if (files.TryGetValue(id, out var path)) return RunbookReader.Load(path);
        throw Nearest.Of(id, [.. files.Keys]) is { } near
            ? new Failure(FailureKind.Input, $"runbook '{id}' not found", now: $"did you mean '{near}'?")
            : new Failure(FailureKind.Input, $"runbook '{id}' not found", $"searched in {string.Join(", ", folders)}",
                $"'ovswizard runbook list' lists them");
    }

    /// <summary>Files that have the id of a runbook found before them, and so are never read.</summary>
    public IReadOnlyList<string> HiddenBy(Runbook runbook) =>
        [.. folders.Select(folder => Path.Combine(folder, runbook.Id + Ending))
            .Where(path => path != runbook.At.File && File.Exists(path))];

    private SortedDictionary<string, string> Files()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders.Where(Directory.Exists))
            foreach (var path in Directory.EnumerateFiles(folder, "*" + Ending))
                files.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        return files;
    }
}

/// <summary>What a library has.</summary>
/// <param name="Runbooks">In the order they give themselves, then by id.</param>
/// <param name="Mistakes">Why others cannot be used, each with its place.</param>
public sealed record RunbookList(IReadOnlyList<Runbook> Runbooks, IReadOnlyList<Failure> Mistakes);

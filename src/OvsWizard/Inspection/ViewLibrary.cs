using OvsWizard.Runbooks;

namespace OvsWizard.Inspection;

/// <summary>
/// The views at hand: one YAML file each, in the folder <c>inspector</c> beside the runbooks; and the components
/// explained.
/// </summary>
/// <param name="folders">Searched in this order; the first that has a file of a name wins.</param>
public sealed class ViewLibrary(params IReadOnlyList<string> folders)
{
    private const string ComponentsFile = "components.yml";

    /// <summary>Beside the runbooks in use, and beside the executable.</summary>
    public static ViewLibrary Default() =>
        new([.. RunbookLibrary.Default().Folders.Append(RunbookLibrary.Shipped).Distinct()
            .Select(f => Path.Combine(f, "inspector"))]);

    /// <summary>All views, in their order.</summary>
    /// <exception cref="Failure">Input: one of them has a mistake.</exception>
    public IReadOnlyList<HostView> All() =>
        [.. Files().Where(f => f.Key != ComponentsFile).Select(f => ViewReader.Load(f.Value)).OrderBy(v => v.Order)
            .ThenBy(v => v.Id, StringComparer.Ordinal)];

    /// <summary>The view of that id.</summary>
    /// <exception cref="Failure">Input: there is none, or it has a mistake.</exception>
    public HostView Find(string id)
    {
        var files = Files();
        if (id + ".yml" != ComponentsFile && files.TryGetValue(id + ".yml", out var path)) return ViewReader.Load(path);
        var ids = All().Select(v => v.Id).ToArray();
        throw Nearest.Of(id, ids) is { } near
            ? new Failure(FailureKind.Input, $"view '{id}' not found", now: $"did you mean '{near}'?")
            : new Failure(FailureKind.Input, $"view '{id}' not found", now: $"available: {string.Join(", ", ids)}");
    }

    /// <summary>The programs of Open vSwitch, explained.</summary>
    public IReadOnlyList<Component> Components() =>
        Files().TryGetValue(ComponentsFile, out var path) ? ViewReader.Components(path) : [];

    private SortedDictionary<string, string> Files()
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders.Where(Directory.Exists))
            foreach (var path in Directory.EnumerateFiles(folder, "*.yml"))
                files.TryAdd(Path.GetFileName(path), path);
        return files;
    }
}

namespace OvsWizard.Runbooks;

/// <summary>Modules of shell functions with all that they require, each once, behind those that it requires.</summary>
public sealed record ShellModules(IReadOnlyList<ShellModule> All)
{
    public static ShellModules None { get; } = new([]);

    /// <summary>The functions of all, in this order: what a host's shell is given.</summary>
    public string Text => string.Concat(All.Select(m => m.Text));

    /// <summary>What the failures mean that the functions raise by name.</summary>
    public IReadOnlyDictionary<string, Explanation> Failures =>
        All.SelectMany(m => m.Failures).DistinctBy(f => f.Key).ToDictionary(f => f.Key, f => f.Value);

    /// <summary>The same and, behind them, those of <paramref name="others"/> that are not among them.</summary>
    public ShellModules With(ShellModules others) => new([.. All.Concat(others.All).DistinctBy(m => m.Name)]);

    /// <summary>The modules named, and all that they require.</summary>
    /// <param name="folder">The runbook's templates.</param>
    /// <exception cref="Failure">Input: a module is not there, or requires itself by way of others
    /// (file:line:column).</exception>
    internal static ShellModules Load(IEnumerable<(string Name, SourceLocation At)> names, string folder)
    {
        var loaded = new List<ShellModule>();
        var path = new List<string>();
        foreach (var (name, at) in names) Add(name, at);
        return new(loaded);

        void Add(string name, SourceLocation at)
        {
            if (path.Contains(name))
                throw new Failure(FailureKind.Input,
                    $"modules of functions require each other in a circle: {string.Join(", ", path[path.IndexOf(name)..])}, {name}",
                    now: $"move what both need into a separate module", at: at);
            if (loaded.Any(m => m.Name == name)) return;
            path.Add(name);
            var module = ShellModule.Load(name, folder, at);
            foreach (var (required, requiredAt) in module.Requires) Add(required, requiredAt);
            path.RemoveAt(path.Count - 1);
            loaded.Add(module);
        }
    }
}

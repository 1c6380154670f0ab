using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>Reads runbooks from YAML.</summary>
public static class RunbookReader
{
    /// <summary>The runbook in a file, free of every mistake that can be seen before it is rendered.</summary>
    /// <exception cref="Failure">Input: the first mistake (file:line:column).</exception>
    public static Runbook Load(string path)
    {
        var read = Check(path);
        return read.Findings is [var first, ..] ? throw first : read.Runbook!;
    }

    /// <summary>
    /// Everything that is wrong with the runbook in a file, in its order; and the runbook as far as it could be read.
    /// </summary>
    public static CheckedRunbook Check(string path)
    {
        var findings = new Findings();
        IReadOnlyList<Failure> warnings = [];
        var runbook = findings.Try(() =>
        {
            var root = YamlFile.Load(path).AsMapping($"a runbook");
            warnings = [.. FormerSpelling.In(root)];
            return Read(Whole(root, path, findings), path, findings);
        }, null);
        if (runbook is not null) findings.AddRange(RunbookLint.Check(runbook));
        return new(runbook, findings.All, warnings);
    }

    /// <summary>The file with its translation, and with the parts that it shares with others.</summary>
    private static YamlMapping Whole(YamlMapping root, string path, Findings findings)
    {
        var parts = findings.Try(() => Parts.Of(root, path, RunbookKeys.Parts,
            (part, file) => Translation.Into(part, file, findings)), new Parts());
        var translated = Translation.Into(root, path, findings);
        return new YamlMapping([.. translated.Entries.Where(e => e.Key.Value is not "parts")
            .Select(e => new KeyValuePair<YamlScalar, YamlNode>(e.Key, e switch
            {
                ({ Value: "steps" }, YamlSequence steps) =>
                    new YamlSequence([.. steps.Items.Select(s => Item(s, "steps"))], steps.At),
                ({ Value: "parameters" }, YamlMapping parameters) =>
                    new YamlMapping([.. parameters.Entries.Select(p =>
                        new KeyValuePair<YamlScalar, YamlNode>(p.Key, Item(p.Value, "parameters")))], parameters.At),
                _ => e.Value,
            }))], translated.At);

        YamlNode Item(YamlNode item, string list) =>
            item is YamlMapping ? findings.Try(() => parts.Whole(item, list), item) : item;
    }

    private static Runbook? Read(YamlMapping root, string path, Findings findings)
    {
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "..", "templates"));
        findings.Try(() => { root.AllowOnly($"a runbook", RunbookKeys.Runbook); return true; }, false);
        var id = findings.Try(() => Id(root, path), "");
        var version = findings.Try(
            () => root.Require("version", $"the runbook").AsScalar($"'version'").AsInteger($"'version'"), 1);
        var (title, summary, interrupts) = (Text("title"), Text("summary"), Text("interrupts"));
        var minHosts = findings.Try(() => MinHosts(root), 1);
        var parameters = Entries("parameters", ParameterReader.Read);
        var derivations = Entries("derive", (name, value) => new Derivation(FieldReader.Name(name, $"a derived value"),
            FieldReader.Template(value.AsScalar($"'{name.Value}'"))));
        var topology =
            findings.Try(() => root.Find("topology") is { } node ? TopologyReader.Read(node, parameters) : null, null);
        var constraints = Items("constraints", node => ConstraintReader.Read(node, parameters));
        var steps = Items("steps", node => StepReader.Read(node, folder));
        var modules = findings.Try(() => Modules(root, folder), ShellModules.None);
        if (findings.All.Count == 0 && steps.Count == 0) findings.Add(root.Wrong($"the runbook has no steps"));
        return new Runbook(id, (int)version, title, summary, interrupts, minHosts, parameters, derivations, topology,
            constraints, steps, modules, folder, root.At)
        {
            Order = findings.Try(() => FieldReader.FindInteger(root, "order"), null) ?? long.MaxValue,
            Background = findings.Try(() => FieldReader.FindText(root, "background", $"'background'"), null),
        };

        Text Text(string key) =>
            findings.Try(() => FieldReader.ReadText(root.Require(key, $"the runbook"), $"'{key}'"), default);

        List<T> Entries<T>(string key, Func<YamlScalar, YamlNode, T> read) where T : class =>
            Kept(findings.Try(() => root.Find(key)?.AsMapping($"'{key}'").Entries, null)
                ?.Select(e => findings.Try(() => read(e.Key, e.Value), null)));

        List<T> Items<T>(string key, Func<YamlNode, T> read) where T : class =>
            Kept(findings.Try(() => root.Find(key)?.AsSequence($"'{key}'").Items, null)
                ?.Select(i => findings.Try(() => read(i), null)));

        static List<T> Kept<T>(IEnumerable<T?>? all) where T : class => [.. (all ?? []).OfType<T>()];
    }

    /// <summary>The modules of shell functions that the file names, and what they require.</summary>
    internal static ShellModules Modules(YamlMapping root, string folder) => ShellModules.Load(
        (root.Find("functions")?.AsSequence($"'functions'").Items ?? [])
            .SelectMany(i => FormerSpelling.ModulesOf(i.AsScalar($"the name of a module of functions"), folder)),
        folder);

    private static string Id(YamlMapping root, string path)
    {
        var node = root.Require("runbook", $"the runbook");
        var id = FieldReader.Id(node, $"a runbook's id");
        var name = Path.GetFileNameWithoutExtension(path);
        return id == name ? id
            : throw node.Wrong($"the runbook is called '{id}' but its file '{name}'", now: $"give both the same name");
    }

    private static int MinHosts(YamlMapping root)
    {
        if (root.Find("hosts") is not { } node) return 1;
        var hosts = node.AsMapping($"'hosts'");
        hosts.AllowOnly($"'hosts'", RunbookKeys.Hosts);
        var min = FieldReader.FindInteger(hosts, "min") ?? 1;
        return min is >= 1 and <= 1000 ? (int)min : throw hosts.Wrong($"'min' must be from 1 to 1000, not {min}");
    }
}

/// <summary>A runbook that was checked.</summary>
/// <param name="Runbook">As far as it could be read.</param>
/// <param name="Findings">What is wrong with it; it cannot be used then.</param>
/// <param name="Warnings">What is still read, and written otherwise by now.</param>
public sealed record CheckedRunbook(Runbook? Runbook, IReadOnlyList<Failure> Findings, IReadOnlyList<Failure> Warnings);

using OvsWizard.Texts;
using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>Reads runbooks from YAML.</summary>
public static class RunbookReader
{
    /// <summary>The runbook in a file, free of every mistake that can be seen before it is rendered.</summary>
    /// <exception cref="Failure">Input: the first mistake (file:line:column).</exception>
    public static Runbook Load(string path)
    {
        var (runbook, findings) = Check(path);
        return findings is [var first, ..] ? throw first : runbook!;
    }

    /// <summary>Everything that is wrong with the runbook in a file, in its order; and the runbook as far as it could be read.</summary>
    public static (Runbook? Runbook, IReadOnlyList<Failure> Findings) Check(string path)
    {
        var findings = new Findings();
        var runbook = findings.Try(() => Read(YamlFile.Load(path).AsMapping($"a runbook"), path, findings), null);
        if (runbook is not null) findings.AddRange(RunbookLint.Check(runbook));
        return (runbook, findings.All);
    }

    private static Runbook? Read(YamlMapping root, string path, Findings findings)
    {
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, "..", "templates"));
        findings.Try(() => { root.AllowOnly($"a runbook", RunbookKeys.Runbook); return true; }, false);
        var id = findings.Try(() => Id(root, path), "");
        var version = findings.Try(() => root.Require("version", $"the runbook").AsScalar($"'version'").AsInteger($"'version'"), 1);
        var (title, summary, interrupts) = (Text("title"), Text("summary"), Text("interrupts"));
        var minHosts = findings.Try(() => MinHosts(root), 1);
        var parameters = Entries("parameters", ParameterReader.Read);
        var derivations = Entries("derive", (name, value) => new Derivation(FieldReader.Name(name, $"a derived value"), FieldReader.Template(value.AsScalar($"'{name.Value}'"))));
        var topology = findings.Try(() => root.Find("topology") is { } node ? TopologyReader.Read(node, parameters) : null, null);
        var constraints = Items("constraints", node => ConstraintReader.Read(node, parameters));
        var steps = Items("steps", node => StepReader.Read(node, folder));
        var functions = string.Concat(Items("functions", node => Functions(node, folder)));
        if (findings.All.Count == 0 && steps.Count == 0) findings.Add(root.Wrong($"the runbook has no steps"));
        return new Runbook(id, (int)version, title, summary, interrupts, minHosts, parameters, derivations, topology, constraints, steps, functions, folder, root.At)
        {
            Order = findings.Try(() => FieldReader.FindInteger(root, "order"), null) ?? long.MaxValue,
            Background = findings.Try(() => FieldReader.FindText(root, "background", $"'background'"), null),
        };

        Text Text(string key) => findings.Try(() => FieldReader.ReadText(root.Require(key, $"the runbook"), $"'{key}'"), default);

        List<T> Entries<T>(string key, Func<YamlScalar, YamlNode, T> read) where T : class =>
            Kept(findings.Try(() => root.Find(key)?.AsMapping($"'{key}'").Entries, null)?.Select(e => findings.Try(() => read(e.Key, e.Value), null)));

        List<T> Items<T>(string key, Func<YamlNode, T> read) where T : class =>
            Kept(findings.Try(() => root.Find(key)?.AsSequence($"'{key}'").Items, null)?.Select(i => findings.Try(() => read(i), null)));

        static List<T> Kept<T>(IEnumerable<T?>? all) where T : class => [.. (all ?? []).OfType<T>()];
    }

    /// <summary>The text of a file of shell functions in <c>templates/functions/</c>.</summary>
    internal static string Functions(YamlNode node, string folder)
    {
        var name = node.AsScalar($"the name of a file of functions");
        var path = TemplateFiles.Find(folder, Path.Combine("functions", name.Value));
        return name.Value == Path.GetFileName(name.Value) && File.Exists(path)
            ? TextFile.Read(path)
            : throw name.Wrong($"there are no functions '{name.Value}'", $"looked for {path}");
    }

    private static string Id(YamlMapping root, string path)
    {
        var node = root.Require("runbook", $"the runbook");
        var id = FieldReader.Id(node, $"a runbook's id");
        var name = Path.GetFileNameWithoutExtension(path);
        return id == name ? id : throw node.Wrong($"the runbook is called '{id}' but its file '{name}'", now: $"give both the same name");
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

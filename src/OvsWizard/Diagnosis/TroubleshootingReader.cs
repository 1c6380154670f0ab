using OvsWizard.Runbooks;
using OvsWizard.Templates;
using OvsWizard.Yaml;

namespace OvsWizard.Diagnosis;

/// <summary>Reads how faults are found from YAML.</summary>
internal sealed class TroubleshootingReader(Runbook runbook, Parts parts)
{
    private static readonly string[] Keys = ["troubleshooting", "parts", "functions", "probes", "repairs", "symptoms"];
    private static readonly string[] PartsKeys = ["probes", "repairs"];
    private static readonly string[] ProbeKeys = ["id", "step", "layer", "title", "why", "when", "probe", "after",
        "sees", "needs", "publishes", "timeout", "causes", "readings", "otherwise"];
    private static readonly string[] ReadingKeys = ["cause", "consequence", "now", "likelihood", "repair"];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly Reading Unforeseen = new(
        new Text("The probe itself did not complete.", "探测本身没有完成。"),
        new Text("The state of what it probes is unknown.", "所探测的对象可能正常，也可能不正常。"),
        new Text("Read what was printed; run it by hand on the host (-v shows the command).",
            "请阅读其输出，并在主机上手工执行（-v 显示命令）。"),
        Likelihood.Possible, null);

    private readonly List<Probe> probes = [];
    private readonly List<Step> repairs = [];

    /// <param name="runbooks">Where the runbook of the same name is found.</param>
    /// <exception cref="Failure">Input: the first mistake (file:line:column).</exception>
    public static Troubleshooting Load(string path, RunbookLibrary runbooks)
    {
        var root = YamlFile.Load(path).AsMapping($"a troubleshooting file");
        root.AllowOnly($"a troubleshooting file", Keys);
        var id = FieldReader.Id(root.Require("troubleshooting", $"the file"), $"a runbook's id");
        if (id != Path.GetFileNameWithoutExtension(path)) throw root.Wrong(
            $"it is for '{id}' but its file is called '{Path.GetFileName(path)}'", now: $"give both the same name");
        var findings = new Findings();
        YamlMapping Beside(YamlMapping content, string file) =>
            ReadingsBeside.Into(Translation.Into(content, file, findings), file, findings);
        var reader = new TroubleshootingReader(runbooks.Find(id), Parts.Of(root, path, PartsKeys, Beside));
        root = Beside(root, path);
        return findings.All is [var first, ..] ? throw first : reader.Read(root);
    }

    private Troubleshooting Read(YamlMapping root)
    {
        foreach (var node in Items(root, "repairs"))
            repairs.Add(StepReader.Read(parts.Whole(node, "repairs"), runbook.TemplateFolder));
        foreach (var node in Items(root, "probes")) probes.Add(ReadProbe(parts.Whole(node, "probes")));
        var symptoms = root.Require("symptoms", $"the file").AsMapping($"'symptoms'").Entries
            .Select(e => ReadSymptom(e.Key, e.Value.AsMapping($"a symptom"))).ToList();
        return new Troubleshooting(runbook, RunbookReader.Modules(root, runbook.TemplateFolder), probes,
            repairs, symptoms);
    }

    private static IReadOnlyList<YamlNode> Items(YamlMapping root, string key) =>
        root.Find(key)?.AsSequence($"'{key}'").Items ?? [];

    private Probe ReadProbe(YamlMapping node)
    {
        node.AllowOnly($"a probe", ProbeKeys);
        var step = node.Find("step") is { } named ? StepOf(named.AsScalar($"'step'")) : OwnStep(node);
        if (probes.Any(p => p.Step.Id == step.Id)) throw node.Wrong($"probe '{step.Id}' appears twice");
        FormattableString what = $"probe '{step.Id}'";
        var readings = new Dictionary<string, Reading>();
        foreach (var (failure, reading) in node.Find("readings")?.AsMapping($"'readings'").Entries ?? [])
            readings[failure.Value] = ReadReading(reading.AsMapping($"a reading"));
        return new Probe(
            step,
            Words.Read<Layer>(node.Require("layer", what), $"a layer"),
            [.. Items(node, "needs").Select(c => Known(c.AsScalar($"a probe")))],
            step.AfterPeers || SeesPeers(node),
            [.. Items(node, "causes").Select(c => Known(c.AsScalar($"a cause")))],
            readings,
            node.Find("otherwise") is { } otherwise ? ReadReading(otherwise.AsMapping($"'otherwise'")) : Unforeseen);
    }

    private static bool SeesPeers(YamlMapping node)
    {
        if (node.Find("sees")?.AsScalar($"'sees'") is not { } sees) return false;
        return sees.Value is "peers" ? true : throw sees.Wrong($"a probe can use 'peers', not '{sees.Value}'");
    }

    /// <summary>A step of the runbook, of which only the check is run.</summary>
    private Step StepOf(YamlScalar named) => runbook.Steps.FirstOrDefault(s => s.Id == named.Value && !s.OnlyAsserts)
        ?? throw named.Wrong($"{runbook.Id} has no step '{named.Value}' with a check");

    private static Step OwnStep(YamlMapping node)
    {
        var id = FieldReader.Id(node.Require("id", $"the probe"), $"a probe's id");
        FormattableString what = $"probe '{id}'";
        return new Step(
            id, StepKind.Command,
            FieldReader.ReadText(node.Require("title", what), $"'title'"),
            FieldReader.ReadText(node.Require("why", what), $"'why'"),
            StepPlace.EveryHost, null,
            StepReader.AfterPeers(node), false, false,
            FieldReader.FindTemplate(node, "when"),
            null, null, null,
            FieldReader.Template(node.Require("probe", what).AsScalar($"'probe'")),
            null, null, null,
            new Risk(RiskLevel.None, default),
            node.Find("timeout") is { } timeout ? StepReader.Duration(timeout.AsScalar($"'timeout'")) : Timeout,
            null, null, null,
            StepReader.Publishes(node),
            new Dictionary<string, Explanation>(),
            node.At);
    }

    private Reading ReadReading(YamlMapping node)
    {
        node.AllowOnly($"a reading", ReadingKeys);
        return new Reading(
            Told(node, "cause"),
            Told(node, "consequence"),
            Told(node, "now"),
            node.Find("likelihood") is { } likelihood ? Words.Read<Likelihood>(likelihood, $"a likelihood")
                : Likelihood.Certain,
            node.Find("repair")?.AsScalar($"'repair'") is { } repair ? Repair(repair) : null);
    }

    /// <summary>Readings are told after the plan was made: they see what it keeps of a host, its parameters.</summary>
    private Text Told(YamlMapping node, string key)
    {
        var text = FieldReader.ReadText(node.Require(key, $"the reading"), $"'{key}'");
        var templates = FieldReader.FindBilingual(node, key, $"'{key}'")!;
        foreach (var template in (TemplateText[])[templates.En, templates.Zh])
            if (TemplateEngine.Check(template, Escape.None, runbook.Parameters.Select(p => p.Name)) is [var wrong, ..])
                throw wrong;
        return text;
    }

    private string Repair(YamlScalar node) =>
        repairs.Concat(runbook.Steps.Where(s => !s.OnlyAsserts)).Any(s => s.Id == node.Value)
            ? node.Value : throw node.Wrong($"repair step '{node.Value}' not found",
                now: $"name a step of {runbook.Id} or one of 'repairs'");

    private string Known(YamlScalar node) => probes.Any(p => p.Step.Id == node.Value)
        ? node.Value : throw node.Wrong($"probe '{node.Value}' not found before this one");

    /// <summary>The symptom's own probes, what these read, and what could be the cause of their findings.</summary>
    private Symptom ReadSymptom(YamlScalar id, YamlMapping node)
    {
        node.AllowOnly($"a symptom", ["title", "probes"]);
        var wanted = new HashSet<string>();
        foreach (var probe in Items(node, "probes")) Want(Known(probe.AsScalar($"a probe")));
        if (wanted.Count == 0) throw node.Wrong($"the symptom '{id.Value}' has no probes");
        return new Symptom(FieldReader.Id(id, $"a symptom's id"),
            FieldReader.ReadText(node.Require("title", $"the symptom"), $"'title'"),
            [.. probes.Select(p => p.Step.Id).Where(wanted.Contains)]);

        void Want(string id)
        {
            if (!wanted.Add(id)) return;
            var probe = probes.First(p => p.Step.Id == id);
            foreach (var other in probe.Needs.Concat(probe.Causes)) Want(other);
        }
    }
}

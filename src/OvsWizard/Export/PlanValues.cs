using System.Globalization;
using System.Text.Encodings.Web;
using OvsWizard.Engine;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Templates;
using OvsWizard.Texts;

namespace OvsWizard.Export;

/// <summary>A plan as the templates of exports see it. Pure.</summary>
/// <param name="state">What a run made of it; null before one.</param>
internal sealed class PlanValues(Plan plan, Language language, RunState? state = null)
{
    private const int DrawingWidth = 96;

    /// <summary>Of more hosts nobody can read a drawing with a line for each tunnel.</summary>
    private const int DrawnHosts = 50;

    private readonly IReadOnlyDictionary<int, int> numbers = Stage.NumbersOf(plan);

    public TemplateValues All() => new TemplateValues()
        .Set("zh", language is Language.Chinese)
        .Set("title", plan.Title.In(language))
        .Set("runbook", plan.Runbook)
        .Set("version", plan.Version)
        .Set("made_by", $"ovswizard {Product.Version}")
        .Set("name", StandaloneScript.NameOf(plan))
        .Set("interrupts", plan.Interrupts.In(language))
        .Set("advice", (plan.Advice ?? []).Select(a => a.In(language)))
        .Set("step_count", numbers.Count)
        .Set("hosts", plan.Hosts.Select(Host))
        .Set("differing", Differing)
        .Set("shared",
            plan.Hosts[0].Values.Where(v => !Differing.Contains(v.Key)).OrderBy(v => v.Key, StringComparer.Ordinal)
                .Select(v => new TemplateValues().Set("name", v.Key).Set("value", Cell(v.Value))))
        .Set("secrets", plan.Hosts.SelectMany(h => h.Secrets).Select(s => $"{s.Key} ({s.Value})").Distinct())
        .Set("guarded", Stage.Of(plan).Any(s => s.Kind is StageKind.Turn))
        .Set("stages", Stage.Of(plan).Select(StageOf))
        .Set("network", plan.Topology is { } topology ? Network(topology) : null)
        .Set("nodes", (plan.Topology?.Nodes ?? []).Select((n, i) => new TemplateValues()
            .Set("id", $"h{i}").Set("host", n.Host).Set("bridge", n.Bridge)
            .Set("attached", $"{n.Attached} {n.Subnet}".Trim()).Set("endpoint", n.Endpoint)))
        .Set("is_drawn", plan.Topology is { Nodes.Count: <= DrawnHosts })
        .Set("tunnels", (plan.Topology?.Tunnels ?? []).Select(t => new TemplateValues()
            .Set("a", NodeOf(t.A)).Set("b", NodeOf(t.B)).Set("label", plan.Topology!.Label)))
        .Set("steps", PlanRow.Of(plan).Select(Step))
        .Set("run", RunValues.Of(state, plan, language));

    /// <summary>
    /// The topology in characters, in sentences, as a table and as a picture: a template takes what its format can
    /// show.
    /// </summary>
    private TemplateValues Network(Topology topology) => new TemplateValues()
        .Set("drawing", Lines(TopologyDrawing.Draw(topology, DrawingWidth, language)))
        .Set("caption", TopologyDrawing.Caption(topology, language))
        .Set("table", Lines(TopologyTable.Lines(topology, DrawingWidth, language)))
        .Set("picture", TopologyPicture.Of(topology) is { } picture ? Picture(picture) : null);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(l => l.TrimEnd()));

    private static TemplateValues Picture(TopologyPicture picture) => new TemplateValues()
        .Set("width", Pixels(picture.Width)).Set("height", Pixels(picture.Height))
        .Set("box_width", Pixels(picture.BoxWidth)).Set("box_height", Pixels(picture.BoxHeight))
        .Set("is_brief", picture.IsBrief)
        .Set("lines", picture.Tunnels.Select(t => new TemplateValues()
            .Set("x1", Pixels(t.X1)).Set("y1", Pixels(t.Y1)).Set("x2", Pixels(t.X2)).Set("y2", Pixels(t.Y2))))
        .Set("boxes", picture.Nodes.Select(n => new TemplateValues()
            .Set("hub", n.IsHub).Set("x", Pixels(n.X)).Set("y", Pixels(n.Y))
            .Set("texts", n.Lines.Select((line, row) => new TemplateValues()
                .Set("x", Pixels(n.X + TopologyPicture.LineHeight))
                .Set("y", Pixels(n.Y + ((row + 1.2) * TopologyPicture.LineHeight))).Set("text", line)))));

    private static string Pixels(double length) => length.ToString("0.#", CultureInfo.InvariantCulture);

    private string NodeOf(string host) => NodeIds[host];

    private Dictionary<string, string> NodeIds =>
        field ??= plan.Topology!.Nodes.Select((n, i) => (n.Host, Id: $"h{i}")).ToDictionary(n => n.Host, n => n.Id);

    private TemplateValues Host(HostPlan host) => new TemplateValues()
        .Set("name", host.Host)
        .Set("address", host.Address)
        .Set("values", Differing.Select(name => Cell(host.Values.GetValueOrDefault(name) ?? "")));

    /// <summary>Parameters that are not the same on all hosts.</summary>
    private IReadOnlyList<string> Differing => field ??= [.. plan.Hosts.SelectMany(h => h.Values).GroupBy(v => v.Key)
        .Where(g => g.Select(v => v.Value).Distinct().Skip(1).Any() || g.Count() < plan.Hosts.Count).Select(g => g.Key)
        .Order(StringComparer.Ordinal)];

    private TemplateValues StageOf(Stage stage) => new TemplateValues()
        .Set("first", stage.First).Set("last", stage.Last).Set("kind", stage.Kind.ToString().ToLowerInvariant())
        .Set("hosts", stage.Hosts).Set("folder", stage.Folder)
        .Set("folder_text", stage.Folder is { } folder ? YamlText(folder) : null)
        .Set("steps", PlanRow.Of(plan)
            .Where(r => numbers[r.Places[0].Step.Order] >= stage.First && numbers[r.Places[0].Step.Order] <= stage.Last)
            .Select(Task));

    /// <summary>A step as a task of a playbook.</summary>
    private TemplateValues Task(PlanRow row)
    {
        var (_, step) = row.Places[0];
        var number = numbers[step.Order];
        return new TemplateValues()
            .Set("number", number)
            .Set("label", YamlText(
                $"[{number:00}/{numbers.Count}] {step.Id}{(HasOneTitle(row) ? $": {step.Title.In(language)}" : "")}"))
            .Set("waits", step.AfterPeers)
            .Set("timeout", step.TimeoutSeconds)
            .Set("hosts", row.Places.Select(p => p.Host).Distinct());
    }

    private TemplateValues Step(PlanRow row)
    {
        var (_, step) = row.Places[0];
        var hasOneTitle = HasOneTitle(row);
        var versions = row.Places.GroupBy(p => TextOf(p.Step)).ToList();
        var (whole, alike) = WordDifference.Part(versions, v => v.Key, plan.Hosts.Count);
        return new TemplateValues()
            .Set("number", $"{numbers[step.Order]:00}")
            .Set("id", step.Id)
            .Set("title", hasOneTitle ? step.Title.In(language) : step.Id)
            .Set("why", step.Why.In(language))
            .Set("risk", step.Risk.Level.ToString().ToLowerInvariant())
            .Set("stakes", step.Risk.Level >= RiskLevel.Interrupts ? step.Risk.Interrupts.In(language) : "")
            .Set("preflight", step.IsPreflight)
            .Set("asserts", step.OnlyAsserts)
            .Set("confirms", step.Kind is StepKind.Confirm)
            .Set("reboots", step.Kind is StepKind.Reboot)
            .Set("waits", step.AfterPeers)
            .Set("guarded", Stage.MayCutOff(step))
            .Set("prompt", step.Prompt?.In(language))
            .Set("irreversible", step.Irreversible?.In(language))
            .Set("timeout", step.TimeoutSeconds)
            .Set("hosts", row.Places.Select(p => p.Host).Distinct())
            .Set("versions", versions.Count)
            .Set("places", whole.Select(g => Place(g.First().Step, g.Select(p => p.Host).Distinct(), hasOneTitle)))
            .Set("alike", alike.Select(a => new TemplateValues()
                .Set("hosts", string.Join(", ", a.Version.Select(p => p.Host).Distinct()))
                .Set("like", a.Like.First().Host)
                .Set("without", Cell(string.Join(' ', a.Difference.Without)))
                .Set("with", Cell(string.Join(' ', a.Difference.With)))));
    }

    /// <summary>All that a document shows of a step on a host.</summary>
    private static string TextOf(PlannedStep step) => Shown(string.Join('\n', step.Check, step.Do, step.Verify,
        step.Keep, step.Undo, step.File?.Path, step.File?.Mode, step.File?.Content, step.File?.Apply,
        step.Transfer?.List, string.Join('\n', step.Transfer?.Files ?? [])));

    /// <summary>In double quotes, as YAML has it.</summary>
    private static string YamlText(string text) =>
        $"\"{Printable.Of(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text))}\"";

    /// <summary>Its title names nothing that is another on each host.</summary>
    private bool HasOneTitle(PlanRow row) => row.Places.All(p => p.Step.Title.In(language) == row.Title.In(language));

    private TemplateValues Place(PlannedStep step, IEnumerable<string> hosts, bool isTitled) => new TemplateValues()
        .Set("hosts", $"{string.Join(", ", hosts)}{(isTitled ? "" : $": {step.Title.In(language)}")}")
        .Set("check", Block(step.Check))
        .Set("change", Block(step.Do ?? step.File?.Apply))
        .Set("verify", Block(step.Verify))
        .Set("keep", Block(step.Keep))
        .Set("undo", Block(step.Undo))
        .Set("files", step.Transfer is { } transfer ? transfer.List ?? string.Join('\n', transfer.Files) : null)
        .Set("to", step.Transfer?.To)
        .Set("fetches", step.Transfer?.List is not null)
        .Set("path", step.File?.Path)
        .Set("mode", step.File?.Mode)
        .Set("merges", step.File?.Merge is FileMerge.Json)
        .Set("added", step.File is { } file
            ? string.Join('\n', Shown(file.Content).TrimEnd('\n').Split('\n').Select(l => $"+{l}")) : "");

    private static string? Block(string? script) => script is null ? null : Shown(script);

    /// <summary>A secret's token as its name.</summary>
    private static string Shown(string text) => text.Contains('\u0001', StringComparison.Ordinal)
        ? string.Concat(text.Split('\u0001').Select((part, i) => i % 2 == 1 ? $"<{part.Replace(':', ' ')}>" : part))
        : text;

    /// <summary>A value in a cell of a Markdown table.</summary>
    private static string Cell(string value) => value.Replace("|", "\\|", StringComparison.Ordinal);
}

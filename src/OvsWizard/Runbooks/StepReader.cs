using System.Globalization;
using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>Reads a step as it is written; whether its parts belong together is for <see cref="StepRules"/>.</summary>
internal static class StepReader
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    public static Step Read(YamlNode node, string templateFolder)
    {
        var mapping = node.AsMapping($"a step");
        mapping.AllowOnly($"a step", RunbookKeys.Step);
        var id = FieldReader.Id(mapping.Require("id", $"the step"), $"a step's id");
        FormattableString what = $"step '{id}'";
        var kind = mapping.Find("kind") is { } named ? Words.Read<StepKind>(named, $"a step's kind") : KindOf(mapping);
        var changes = kind is StepKind.Reboot or StepKind.Send
            || (mapping.Find("do") ?? mapping.Find("file")) is not null;
        var step = new Step(
            id,
            kind,
            FieldReader.ReadText(mapping.Require("title", what), $"'title'"),
            FieldReader.ReadText(mapping.Require("why", what), $"'why'"),
            mapping.Find("where") is { } where ? Words.Read<StepPlace>(where, $"'where'") : StepPlace.EveryHost,
            FieldReader.FindTemplate(mapping, "on"),
            AfterPeers(mapping),
            FieldReader.FindBoolean(mapping, "preflight"),
            FieldReader.FindBoolean(mapping, "independent"),
            FieldReader.FindTemplate(mapping, "when"),
            FieldReader.FindTemplate(mapping, "check"),
            FieldReader.FindTemplate(mapping, "keep"),
            FieldReader.FindTemplate(mapping, "do"),
            FieldReader.FindTemplate(mapping, "verify"),
            FieldReader.FindTemplate(mapping, "undo"),
            FieldReader.FindText(mapping, "irreversible", $"'irreversible'"),
            FieldReader.FindTemplate(mapping, "touches"),
            ReadRisk(mapping.Find("risk"), changes),
            mapping.Find("timeout") is { } timeout ? Duration(timeout.AsScalar($"'timeout'")) : DefaultTimeout,
            mapping.Find("file") is { } file ? FileTemplateReader.Read(file, templateFolder) : null,
            FieldReader.FindBilingual(mapping, "prompt", $"'prompt'"),
            (mapping.Find("send") ?? mapping.Find("fetch")) is { } transfer ? Transfer(transfer) : null,
            Publishes(mapping),
            Explain(mapping),
            mapping.At);
        StepRules.Check(step, mapping);
        return step;
    }

    /// <summary>A step that does not say its kind is what it has.</summary>
    private static StepKind KindOf(YamlMapping mapping) => mapping switch
    {
        _ when mapping.Find("file") is not null => StepKind.File,
        _ when mapping.Find("prompt") is not null => StepKind.Confirm,
        _ when mapping.Find("send") is not null => StepKind.Send,
        _ when mapping.Find("fetch") is not null => StepKind.Fetch,
        _ => StepKind.Command,
    };

    internal static bool AfterPeers(YamlMapping mapping) =>
        mapping.Find("after")?.AsScalar($"'after'") is { } after
        && (after.Value == "peers" ? true : throw after.Wrong($"'after' can only be 'peers', not '{after.Value}'"));

    private static Risk ReadRisk(YamlNode? node, bool changes)
    {
        if (node is null) return new Risk(changes ? RiskLevel.Low : RiskLevel.None, default);
        var mapping = node as YamlMapping;
        mapping?.AllowOnly($"a risk", RunbookKeys.Risk);
        var level = Words.Read<RiskLevel>(mapping?.Require("level", $"the risk") ?? node, $"a risk");
        var what = mapping is null ? null : FieldReader.FindText(mapping, "what", $"'what'");
        return level > RiskLevel.Low && what is null
            ? throw node.Wrong($"the risk '{Words.Of(level)}' does not say what it affects",
                now: $"write {{ level: {Words.Of(level)}, what: {{ en: …, zh: … }} }}")
            : new Risk(level, what ?? default);
    }

    internal static TimeSpan Duration(YamlScalar node)
    {
        var text = node.Value;
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None,
            CultureInfo.InvariantCulture, out var number) && number > 0)
            switch (text[^1])
            {
                case 's': return TimeSpan.FromSeconds(number);
                case 'm': return TimeSpan.FromMinutes(number);
                case 'h': return TimeSpan.FromHours(number);
            }
        throw node.Wrong($"a duration must be a number with s, m or h such as 30s, not '{text}'");
    }

    private static TransferTemplate Transfer(YamlNode node)
    {
        var mapping = node.AsMapping($"a transfer");
        mapping.AllowOnly($"a transfer", RunbookKeys.Transfer);
        return new TransferTemplate(
            FieldReader.Template(mapping.Require("files", $"the transfer").AsScalar($"'files'")),
            FieldReader.Template(mapping.Require("to", $"the transfer").AsScalar($"'to'")));
    }

    internal static List<string> Publishes(YamlMapping mapping) =>
        mapping.Find("publishes") is { } node
            ? [.. node.AsSequence($"'publishes'").Items
                .Select(i => FieldReader.Name(i.AsScalar($"a published value"), $"a published value"))]
            : [];

    private static Dictionary<string, Explanation> Explain(YamlMapping mapping) =>
        mapping.Find("explain") is { } node ? ExplanationReader.Read(node, statuses: true) : [];
}

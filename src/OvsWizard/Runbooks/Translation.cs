using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>
/// The Chinese of a file's texts, where it stands beside it: <c>zh/NAME.yml</c> holds the same keys, and items of lists
/// by their ids. A text of the file that has its Chinese there becomes <c>{ en: …, zh: … }</c>, which it may also be
/// written as in the first place.
/// </summary>
internal static class Translation
{
    /// <summary>Keys whose values are texts for people.</summary>
    private static readonly string[] Texts =
        ["title", "summary", "background", "interrupts", "help", "message", "why", "now", "what", "irreversible",
            "prompt", "cause", "consequence"];

    /// <summary>
    /// What an item of a list is known by: its own id, that of the part it is, that of the step it probes, or the
    /// expression of a constraint.
    /// </summary>
    private static readonly string[] Ids = ["id", "part", "step", "assert", "advise"];

    /// <param name="root">The content of the file <paramref name="path"/>.</param>
    /// <param name="findings">Takes what is wrong in the translation.</param>
    /// <exception cref="Failure">Input: the translation is no YAML at all; without it every text would be found
    /// wrong.</exception>
    public static YamlMapping Into(YamlMapping root, string path, Findings findings)
    {
        if (BesideFiles.Find(path, "zh", Path.GetFileName(path)) is not var (beside, isShipped)) return root;
        // The shipped translation of a file that was changed holds what is no more in it.
        return Mapping(root, YamlFile.Load(beside).AsMapping($"a translation"), null,
            isShipped ? new Findings() : findings);
    }

    private static YamlNode Merge(YamlNode node, YamlNode zh, YamlScalar? key, Findings findings)
    {
        switch (node, zh)
        {
            case (YamlMapping mapping, YamlMapping words): return Mapping(mapping, words, key, findings);
            case (YamlSequence list, YamlMapping words): return List(list, words, findings);
            case (YamlScalar en, YamlScalar words):
                return new YamlMapping([new(Word("en", en.At), en), new(Word("zh", words.At), words)], en.At);
            case (YamlMapping, _) when ((YamlMapping)node).Find("zh") is not null:
                throw zh.Wrong($"'{key?.Value}' has its Chinese in the file itself as well", $"{node.At}",
                    $"keep one of them");
            default:
                throw zh.Wrong($"'{key?.Value}' must be translated as it is written: {node.Noun} in {node.At}");
        }
    }

    private static YamlMapping Mapping(YamlMapping mapping, YamlMapping words, YamlScalar? key, Findings findings)
    {
        foreach (var (name, _) in words.Entries)
            if (mapping.Find(name.Value) is null)
                findings.Add(Unknown(name, mapping.Entries.Select(e => e.Key.Value), mapping));
        return new YamlMapping(
            [.. mapping.Entries.Select(e => words.Find(e.Key.Value) is { } word ? new(e.Key, Entry(e, word)) : e)],
            mapping.At);

        YamlNode Entry(KeyValuePair<YamlScalar, YamlNode> entry, YamlNode word) => findings.Try(() =>
            word is YamlScalar && key?.Value is not "choices" && !Texts.Contains(entry.Key.Value)
                ? throw word.Wrong($"'{entry.Key.Value}' is not a translatable text", now: $"remove it")
                : Merge(entry.Value, word, entry.Key, findings), entry.Value);
    }

    private static YamlSequence List(YamlSequence list, YamlMapping words, Findings findings)
    {
        static string? IdOf(YamlNode item) =>
            item is YamlMapping m ? Ids.Select(m.Find).OfType<YamlScalar>().FirstOrDefault()?.Value : null;

        foreach (var (name, _) in words.Entries)
            if (!list.Items.Any(i => IdOf(i) == name.Value))
                findings.Add(Unknown(name, list.Items.Select(IdOf).OfType<string>(), list));
        return new YamlSequence([.. list.Items.Select(i => IdOf(i) is { } id && words.Find(id) is { } word
            ? findings.Try(() => Merge(i, word, null, findings), i) : i)], list.At);
    }

    private static Failure Unknown(YamlScalar name, IEnumerable<string> known, YamlNode at) =>
        name.Wrong($"text '{name.Value}' to translate not found", $"searched in {at.At}",
            Nearest.Of(name.Value, [.. known]) is { } near ? (FormattableString)$"did you mean '{near}'?"
                : $"remove it");

    private static YamlScalar Word(string word, SourceLocation at) => new(word, true, at, at);
}

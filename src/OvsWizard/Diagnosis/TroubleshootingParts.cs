using OvsWizard.Yaml;

namespace OvsWizard.Diagnosis;

/// <summary>
/// Probes and repairs that several kinds of networks share: the files of the folder <c>parts</c> that a troubleshooting file names. An
/// item <c>part: ID</c> is the one of that id; what else it says wins over what the part says.
/// </summary>
internal sealed class TroubleshootingParts
{
    private const string Key = "part";

    private readonly List<YamlMapping> files = [];

    /// <param name="path">Of the file that names them.</param>
    /// <exception cref="Failure">Input: a file is not there, or has a mistake (file:line:column).</exception>
    public static TroubleshootingParts Of(YamlMapping root, string path)
    {
        var parts = new TroubleshootingParts();
        foreach (var name in root.Find("parts")?.AsSequence($"'parts'").Items ?? [])
        {
            var file = YamlFile.Load(Path.Combine(Path.GetDirectoryName(path)!, "parts", name.AsScalar($"the name of a file of parts").Value)).AsMapping($"a file of parts");
            file.AllowOnly($"a file of parts", "probes", "repairs");
            parts.files.Add(file);
        }
        return parts;
    }

    /// <param name="list">probes or repairs.</param>
    public YamlMapping Whole(YamlNode node, string list)
    {
        var own = node.AsMapping($"an item");
        if (own.Find(Key) is not { } named) return own;
        var id = named.AsScalar($"a part's id").Value;
        var part = files.SelectMany(f => f.Find(list)?.AsSequence($"'{list}'").Items ?? []).Select(n => n.AsMapping($"a part")).FirstOrDefault(p => p.FindText("id") == id)
            ?? throw named.Wrong($"there is no part '{id}' among the {list}", now: $"name the file that has it under 'parts'");
        return new YamlMapping([.. part.Entries.Where(e => own.Find(e.Key.Value) is null), .. own.Entries.Where(e => e.Key.Value != Key)], own.At);
    }
}

using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>
/// What several files have in common: the files of the folder <c>parts</c> beside them that they name. An item <c>part:
/// ID</c> of a list is the part of that id, and an entry <c>NAME: { part: ID }</c> of a mapping likewise; what else it
/// says wins over what the part says.
/// </summary>
internal sealed class Parts
{
    private const string Key = "part";

    private readonly List<YamlMapping> files = [];

    /// <param name="root">The content of the file <paramref name="path"/>, which names them under <c>parts</c>.</param>
    /// <param name="lists">Keys that a file of parts may have.</param>
    /// <param name="beside">Adds to a file's content what stands beside it.</param>
    /// <exception cref="Failure">Input: a file is not there, or has a mistake (file:line:column).</exception>
    public static Parts Of(YamlMapping root, string path, string[] lists, Func<YamlMapping, string, YamlMapping> beside)
    {
        var parts = new Parts();
        foreach (var name in root.Find("parts")?.AsSequence($"'parts'").Items ?? [])
        {
            var named = name.AsScalar($"the name of a file of parts").Value;
            var file = BesideFiles.Find(path, "parts", named)?.Path
                ?? Path.Combine(Path.GetDirectoryName(path)!, "parts", named);
            var content = YamlFile.Load(file).AsMapping($"a file of parts");
            content.AllowOnly($"a file of parts", lists);
            parts.files.Add(beside(content, file));
        }
        return parts;
    }

    /// <param name="list">The key of the list or mapping that the node is in.</param>
    public YamlMapping Whole(YamlNode node, string list)
    {
        var own = node.AsMapping($"an item");
        if (own.Find(Key) is not { } named) return own;
        var id = named.AsScalar($"a part's id").Value;
        var part = files.Select(f => f.Find(list)).Select(l => Find(l, id)).FirstOrDefault(p => p is not null)
            ?? throw named.Wrong($"part '{id}' not found among the {list}",
                now: $"name the file that has it under 'parts'");
        return new YamlMapping([.. part.Entries.Where(e => own.Find(e.Key.Value) is null),
            .. own.Entries.Where(e => e.Key.Value != Key)], own.At);
    }

    private static YamlMapping? Find(YamlNode? list, string id) => list switch
    {
        YamlSequence items =>
            items.Items.Select(n => n.AsMapping($"a part")).FirstOrDefault(p => p.FindText("id") == id),
        YamlMapping entries => entries.Find(id)?.AsMapping($"a part"),
        _ => null,
    };
}

using OvsWizard.Yaml;

namespace OvsWizard.Inventories;

/// <summary>
/// The variables that stand beside an Ansible inventory: <c>group_vars/GROUP</c> and <c>host_vars/HOST</c>, files or
/// folders of files.
/// </summary>
/// <param name="read">The files, with their texts, of a name in one of these two folders, in their order.</param>
internal sealed class AnsibleFiles(Func<string, string, IEnumerable<(string File, string Text)>> read)
{
    private static readonly string[] Endings = ["", ".yml", ".yaml", ".json"];

    private readonly List<FormattableString> warnings = [];
    private readonly Dictionary<(string, string), Dictionary<string, ParameterValue>> known = [];

    public static AnsibleFiles None { get; } = new((_, _) => []);

    /// <summary>Files that were passed over; each a sentence.</summary>
    public IReadOnlyList<FormattableString> Warnings => warnings;

    /// <summary>Those beside the inventory on this machine's disk.</summary>
    public static AnsibleFiles Beside(params IReadOnlyList<string> inventories)
    {
        var folders = inventories.Select(i => Directory.Exists(i) ? Path.GetFullPath(i)
            : Path.GetDirectoryName(Path.GetFullPath(i)) ?? "/").Distinct().ToList();
        return new AnsibleFiles((kind, name) =>
            folders.SelectMany(folder => Endings.Select(e => Path.Combine(folder, kind, name + e)))
            .SelectMany(Files).Select(f => (f, TextFile.Read(f))));
    }

    public IReadOnlyDictionary<string, ParameterValue> OfGroup(string name) => Of("group_vars", name);

    public IReadOnlyDictionary<string, ParameterValue> OfHost(string name) => Of("host_vars", name);

    private Dictionary<string, ParameterValue> Of(string kind, string name)
    {
        if (known.TryGetValue((kind, name), out var already)) return already;
        var vars = known[(kind, name)] = [];
        foreach (var (file, text) in read(kind, name))
        {
            if (text.StartsWith("$ANSIBLE_VAULT", StringComparison.Ordinal))
            {
                warnings.Add((FormattableString)$"{file}: encrypted with ansible-vault; ignored");
                continue;
            }
            if (text.Split('\n').All(l => l.Trim() is "" or "---" or ['#', ..])) continue;
            try
            {
                AnsibleValue.Add(YamlFile.Parse(text, file).AsMapping($"variables"), vars);
            }
            catch (Failure failure)
            {
                // Most of what stands there is for other tools, and so may be its mistakes.
                warnings.Add(
                    (FormattableString)$"{failure.At}: {new Text(failure.What, failure.In(Language.Chinese).What)}; the file is ignored");
            }
        }
        return vars;
    }

    private static IEnumerable<string> Files(string path)
    {
        if (File.Exists(path)) return [path];
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(f => Path.GetExtension(f) is "" or ".yml" or ".yaml" or ".json").Order(StringComparer.Ordinal)
            : [];
    }
}

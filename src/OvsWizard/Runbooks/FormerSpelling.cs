using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>
/// How runbooks were written before shell functions were modules and failures had names: <c>functions: [keep.sh]</c>,
/// <c>explain: { 30: … }</c>. Both are still read, for the sake of operators' own runbooks; lint says how they are
/// written now.
/// </summary>
internal static class FormerSpelling
{
    private const string Ending = ".sh";

    /// <summary>
    /// The modules that an item of <c>functions:</c> stands for: a file named as before brings its functions' former
    /// names along.
    /// </summary>
    public static IEnumerable<(string Name, SourceLocation At)> ModulesOf(YamlScalar item, string folder)
    {
        if (!item.Value.EndsWith(Ending, StringComparison.Ordinal)) return [(item.Value, item.At)];
        var name = item.Value[..^Ending.Length];
        var former = $"former/{name}";
        return File.Exists(TemplateFiles.Find(folder, $"functions/{former}{Ending}"))
            ? [(name, item.At), (former, item.At)] : [(name, item.At)];
    }

    /// <summary>Each place where the runbook is written so.</summary>
    public static IEnumerable<Failure> In(YamlMapping root)
    {
        foreach (var item in Items(root, "functions").OfType<YamlScalar>()
            .Where(i => i.Value.EndsWith(Ending, StringComparison.Ordinal)))
            yield return item.Wrong($"'{item.Value}' is the former spelling of a module",
                $"the functions were renamed; the former names of keep*.sh still work",
                $"write '{item.Value[..^Ending.Length]}', and the functions' names as they are in templates/functions/");
        foreach (var step in Items(root, "steps").OfType<YamlMapping>())
            foreach (var (key, _) in (step.Find("explain") as YamlMapping)?.Entries ?? [])
                if (key.Value.All(char.IsAsciiDigit))
                    yield return key.Wrong($"an exit status is explained: {key.Value}",
                        $"a program may exit with the same status, and would be explained wrongly",
                        $"give the failure a name: 'fail NAME' in place of 'exit {key.Value}', and NAME here");
    }

    private static IReadOnlyList<YamlNode> Items(YamlMapping root, string key) =>
        (root.Find(key) as YamlSequence)?.Items ?? [];
}

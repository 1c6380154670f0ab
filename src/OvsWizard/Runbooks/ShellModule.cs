using System.Text.RegularExpressions;
using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>
/// A file of shell functions in <c>templates/functions/</c>. Its head says which other modules it calls (<c># requires:
/// keep link</c>), its functions carry its name, and the failures that they raise by name are explained in
/// NAME.explain.yml beside it.
/// </summary>
/// <param name="Name">The file's, without its ending; of one in a folder FOLDER/NAME.</param>
/// <param name="Requires">Names of modules, each with its place.</param>
public sealed partial record ShellModule(
    string Name, string Text, IReadOnlyList<(string Name, SourceLocation At)> Requires,
    IReadOnlyDictionary<string, Explanation> Failures)
{
    private const string Required = "# requires:";

    [GeneratedRegex(@"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*\z")]
    private static partial Regex NamePattern();

    /// <summary>What is explained where nothing is.</summary>
    public static IReadOnlyDictionary<string, Explanation> NoFailures { get; } = new Dictionary<string, Explanation>();

    /// <param name="folder">The runbook's templates; the shipped ones are looked in after them.</param>
    /// <exception cref="Failure">Input: there is no such module, or what explains its failures has a
    /// mistake.</exception>
    internal static ShellModule Load(string name, string folder, SourceLocation namedAt)
    {
        var path = TemplateFiles.Find(folder, $"functions/{name}.sh");
        if (!NamePattern().IsMatch(name) || !File.Exists(path))
            throw new Failure(FailureKind.Input, $"module '{name}' not found", $"searched for {path}", at: namedAt);
        var text = TextFile.Read(path);
        var explained = Path.ChangeExtension(path, ".explain.yml");
        return new(name, text, [.. RequiresOf(text, path)],
            File.Exists(explained) ? ExplanationReader.Read(YamlFile.Load(explained), statuses: false) : NoFailures);
    }

    /// <summary>The names in the comment at the file's head.</summary>
    private static IEnumerable<(string, SourceLocation)> RequiresOf(string text, string path)
    {
        var number = 0;
        foreach (var line in text.Split('\n').TakeWhile(l => l.StartsWith('#')))
        {
            number++;
            if (!line.StartsWith(Required, StringComparison.Ordinal)) continue;
            foreach (var name in line[Required.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
                yield return (name,
                    new SourceLocation(path, number, line.IndexOf($" {name}", StringComparison.Ordinal) + 2));
        }
    }
}

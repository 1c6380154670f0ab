using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Runbooks;

/// <summary>A folder of runbooks and one of templates beside it, made of texts.</summary>
internal sealed class RunbookFolder : IDisposable
{
    /// <summary>A runbook of one step whose texts have no Chinese.</summary>
    public const string English = """
        runbook: small
        version: 1
        title: Small
        summary: It shows something.
        interrupts: Nothing.
        parameters:
          mode: { type: choice, default: fast, choices: { fast: Quick., slow: Careful. }, help: How. }
        constraints:
          - { assert: "{{ mode != 'slow' }}", message: not slow }
        steps:
          - id: look
            title: Look
            why: To see.
            verify: "true"
            explain:
              too-dark: { why: It is dark., now: Switch the light on. }

        """;

    public const string Chinese = """
        title: 小
        summary: 展示。
        interrupts: 无。
        parameters:
          mode: { help: 方式。, choices: { fast: 快。, slow: 慢。 } }
        constraints:
          "{{ mode != 'slow' }}": { message: 不要慢 }
        steps:
          look:
            title: 看
            why: 为了看。
            explain:
              too-dark: { why: 很暗。, now: 请开灯。 }

        """;

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("runbooks");

    public string PathOf(string name) => Path.Combine(root.FullName, name);

    public RunbookFolder With(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllText(PathOf(name), text);
        return this;
    }

    public CheckedRunbook Check(string name = "small") => RunbookReader.Check(PathOf($"runbooks/{name}.yml"));

    /// <summary>What is found, without the folder's name.</summary>
    public string Findings(string name = "small") => Told(Check(name).Findings);

    public string Warnings(string name = "small") => Told(Check(name).Warnings);

    private string Told(IEnumerable<Failure> failures) => string.Join('\n',
        failures.Select(f => f.ToString().Replace(root.FullName + "/", "", StringComparison.Ordinal)));

    public void Dispose() => root.Delete(recursive: true);
}

using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Runbooks;

/// <summary>
/// The runbook in tests/fixtures that uses every part of the format, and copies of it with one thing changed.
/// </summary>
internal static class Sample
{
    public static string Root { get; } = FindRoot();
    public static string Folder { get; } = Path.Combine(Root, "tests", "fixtures", "runbooks");
    public static string File { get; } = Path.Combine(Folder, "sample.yml");

    /// <summary>
    /// What lint says, first lines only, when <paramref name="old"/> is replaced; the file's folder is left out.
    /// </summary>
    public static IReadOnlyList<string> Findings(string old, string replacement)
    {
        var text = System.IO.File.ReadAllText(File);
        Assert.Contains(old, text, StringComparison.Ordinal);
        var root = Directory.CreateTempSubdirectory("runbooks");
        try
        {
            var folder = root.CreateSubdirectory("runbooks").FullName;
            var templates = root.CreateSubdirectory("templates").FullName;
            System.IO.File.Copy(Path.Combine(Folder, "..", "templates", "overlay.service"),
                Path.Combine(templates, "overlay.service"));
            var file = Path.Combine(folder, "sample.yml");
            System.IO.File.WriteAllText(file, text.Replace(old, replacement, StringComparison.Ordinal));
            return [.. RunbookReader.Check(file).Findings
                .Select(f => f.ToString().Replace(folder + "/", "", StringComparison.Ordinal))];
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Combine(folder, "OvsWizard.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}

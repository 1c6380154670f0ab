using System.Text.RegularExpressions;

namespace OvsWizard.Tests;

public sealed partial class ArchitectureTests
{
    private static readonly string Source = Path.Combine(PublishedBinary.Root, "src", "OvsWizard");

    [Theory]
    [InlineData("YamlDotNet", "Yaml")]
    [InlineData("Scriban", "Templates")]
    [InlineData("Renci.SshNet", "Ssh")]
    [InlineData("Stateless", "Engine")]
    [InlineData("Serilog", "Logs")]
    [InlineData("System.CommandLine", "Cli")]
    [InlineData("Terminal.Gui", "Tui")]
    [InlineData("Wcwidth", "Texts")]
    public void A_package_is_used_in_one_folder(string package, string folder) =>
        Assert.Equal([folder],
            Files("*.cs").Where(f => Regex.IsMatch(File.ReadAllText(f), $@"\b{Regex.Escape(package)}\b"))
                .Select(TopFolder).Distinct());

    [Theory]
    [InlineData("Plans")]
    [InlineData("Runbooks")]
    [InlineData("Templates")]
    [InlineData("Networks")]
    [InlineData("Yaml")]
    [InlineData("Export")]
    public void A_pure_layer_starts_no_process_and_opens_no_socket(string folder) => Lacks(folder, OutsideWorld());

    /// <summary>Whom a folder may import: only those above it in this list, so that there is no circle.</summary>
    private static readonly (string Folder, string May)[] Imports =
    [
        ("Yaml", ""),
        ("Texts", "Yaml"),
        ("Networks", ""),
        ("Images", ""),
        ("Templates", "Networks Texts"),
        ("Runbooks", "Networks Templates Yaml"),
        ("Inventories", "Yaml"),
        ("Ssh", "Inventories Texts"),
        ("Facts", "Inventories Ssh Texts"),
        ("Plans", "Facts Inventories Networks Runbooks Templates Texts Yaml"),
        ("Journal", "Inventories Plans Runbooks Texts"),
        ("Logs", "Journal Texts"),
        ("Engine", "Images Journal Plans Runbooks Ssh Templates"),
        ("Diagnosis", "Engine Inventories Journal Plans Runbooks Templates Texts Yaml"),
        ("Sessions", "Diagnosis Engine Inventories Journal Logs Plans Runbooks Ssh Templates"),
        ("Inspection", "Engine Inventories Journal Plans Runbooks Sessions Ssh Texts Yaml"),
        ("Export", "Engine Inventories Journal Plans Runbooks Ssh Templates Texts"),
        ("Lab", "Templates Yaml"),
        ("Tui",
            "Diagnosis Engine Export Facts Inspection Inventories Journal Lab Logs Plans Runbooks Sessions Ssh Templates Texts Yaml"),
        ("Cli",
            "Diagnosis Engine Export Facts Inspection Inventories Journal Lab Logs Plans Runbooks Sessions Ssh Texts Tui"),
    ];

    private static readonly Dictionary<string, string[]> may =
        Imports.ToDictionary(i => i.Folder, i => i.May.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void A_folder_imports_only_those_that_the_table_allows()
    {
        foreach (var (i, (folder, _)) in Imports.Index())
            Assert.Empty(may[folder].Except(Imports.Take(i).Select(row => row.Folder)));
        var folders = Files("*.cs").Select(TopFolder).Where(f => !f.EndsWith(".cs", StringComparison.Ordinal))
            .Distinct().Order();
        Assert.Equal(may.Keys.Order(), folders);
        Assert.Empty(Files("*.cs").Where(f => may.ContainsKey(TopFolder(f)))
            .SelectMany(f => Import().Matches(Namespace().Replace(File.ReadAllText(f), ""))
                .Select(m => m.Groups[1].Value).Distinct()
                .Where(imported =>
                    may.ContainsKey(imported) && imported != TopFolder(f) && !may[TopFolder(f)].Contains(imported))
                .Select(imported => $"{Path.GetRelativePath(Source, f)} imports {imported}")));
    }

    [Fact]
    public void What_the_table_allows_is_imported() =>
        Assert.Empty(may.SelectMany(row => row.Value
            .Where(other => !Files("*.cs").Any(f => TopFolder(f) == row.Key
                && File.ReadAllText(f).Contains($"OvsWizard.{other}", StringComparison.Ordinal)))
            .Select(other => $"{row.Key}: {other}")));

    /// <summary>
    /// C#, shell and YAML alike: what is longer is not read. The texts of the catalogue are no procedure; they are
    /// split by what says them.
    /// </summary>
    [Theory]
    [InlineData("*.cs")]
    [InlineData("*.sh")]
    [InlineData("*.yml")]
    public void No_file_is_long(string pattern) => Assert.Empty(All(pattern)
        .Concat(new[] { "templates", "runbooks" }.SelectMany(top =>
            Directory.EnumerateFiles(Path.Combine(PublishedBinary.Root, top), pattern, SearchOption.AllDirectories)))
        .Where(f => File.ReadLines(f).Count() > 400).Select(f => Path.GetRelativePath(PublishedBinary.Root, f)));

    /// <summary>
    /// Shell and Markdown; of C# the build sees to it. A table, a link, a line of a template and a single long text may
    /// be wider, and so may what a script of ours writes into a file of a host: there a break is another file.
    /// </summary>
    [Theory]
    [InlineData("*.sh")]
    [InlineData("*.md")]
    public void No_line_is_wide(string pattern) =>
        Assert.Empty(Written(pattern).SelectMany(f => File.ReadLines(f).Index()
            .Where(l => l.Item.Length > 120 && !MayBeWide().IsMatch(l.Item))
            .Select(l => $"{Path.GetRelativePath(PublishedBinary.Root, f)}({l.Index + 1}): {l.Item}")));

    [Fact]
    public void Nothing_is_folded_away_or_left_for_later() =>
        Assert.DoesNotContain(Files("*.cs"), f => LeftOver().IsMatch(File.ReadAllText(f)));

    [Fact]
    public void Folders_are_named_after_what_they_hold() =>
        Assert.Empty(All("*.cs").Select(f => Path.GetFileName(Path.GetDirectoryName(f)!).ToLowerInvariant())
            .Intersect(["common", "utils", "helpers", "shared", "managers", "services"]));

    private static void Lacks(string folder, Regex unwanted) =>
        Assert.Empty(Files("*.cs").Where(f => TopFolder(f) == folder)
            .SelectMany(f => File.ReadLines(f).Where(l => unwanted.IsMatch(l))
                .Select(l => $"{Path.GetRelativePath(Source, f)}: {l.Trim()}")));

    private static IEnumerable<string> Files(string pattern) =>
        All(pattern).Where(f => f.StartsWith(Source, StringComparison.Ordinal));

    private static IEnumerable<string> All(string pattern) => new[] { "src", "tests" }
        .SelectMany(top =>
            Directory.EnumerateFiles(Path.Combine(PublishedBinary.Root, top), pattern, SearchOption.AllDirectories))
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    private static IEnumerable<string> Written(string pattern) => All(pattern)
        .Concat(new[] { "templates", "runbooks" }.SelectMany(top => Directory.EnumerateFiles(
            Path.Combine(PublishedBinary.Root, top), pattern, SearchOption.AllDirectories)))
        .Concat(Directory.EnumerateFiles(PublishedBinary.Root, pattern));

    private static string TopFolder(string file) => Path.GetRelativePath(Source, file).Split('/')[0];

    [GeneratedRegex(@"\bProcess\.Start|System\.Diagnostics\.Process|\bConsole\.|new (Socket|TcpClient|UdpClient)\b")]
    private static partial Regex OutsideWorld();

    [GeneratedRegex(@"\bOvsWizard\.([A-Z]\w*)")]
    private static partial Regex Import();

    [GeneratedRegex(@"^namespace .*$", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    /// <summary>
    /// A table, a link, an expression of a template; a text in quotes that begins before column 121 and goes on to the
    /// end, but for what closes or joins commands.
    /// </summary>
    [GeneratedRegex("""^\||\]\(|https?://|\{\{.*\}\}|^# Made by|^.{0,119}(["'])(?:\\.|(?!\1).)*\1[ ;&|)}\\]*$""")]
    private static partial Regex MayBeWide();

    [GeneratedRegex(@"#region|\bTODO\b")]
    private static partial Regex LeftOver();
}

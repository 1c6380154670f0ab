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
        Assert.Equal([folder], Files("*.cs").Where(f => Regex.IsMatch(File.ReadAllText(f), $@"\b{Regex.Escape(package)}\b")).Select(TopFolder).Distinct());

    [Theory]
    [InlineData("Plans")]
    [InlineData("Runbooks")]
    [InlineData("Templates")]
    [InlineData("Networks")]
    [InlineData("Yaml")]
    [InlineData("Export")]
    public void A_pure_layer_starts_no_process_and_opens_no_socket(string folder) => Lacks(folder, OutsideWorld());

    [Theory]
    [InlineData("Engine")]
    [InlineData("Plans")]
    [InlineData("Runbooks")]
    [InlineData("Journal")]
    [InlineData("Inventories")]
    [InlineData("Ssh")]
    [InlineData("Facts")]
    [InlineData("Inspection")]
    [InlineData("Export")]
    public void A_lower_layer_knows_nothing_of_the_command_line_and_the_lab(string folder) => Lacks(folder, UpperLayers());

    /// <summary>C#, shell and YAML alike: what is longer is not read. The texts of the catalogue are no procedure; they are split by what says them.</summary>
    [Theory]
    [InlineData("*.cs")]
    [InlineData("*.sh")]
    [InlineData("*.yml")]
    public void No_file_is_long(string pattern) => Assert.Empty(All(pattern)
        .Concat(new[] { "templates", "runbooks" }.SelectMany(top => Directory.EnumerateFiles(Path.Combine(PublishedBinary.Root, top), pattern, SearchOption.AllDirectories)))
        .Where(f => File.ReadLines(f).Count() > 400).Select(f => Path.GetRelativePath(PublishedBinary.Root, f)));

    [Fact]
    public void Nothing_is_folded_away_or_left_for_later() =>
        Assert.DoesNotContain(Files("*.cs"), f => LeftOver().IsMatch(File.ReadAllText(f)));

    [Fact]
    public void Folders_are_named_after_what_they_hold() =>
        Assert.Empty(All("*.cs").Select(f => Path.GetFileName(Path.GetDirectoryName(f)!).ToLowerInvariant()).Intersect(["common", "utils", "helpers", "shared", "managers", "services"]));

    private static void Lacks(string folder, Regex unwanted) =>
        Assert.Empty(Files("*.cs").Where(f => TopFolder(f) == folder)
            .SelectMany(f => File.ReadLines(f).Where(l => unwanted.IsMatch(l)).Select(l => $"{Path.GetRelativePath(Source, f)}: {l.Trim()}")));

    private static IEnumerable<string> Files(string pattern) => All(pattern).Where(f => f.StartsWith(Source, StringComparison.Ordinal));

    private static IEnumerable<string> All(string pattern) => new[] { "src", "tests" }
        .SelectMany(top => Directory.EnumerateFiles(Path.Combine(PublishedBinary.Root, top), pattern, SearchOption.AllDirectories))
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    private static string TopFolder(string file) => Path.GetRelativePath(Source, file).Split('/')[0];

    [GeneratedRegex(@"\bProcess\.Start|System\.Diagnostics\.Process|\bConsole\.|new (Socket|TcpClient|UdpClient)\b")]
    private static partial Regex OutsideWorld();

    [GeneratedRegex(@"using OvsWizard\.(Cli|Lab|Tui)\b")]
    private static partial Regex UpperLayers();

    [GeneratedRegex(@"#region|\bTODO\b")]
    private static partial Regex LeftOver();
}

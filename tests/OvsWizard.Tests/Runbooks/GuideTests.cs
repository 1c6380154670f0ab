using System.Text.Json;
using OvsWizard.Runbooks;
using OvsWizard.Yaml;

namespace OvsWizard.Tests.Runbooks;

/// <summary>What those who write runbooks begin with: the guide's example, and <c>runbook new</c>.</summary>
public sealed class GuideTests : IDisposable
{
    private static readonly string Guide = Path.Combine(PublishedBinary.Root, "runbooks", "README.md");
    private static readonly JsonElement Schema = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(PublishedBinary.Root, "runbooks", "runbook.schema.json"))).RootElement;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("ovswizard");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_example_in_the_guide_is_sound()
    {
        var text = File.ReadAllText(Guide).Split("```yaml\n")[1].Split("```")[0];
        var path = Path.Combine(folder.FullName, "jumbo.yml");
        File.WriteAllText(path, text);

        Assert.Empty(RunbookReader.Check(path).Findings.Select(f => f.ToString()));
        Assert.Empty(SchemaCheck.Complaints(YamlFile.Load(path), Schema, Schema));
    }

    [Fact]
    public void A_new_runbook_is_sound_and_says_where_its_schema_is()
    {
        var path = RunbookStart.Write("my-own-2", Path.Combine(folder.FullName, "made"));

        Assert.Equal(Path.Combine(folder.FullName, "made", "my-own-2.yml"), path);
        Assert.Empty(RunbookReader.Check(path).Findings.Select(f => f.ToString()));
        Assert.Empty(SchemaCheck.Complaints(YamlFile.Load(path), Schema, Schema));
        Assert.True(File.Exists(File.ReadLines(path).First().Split("$schema=")[1]));
        Assert.Equal(FailureKind.Refused,
            Assert.Throws<Failure>(() => RunbookStart.Write("my-own-2", Path.Combine(folder.FullName, "made"))).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("Big")]
    [InlineData("a--b")]
    [InlineData("9a")]
    public void An_id_that_cannot_be_is_refused(string id) =>
        Assert.Equal(FailureKind.Input, Assert.Throws<Failure>(() => RunbookStart.Write(id, folder.FullName)).Kind);

    [Fact]
    public void Every_shipped_runbook_says_where_its_schema_is() =>
        Assert.All(Directory.GetFiles(Path.GetDirectoryName(Guide)!, "*.yml"),
            f => Assert.Equal("# yaml-language-server: $schema=./runbook.schema.json", File.ReadLines(f).First()));
}

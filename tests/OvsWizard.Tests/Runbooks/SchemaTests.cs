using System.Text.Json;
using OvsWizard.Runbooks;
using OvsWizard.Yaml;

namespace OvsWizard.Tests.Runbooks;

/// <summary>The schema that editors use and the reader that decides say the same.</summary>
public sealed class SchemaTests
{
    private static readonly string Folder = Path.Combine(Sample.Root, "runbooks");
    private static readonly JsonElement Schema =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "runbook.schema.json"))).RootElement;

    public static TheoryData<string, string[]> Keys() => new()
    {
        { "", RunbookKeys.Runbook },
        { "hosts", RunbookKeys.Hosts },
        { "text", RunbookKeys.Text },
        { "parameter", RunbookKeys.Parameter },
        { "topology", RunbookKeys.Topology },
        { "constraint", RunbookKeys.Constraint },
        { "step", RunbookKeys.Step },
        { "risk", RunbookKeys.Risk },
        { "explanation", RunbookKeys.Explanation },
        { "transfer", RunbookKeys.Transfer },
        { "file", RunbookKeys.File },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public void Schema_and_reader_know_the_same_keys(string definition, string[] keys)
    {
        Assert.Equal(keys, Properties(definition).Select(p => p.Name));
        Assert.False(Definition(definition).GetProperty("additionalProperties").ValueKind is JsonValueKind.True);
    }

    public static TheoryData<string, string, string[]> Enums() => new()
    {
        { "parameter", "type", Words.All<ParameterType>() },
        { "parameter", "scope", Words.All<ParameterScope>() },
        { "step", "kind", Words.All<StepKind>() },
        { "step", "where", Words.All<StepPlace>() },
        { "risk", "level", Words.All<RiskLevel>() },
        { "file", "merge", Words.All<FileMerge>() },
    };

    [Theory]
    [MemberData(nameof(Enums))]
    public void Schema_and_reader_know_the_same_words(string definition, string property, string[] words) =>
        Assert.Equal(words, Definition(definition).GetProperty("properties").GetProperty(property).GetProperty("enum")
            .EnumerateArray().Select(e => e.GetString()));

    [Fact]
    public void Every_key_is_described() =>
        Assert.All(Keys().SelectMany(row => Properties(row.Data.Item1)), property =>
            Assert.True(property.Value.TryGetProperty("description", out _)
                || property.Value.TryGetProperty("$ref", out _), property.Name));

    public static TheoryData<string> Runbooks() => [Sample.File, .. Directory.GetFiles(Folder, "*.yml")];

    [Theory]
    [MemberData(nameof(Runbooks))]
    public void Every_runbook_passes_the_lint_and_the_schema(string file)
    {
        Assert.Empty(RunbookReader.Check(file).Findings.Select(f => f.ToString()));
        Assert.Empty(SchemaCheck.Complaints(YamlFile.Load(file), Schema, Schema));
    }

    [Theory]
    [InlineData("verison: 1", "no key 'verison'")]
    [InlineData("version: x", "'x' is no integer")]
    [InlineData("hosts: { min: 2, max: 3 }", "no key 'max'")]
    [InlineData("parameters: { a: { type: adress, help: { en: a, zh: b } } }", "'adress' is not one of")]
    public void The_schema_refuses_what_the_reader_refuses(string yaml, string complaint) =>
        Assert.Contains(SchemaCheck.Complaints(YamlFile.Parse(yaml, "a.yml"), Schema, Schema),
            c => c.Contains(complaint, StringComparison.Ordinal));

    private static JsonElement Definition(string name) =>
        name.Length == 0 ? Schema : Schema.GetProperty("definitions").GetProperty(name);

    private static JsonElement.ObjectEnumerator Properties(string name) =>
        Definition(name).GetProperty("properties").EnumerateObject();
}

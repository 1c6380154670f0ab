using OvsWizard.Yaml;

namespace OvsWizard.Tests.Yaml;

public sealed class YamlFileTests
{
    private static YamlMapping Read(string text) => YamlFile.Parse(text, "a.yml").AsMapping($"the file");

    [Fact]
    public void Nodes_know_where_they_stand()
    {
        var root = Read("a: 1\nb:\n  - x\n  - 'y'\n");

        var items = root.Require("b", $"the file").AsSequence($"b").Items;
        Assert.Equal("a.yml:3:5", items[0].At.ToString());
        Assert.Equal("a.yml:4:6", items[1].AsScalar($"y").ContentAt.ToString());
    }

    [Fact]
    public void The_text_of_a_block_scalar_begins_on_the_next_line()
    {
        var block = Read("a:\n  b: |\n    one\n    two\n").Find("a")!.AsMapping($"a").Find("b")!.AsScalar($"b");

        Assert.Equal("one\ntwo\n", block.Value);
        Assert.Equal("a.yml:3:5", block.ContentAt.ToString());
    }

    [Theory]
    [InlineData("a: [1\nb: 2\n", "a.yml:1:4: this is not valid YAML")]
    [InlineData("a: 1\na: 2\n", "a.yml:2:1: 'a' is given twice")]
    [InlineData("hosts:\n\tdocker01: {}\n", "a.yml:2:1: this is not valid YAML\n  why: this line is indented by a tab")]
    [InlineData("a: 1\nb:\n  c: 2\n \td: 3\n",
        "a.yml:4:2: this is not valid YAML\n  why: this line is indented by a tab")]
    [InlineData("\ta: 1\n\tb: 2\n", "a.yml:1:1: this is not valid YAML\n  why: this line is indented by a tab")]
    [InlineData("a: |\n  \tx\nb: [1\nc: 2\n", "a.yml:3:4: this is not valid YAML")]
    [InlineData("", "a.yml:1:1: the file is empty")]
    [InlineData("a: 1\n---\nb: 2\n", "a.yml:2:1: a second YAML document")]
    [InlineData("a: &x 1\nb: *x\n", "a.yml:2:4: anchors and aliases")]
    [InlineData("- 1\n", "a.yml:1:1: the file must be a mapping")]
    public void What_cannot_be_read_is_refused_with_its_place(string text, string begins)
    {
        var failure = Assert.Throws<Failure>(() => Read(text));

        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.StartsWith(begins, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_key_names_the_one_probably_meant()
    {
        var failure = Assert.Throws<Failure>(() => Read("adress: x\n").AllowOnly($"a host", "address", "port"));

        Assert.Equal("a.yml:1:1: a host has no key 'adress'\n  fix: did you mean 'address'?", failure.ToString());
    }

    [Theory]
    [InlineData("a:", true)]
    [InlineData("a: ~", true)]
    [InlineData("a: ''", false)]
    [InlineData("a: x", false)]
    public void Only_a_plain_empty_value_counts_as_absent(string text, bool absent) =>
        Assert.Equal(absent, Read(text).Find("a") is null);
}

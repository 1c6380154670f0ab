using OvsWizard.Inspection;
using OvsWizard.Runbooks;
using OvsWizard.Yaml;

namespace OvsWizard.Tests.Inspection;

public sealed class ViewLibraryTests
{
    private const string Good = """
        view: x
        order: 1
        title: { en: X, zh: 某 }
        shows: { en: X, zh: 某 }
        empty: { en: none, zh: 无 }
        command: 'true'
        columns: { a: { en: A, zh: 甲 } }
        lines: [ { row: '^(?<a>.)$' } ]
        """;

    [Fact]
    public void Every_component_is_explained_in_both_languages_and_every_view_names_only_such()
    {
        var explained = Captured.Library.Components();

        Assert.Equal(["ovs-vswitchd", "ovsdb-server", "ovs-vsctl", "ovs-ofctl", "ovs-appctl", "ovs-dpctl",
            "ovsdb-client", "ovsdb-tool", "ovs-docker", "ovs-pki", "ovs-tcpdump"], explained.Select(c => c.Id));
        Assert.Empty(Captured.Library.All().SelectMany(v => v.Components).Except(explained.Select(c => c.Id)));
    }

    [Fact]
    public void Views_have_places_of_their_own() =>
        Assert.Equal(Enumerable.Range(1, Captured.Library.All().Count), Captured.Library.All().Select(v => v.Order));

    [Fact]
    public void Views_are_no_runbooks()
    {
        var runbooks = new RunbookLibrary(Path.Combine(PublishedBinary.Root, "runbooks")).Ids;

        Assert.DoesNotContain("bridges", runbooks);
        Assert.Contains("vxlan-overlay", runbooks);
    }

    [Theory]
    [InlineData("lines: [", "lines: [ { rov: x } ] #", "a line's kind cannot be 'rov'")]
    [InlineData("(?<a>", "(?<b>", "column 'b' not found")]
    [InlineData("(?<a>.)", "(?<a>.)(", "not a supported regular expression")]
    [InlineData("(?<a>.)", "(?=x)(?<a>.)", "not a supported regular expression")]
    [InlineData("order: 1", "order: 1\nkey: 2", "'key' must be from 1 to 1")]
    [InlineData("order: 1", "order: 1\ncompare: b", "column 'b' not found")]
    [InlineData("view: x", "view: y", "its file 'x'")]
    [InlineData("command: 'true'", "comand: 'true'", "did you mean 'command'?")]
    public void A_mistake_is_told_with_its_place(string old, string now, string expected)
    {
        Assert.Contains(old, Good, StringComparison.Ordinal);

        var failure = Assert.Throws<Failure>(() =>
            ViewReader.Read(YamlFile.Parse(Good.Replace(old, now, StringComparison.Ordinal), "x.yml"), "x"));

        Assert.Contains(expected, failure.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("x.yml:", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_view_names_the_one_meant() =>
        Assert.Equal("did you mean 'bridges'?", Assert.Throws<Failure>(() => Captured.Library.Find("bridge")).Now);
}

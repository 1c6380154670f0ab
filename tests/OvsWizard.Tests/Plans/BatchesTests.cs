using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Plans;

public sealed class BatchesTests
{
    private static readonly RunbookLibrary Library = new(Path.Combine(PublishedBinary.Root, "runbooks"));

    private static string Of(string runbook, int hosts, string? serial, string? canary = null) => string.Join(" | ",
        Batches.Of(Library.Find(runbook), [.. Enumerable.Range(1, hosts).Select(i => $"h{i}")], serial, canary).Select(b => string.Join(' ', b)));

    [Theory]
    // Hosts that know one another: a batch joins those before it, and the first is large enough for the runbook.
    [InlineData("vxlan-overlay", 5, null, null, "h1 h2 h3 h4 h5")]
    [InlineData("vxlan-overlay", 5, "2", null, "h1 h2 | h1 h2 h3 h4 | h1 h2 h3 h4 h5")]
    [InlineData("vxlan-overlay", 5, "1,3", null, "h1 h2 | h1 h2 h3 h4 h5")]
    [InlineData("vxlan-overlay", 5, "40%", null, "h1 h2 | h1 h2 h3 h4 | h1 h2 h3 h4 h5")]
    [InlineData("vxlan-overlay", 4, null, "h3", "h1 h3 | h1 h2 h3 h4")]
    [InlineData("vxlan-overlay", 4, "1", "h3", "h1 h3 | h1 h2 h3 | h1 h2 h3 h4")]
    // Hosts that do not: each batch alone.
    [InlineData("install-ovs", 5, "2", null, "h1 h2 | h3 h4 | h5")]
    [InlineData("install-ovs", 4, null, "h2", "h2 | h1 h3 h4")]
    [InlineData("install-ovs", 10, "1,25%", null, "h1 | h2 h3 h4 | h5 h6 h7 | h8 h9 h10")]
    [InlineData("install-ovs", 2, "100%", null, "h1 h2")]
    public void Hosts_come_in_batches(string runbook, int hosts, string? serial, string? canary, string expected) =>
        Assert.Equal(expected, Of(runbook, hosts, serial, canary));

    [Theory]
    [InlineData("0", null)]
    [InlineData("1,x", null)]
    [InlineData("101%", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    [InlineData(null, "h9")]
    public void Nonsense_is_refused(string? serial, string? canary) =>
        Assert.Equal(FailureKind.Input, Assert.Throws<Failure>(() => Of("install-ovs", 3, serial, canary)).Kind);
}

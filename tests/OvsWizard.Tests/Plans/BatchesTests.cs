using System.Text.Json;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Plans;

public sealed class BatchesTests
{
    private static readonly RunbookLibrary Library = new(Path.Combine(PublishedBinary.Root, "runbooks"));

    private static string Of(string runbook, int hosts, string? serial, string? canary = null) => string.Join(" | ",
        Batches.Of(Library.Find(runbook), [.. Enumerable.Range(1, hosts).Select(i => $"h{i}")], serial, canary).Left
            .Select(b => string.Join(' ', b)));

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

    [Theory]
    [InlineData("2", 2)]
    [InlineData("0", 0)]
    [InlineData("10%", 1)]
    [InlineData(null, 0)]
    public void So_many_may_fail(string? said, int expected) =>
        Assert.Equal(expected, Batches.Of(Library.Find("install-ovs"), ["h1", "h2", "h3"], "1", null, said).MaxFail);

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("101%")]
    public void No_other_number_may_fail(string said) =>
        Assert.Equal(FailureKind.Input,
            Assert.Throws<Failure>(() => Batches.Of(Library.Find("install-ovs"), ["h1", "h2"], "1", null, said)).Kind);

    [Theory]
    // Who failed is left out from then on; who was held up comes with the next batch, or with one more.
    [InlineData("install-ovs", "h2", "", "h3 h4 | h5")]
    [InlineData("install-ovs", "h2", "h1", "h3 h4 h1 | h5")]
    [InlineData("vxlan-overlay", "h2", "", "h1 h3 h4 | h1 h3 h4 h5")]
    [InlineData("vxlan-overlay", "h2", "h1", "h1 h3 h4 | h1 h3 h4 h5")]
    public void After_a_batch_the_rest_is_left(string runbook, string failed, string heldUp, string expected)
    {
        var queue = Batches.Of(Library.Find(runbook), ["h1", "h2", "h3", "h4", "h5"], "2", null, "1");

        var next = queue.After(failed.Split(' '), heldUp.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(expected, string.Join(" | ", next.Left.Select(b => string.Join(' ', b))));
        Assert.Equal((2, 3, false), (next.Number, next.Total, next.TooManyFailed));
        Assert.Equal(["h3", "h4"], next.New.Except(heldUp.Split(' ')).Order());
        Assert.True(next.After(["h3"], []).TooManyFailed);
    }

    [Theory]
    [InlineData("install-ovs", "h1")]
    [InlineData("vxlan-overlay", "h1 h3")]
    public void Whom_the_last_batch_held_up_has_one_more(string runbook, string expected)
    {
        var last = Batches.Of(Library.Find(runbook), ["h1", "h2", "h3"], null, null, "1");

        var next = last.After(["h2"], ["h1"]);

        Assert.Equal(expected, string.Join(' ', Assert.Single(next.Left)));
        Assert.Empty(next.After([], []).Left);
    }

    [Fact]
    public void A_batch_is_told_by_those_it_touches_first()
    {
        var first = Batches.Of(Library.Find("vxlan-overlay"), ["h1", "h2", "h3", "h4", "h5", "h6", "h7", "h8"],
            "2,1,9", null);

        Assert.Equal([2, 1, 5], first.Sizes);
        Assert.Equal([1, 5], first.After([], []).Sizes);
        Assert.Equal("batch 2 of 3 is next: h3; hosts not touched yet: 6", first.After([], []).Told(Language.English));
        Assert.Equal("第 3 批（共 3 批）是下一批：h4, h5, h6, h7, …；尚未触碰：5 台主机",
            first.After([], []).After([], []).Told(Language.Chinese));
    }

    [Fact]
    public void What_was_said_of_a_host_of_another_batch_waits_for_it()
    {
        var all = new RunRequest("/i.yml", "vxlan-overlay", null, [new("h1", "underlay_ip", "192.0.2.1"),
            new(null, "udp_port", "4790"), new("h3", "underlay_ip", "192.0.2.3")]);

        Assert.Equal(["h1", null, "h3"], all.ToAnswers().InOrder.Select(a => a.Host));
        Assert.Equal(["h1", null], (all with { Limit = ["h1", "h2"] }).ToAnswers().InOrder.Select(a => a.Host));
    }

    [Fact]
    public void What_is_left_is_kept_with_the_run_also_where_nothing_is()
    {
        var first = Batches.Of(Library.Find("vxlan-overlay"), ["h1", "h2", "h3"], "2", null, "1");

        foreach (var left in (BatchesLeft[])[first, first.After(["h1"], []), first.After([], []).After([], [])])
        {
            var kept = JsonSerializer.Serialize(new RunRequest("/i.yml", "vxlan-overlay", null, [], null, left),
                JournalJson.Default.RunRequest);
            var read = JsonSerializer.Deserialize(kept, JournalJson.Default.RunRequest)!.Rest!;

            Assert.Equal(Told(left), Told(read));
        }

        static string Told(BatchesLeft left) =>
            $"{string.Join('|', left.Left.Select(b => string.Join(' ', b)))} {left.Number} {left.MaxFail} {left.Joins} {string.Join(' ', left.Begun)} {string.Join(' ', left.Failed)}";
    }
}

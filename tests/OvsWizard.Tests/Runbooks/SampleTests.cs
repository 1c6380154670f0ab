using OvsWizard.Tests.Engine;

namespace OvsWizard.Tests.Runbooks;

/// <summary>Which pairs the proof pings between on sites of any size.</summary>
public sealed class SampleTests
{
    private static readonly string Proof = HostFunctions.Of("proof");

    /// <summary>FROM TO, for every host of so many; each has two containers.</summary>
    private static List<(string From, string To)> Pairs(int hosts, string pairs)
    {
        var names = Enumerable.Range(1, hosts).Select(i => $"h{i}").ToList();
        var published = string.Concat(names.Select(n => $"{n} {n}a\n{n} {n}b\n"));
        var script =
            $"{Proof}\nfor OVSW_HOST in {string.Join(' ', names)}; do proof_sampled {pairs} <<'END' | sed \"s/^/$OVSW_HOST /\"\n{published}END\ndone\n";
        return [.. HostShell.Run(script, "dash").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.Split(' ')).Select(w => (w[0], w[2]))];
    }

    [Theory]
    [InlineData(3, "auto")]
    [InlineData(16, "auto")]
    [InlineData(17, "all")]
    public void All_pairs_are_tried(int hosts, string pairs) =>
        Assert.Equal(hosts * (hosts - 1) * 2, Pairs(hosts, pairs).Distinct().Count());

    [Theory]
    [InlineData(17, 5)]
    [InlineData(33, 6)]
    [InlineData(100, 7)]
    public void Of_many_hosts_each_is_on_both_sides_of_a_few(int hosts, int each)
    {
        var pairs = Pairs(hosts, "auto");

        Assert.Equal(hosts * each * 2, pairs.Distinct().Count());
        Assert.All(pairs.GroupBy(p => p.From), from => Assert.Equal(each * 2, from.Count()));
        Assert.All(pairs.GroupBy(p => p.To), to => Assert.Equal(each, to.Count()));
        Assert.DoesNotContain(pairs,
            p => p.To.StartsWith(p.From, StringComparison.Ordinal) && p.To.Length == p.From.Length + 1);
    }
}

using System.Globalization;
using OvsWizard.Runbooks;

namespace OvsWizard.Plans;

/// <summary>
/// The hosts of a large site in batches, each a run of its own with its own proof, so that what is wrong shows on a few
/// hosts. Where hosts know one another (a topology, or steps that wait for all), a batch joins those before it, as any
/// host joins; else each batch is alone. Pure.
/// </summary>
public static class Batches
{
    /// <param name="names">All hosts, in the order of the inventory.</param>
    /// <param name="serial">Sizes of the batches as given: numbers, or percents of all hosts, separated by commas; the
    /// last one goes on. Null: all that are left.</param>
    /// <param name="canary">The host that is first, alone unless the runbook needs more; null: none.</param>
    /// <param name="maxFail">How many hosts may fail, in number or percent, before no further batch is begun; null:
    /// none.</param>
    /// <returns>All batches, none begun; the hosts of the last are all hosts, or the rest.</returns>
    /// <exception cref="Failure">Input: a size is none, or there is no such host.</exception>
    public static BatchesLeft Of(Runbook runbook, IReadOnlyList<string> names, string? serial, string? canary,
        string? maxFail = null)
    {
        if (canary is not null && !names.Contains(canary))
            throw new Failure(FailureKind.Input, $"--canary names '{canary}', which is not a host of this run",
                now: $"name one of: {string.Join(", ", names)}");
        var left = new Queue<string>(canary is null ? names : names.Where(n => n != canary).Prepend(canary));
        var sizes = new Queue<int>(serial is null ? [names.Count] : serial.Split(',')
            .Select(s => Count(s.Trim(), names.Count, least: 1, $"'{s.Trim()}' is not a valid batch size",
                $"--serial must be numbers or percents, such as 1,5 or 1,25%")));
        if (canary is not null) sizes = new Queue<int>(sizes.Prepend(1));
        var joins = runbook.Topology is not null || runbook.Steps.Any(s => s.AfterPeers);
        var least = Math.Min(runbook.MinHosts, names.Count);
        var done = new List<string>();
        var batches = new List<IReadOnlyList<string>>();
        while (left.Count > 0)
        {
            var size = sizes.Count > 1 ? sizes.Dequeue() : sizes.Peek();
            var batch = Take(left, joins ? Math.Max(size, least - done.Count) : Math.Max(size, least));
            done.AddRange(batch);
            batches.Add(InOrder([.. joins ? done : batch]));
        }
        var most = maxFail is null ? 0 : Count(maxFail, names.Count, least: 0, $"--max-fail cannot be '{maxFail}'",
            $"give a number of hosts, or a percent, such as 2 or 10%");
        return new BatchesLeft(batches, 1, most, joins, [], []);

        IReadOnlyList<string> InOrder(HashSet<string> some) => [.. names.Where(some.Contains)];
    }

    private static List<string> Take(Queue<string> from, int count)
    {
        var taken = new List<string>();
        while (taken.Count < count && from.TryDequeue(out var name)) taken.Add(name);
        return taken;
    }

    private static int Count(string said, int all, int least, FormattableString wrong, FormattableString now)
    {
        var isPercent = said.EndsWith('%');
        if (!int.TryParse(isPercent ? said[..^1] : said, NumberStyles.None, CultureInfo.InvariantCulture,
            out var number) || number < least || isPercent && number > 100)
            throw new Failure(FailureKind.Input, wrong, now: now);
        return isPercent ? (int)Math.Ceiling(all * number / 100.0) : number;
    }
}

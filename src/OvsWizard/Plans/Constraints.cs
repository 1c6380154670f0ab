using OvsWizard.Networks;
using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Plans;

/// <summary>Refuses what cannot work across hosts, before any of them is touched. Pure.</summary>
internal static class Constraints
{
    public static void Check(Runbook runbook, IReadOnlyList<HostValues> hosts)
    {
        foreach (var constraint in runbook.Constraints)
        {
            var concerned = constraint.When is { } when ? [.. hosts.Where(h => TemplateEngine.Test(when, h.Scope))]
                : hosts;
            switch (constraint.Kind)
            {
                case ConstraintKind.Unique: Pairs(constraint, concerned, (a, b) => a == b); break;
                case ConstraintKind.Disjoint: Pairs(constraint, concerned, Overlap); break;
                case ConstraintKind.Within: Each(constraint, concerned, (mine, other) => other.Contains(mine)); break;
                case ConstraintKind.Outside: Each(constraint, concerned, (mine, other) => !other.Overlaps(mine)); break;
                case ConstraintKind.Assert: Assert(constraint, concerned); break;
            }
        }
    }

    /// <summary>What the runbook has to say to these values, each of it once.</summary>
    public static IReadOnlyList<Text> Advice(Runbook runbook, IReadOnlyList<HostValues> hosts) =>
    [
        .. runbook.Constraints.Where(c => c.Kind is ConstraintKind.Advise).Select(advice => hosts
            .Where(h => (advice.When is null || TemplateEngine.Test(advice.When, h.Scope))
                && !TemplateEngine.Test(advice.Expression!, h.Scope))
            .Select(h => (Text?)new Text(TemplateEngine.Render(advice.Message!.En, Escape.None, h.Scope),
                TemplateEngine.Render(advice.Message.Zh, Escape.None, h.Scope)))
            .FirstOrDefault()).OfType<Text>(),
    ];

    private static bool Overlap(string a, string b) =>
        Network.TryParse(a, out var left) && Network.TryParse(b, out var right) && left.Overlaps(right);

    private static void Pairs(Constraint constraint, IReadOnlyList<HostValues> hosts, Func<string, string, bool> clash)
    {
        var parameter = constraint.Parameter!;
        if (!AnyClash([.. hosts.Select(h => h.TextOf(parameter)).Where(v => v.Length > 0)], clash)) return;
        for (var i = 0; i < hosts.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (first, second) = (hosts[j].TextOf(parameter), hosts[i].TextOf(parameter));
                if (first.Length == 0 || !clash(first, second)) continue;
                FormattableString values = first == second ? (FormattableString)$"{second}" : $"{first} and {second}";
                throw Broken(constraint, hosts[i], Clash(constraint, hosts[j], hosts[i], values),
                    $"the other is given in {hosts[j].PlaceOf(parameter)}", $"give each host its own");
            }
        }
    }

    /// <summary>
    /// Whether there is any, without comparing all with all. Of two networks that overlap one holds the other, so in
    /// the order of their beginnings, the larger first, one that holds another holds its neighbour as well; equal
    /// values are neighbours in any order.
    /// </summary>
    private static bool AnyClash(List<string> values, Func<string, string, bool> clash)
    {
        var ordered = values.OrderBy(Place, StringComparer.Ordinal).ToList();
        return ordered.Zip(ordered.Skip(1)).Any(two => clash(two.First, two.Second));
    }

    private static string Place(string value) =>
        Network.TryParse(value, out var network)
            ? $"{(network.IsV6 ? 6 : 4)} {Convert.ToHexString(network.First.GetAddressBytes())} {network.PrefixLength:000} {value}"
            : value;

    private static void Each(Constraint constraint, IReadOnlyList<HostValues> hosts, Func<Network, Network, bool> holds)
    {
        foreach (var host in hosts)
        {
            if (!Network.TryParse(host.TextOf(constraint.Parameter!), out var mine)
                || !Network.TryParse(host.TextOf(constraint.Other!), out var other)) continue;
            if (holds(mine, other)) continue;
            throw Broken(constraint, host, Misplaced(constraint, host), null, $"correct one of the two");
        }
    }

    private static FormattableString Clash(Constraint constraint, HostValues first, HostValues second,
        FormattableString values) => constraint.Kind switch
        {
            ConstraintKind.Unique => $"{first.Name} and {second.Name} have the same {constraint.Parameter} {values}",
            _ => $"{first.Name} and {second.Name} have overlapping {constraint.Parameter} {values}",
        };

    private static FormattableString Misplaced(Constraint constraint, HostValues host) => constraint.Kind switch
    {
        ConstraintKind.Within =>
            $"{host.Name}'s {constraint.Parameter} {host.TextOf(constraint.Parameter!)} lies outside {constraint.Other} {host.TextOf(constraint.Other!)}",
        _ =>
            $"{host.Name}'s {constraint.Parameter} {host.TextOf(constraint.Parameter!)} lies within {constraint.Other} {host.TextOf(constraint.Other!)}",
    };

    private static void Assert(Constraint constraint, IReadOnlyList<HostValues> hosts)
    {
        foreach (var host in hosts)
            if (!TemplateEngine.Test(constraint.Expression!, host.Scope))
                throw Broken(constraint, host, $"the values given for {host.Name} do not fit together", null, null);
    }

    private static Failure Broken(Constraint constraint, HostValues host, FormattableString what,
        FormattableString? why, FormattableString? now)
    {
        SourceLocation? at = constraint.Parameter is { } parameter ? host.PlaceOf(parameter) : null;
        return constraint.Message is { } message
            ? new Failure(FailureKind.Input, $"{host.Name}: {new Text(Said(message.En), Said(message.Zh))}",
                why, now, at: at)
            : new Failure(FailureKind.Input, what, why, now, at: at);

        string Said(TemplateText text) => TemplateEngine.Render(text, Escape.None, host.Scope);
    }
}

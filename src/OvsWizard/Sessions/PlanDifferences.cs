using OvsWizard.Plans;

namespace OvsWizard.Sessions;

/// <summary>What tells two plans of one runbook apart, in words. Pure.</summary>
public static class PlanDifferences
{
    /// <summary>The most that are named; the rest is counted.</summary>
    private const int Named = 5;

    /// <summary>Empty where the plans do the same.</summary>
    public static IReadOnlyList<FormattableString> Between(Plan began, Plan now) => FirstOf(All(began, now));

    /// <summary>
    /// The same, of hosts and of those values alone: what one version of a runbook does with them, another may do
    /// otherwise.
    /// </summary>
    public static IReadOnlyList<FormattableString> OfValues(Plan began, Plan now, IReadOnlyCollection<string> names) =>
        FirstOf(OfHosts(began, now, (a, b) => OfAddress(a, b).Concat(OfValues(a, b, names.Contains))));

    private static List<FormattableString> FirstOf(IEnumerable<FormattableString> differences)
    {
        var all = differences.ToList();
        return all.Count <= Named ? all : [.. all.Take(Named), $"and {all.Count - Named} more"];
    }

    private static IEnumerable<FormattableString> All(Plan began, Plan now)
    {
        if (began.Runbook != now.Runbook) yield return $"the runbook was {began.Runbook} and is now {now.Runbook}";
        else if (began.Version != now.Version)
            yield return $"the runbook's version was {began.Version} and is now {now.Version}";
        if (began.Functions != now.Functions) yield return $"the shell functions of the runbook have changed";
        foreach (var difference in OfHosts(began, now, OfHost)) yield return difference;
    }

    private static IEnumerable<FormattableString> OfHosts(Plan began, Plan now,
        Func<HostPlan, HostPlan, IEnumerable<FormattableString>> ofHost)
    {
        foreach (var host in began.Hosts)
        {
            if (now.Hosts.FirstOrDefault(h => h.Host == host.Host) is { } other)
                foreach (var difference in ofHost(host, other)) yield return $"{host.Host}: {difference}";
            else yield return $"{host.Host} is no longer among the hosts";
        }
        foreach (var host in now.Hosts.Where(h => began.Hosts.All(b => b.Host != h.Host)))
            yield return $"{host.Host} was added to the hosts";
    }

    private static IEnumerable<FormattableString> OfAddress(HostPlan began, HostPlan now)
    {
        if (began.Address != now.Address) yield return $"its address was {began.Address} and is now {now.Address}";
    }

    private static IEnumerable<FormattableString> OfValues(HostPlan began, HostPlan now, Func<string, bool> counts)
    {
        foreach (var (name, value) in began.Values.Where(v => counts(v.Key)))
        {
            if (!now.Values.TryGetValue(name, out var other)) yield return $"{name} was '{value}' and is now not given";
            else if (other != value) yield return $"{name} was '{value}' and is now '{other}'";
        }
        foreach (var (name, value) in began.Secrets.Where(s => counts(s.Key)))
            if (now.Secrets.GetValueOrDefault(name) != value)
                yield return $"{name} is now read from another source";
    }

    private static IEnumerable<FormattableString> OfHost(HostPlan began, HostPlan now)
    {
        foreach (var difference in OfAddress(began, now).Concat(OfValues(began, now, _ => true)))
            yield return difference;
        foreach (var name in now.Values.Keys.Except(began.Values.Keys)) yield return $"{name} is new";
        var steps = now.Steps.ToDictionary(s => s.Key);
        foreach (var step in began.Steps)
        {
            if (!steps.Remove(step.Key, out var other)) yield return $"step {step.Key} was removed";
            else if (!IsSameAction(step, other)) yield return $"step {step.Key} has changed";
        }
        foreach (var key in steps.Keys) yield return $"step {key} is new";
    }

    /// <summary>Titles and explanations may have been reworded since; what is done must be the same.</summary>
    private static bool IsSameAction(PlannedStep a, PlannedStep b) =>
        (a.Order, a.Kind, a.AfterPeers, a.IsPreflight, a.Check, a.Keep, a.Do, a.Verify, a.Undo, a.Risk.Level,
            a.File, a.Transfer?.To, a.Transfer?.List) ==
        (b.Order, b.Kind, b.AfterPeers, b.IsPreflight, b.Check, b.Keep, b.Do, b.Verify, b.Undo, b.Risk.Level,
            b.File, b.Transfer?.To, b.Transfer?.List)
        && (a.Transfer?.Files ?? []).SequenceEqual(b.Transfer?.Files ?? []);
}

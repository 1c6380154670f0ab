using System.Globalization;

namespace OvsWizard.Inventories;

/// <summary>Which hosts are in which groups, directly or through groups within groups. Pure.</summary>
internal sealed class AnsibleTree
{
    private const int Deepest = 100;

    private readonly Dictionary<string, AnsibleGroup> groups;
    private readonly Dictionary<string, int> depths = [];
    private readonly Dictionary<string, HashSet<string>> direct = [];

    /// <param name="hosts">All hosts, in their order.</param>
    /// <exception cref="Failure">Input: a group contains itself.</exception>
    public AnsibleTree(Dictionary<string, AnsibleGroup> groups, IReadOnlyList<string> hosts)
    {
        this.groups = groups;
        foreach (var group in groups.Keys) Sink(group, 1, []);
        foreach (var name in groups.Keys) Gather(name);
        var grouped = groups.Values.Where(g => g.Name is not (AnsibleInventory.All or AnsibleInventory.Ungrouped))
            .SelectMany(g => direct[g.Name]).ToHashSet();
        direct[AnsibleInventory.All] = [.. hosts];
        direct[AnsibleInventory.Ungrouped] = [.. hosts.Where(h => !grouped.Contains(h))];
        (depths[AnsibleInventory.All], depths[AnsibleInventory.Ungrouped]) = (0, 1);
        Members = direct.Where(g => g.Key != AnsibleInventory.All)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. hosts.Where(g.Value.Contains)]);
    }

    /// <summary>The hosts of every group but <c>all</c>, in the order of the inventory.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Members { get; }

    /// <summary>
    /// The groups that a host is in, the outermost first; those of one depth by ansible_group_priority, then by name,
    /// as Ansible orders them.
    /// </summary>
    public IReadOnlyList<string> Around(string host) =>
        [.. direct.Where(g => g.Value.Contains(host)).Select(g => g.Key).OrderBy(g => depths[g]).ThenBy(Priority)
            .ThenBy(g => g, StringComparer.Ordinal)];

    private int Priority(string group) =>
        groups.TryGetValue(group, out var written) && written.Vars.TryGetValue("ansible_group_priority", out var value)
            && int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority)
                ? priority : 1;

    /// <summary>Each group once, however many contain it.</summary>
    private HashSet<string> Gather(string group)
    {
        if (direct.TryGetValue(group, out var known)) return known;
        return direct[group] = [.. groups[group].Hosts, .. groups[group].Children.SelectMany(c => Gather(c.Value))];
    }

    private void Sink(string group, int depth, HashSet<string> above)
    {
        if (depths.TryGetValue(group, out var known) && known >= depth) return;
        depths[group] = depth;
        above.Add(group);
        foreach (var child in groups[group].Children)
        {
            if (above.Contains(child.Value))
                throw new Failure(FailureKind.Input, $"the group '{child.Value}' contains itself",
                    now: $"remove it from the children of '{group}'", at: child.At);
            if (depth == Deepest)
                throw new Failure(FailureKind.Input, $"groups are nested more than {Deepest} deep",
                    now: $"nest it less", at: child.At);
            Sink(child.Value, depth + 1, above);
        }
        above.Remove(group);
    }
}

namespace OvsWizard.Inventories;

/// <summary>
/// The hosts that an ssh configuration names, as an inventory. All of their settings come from the configuration
/// itself.
/// </summary>
internal static class SshConfigInventory
{
    /// <summary>
    /// Every name without wildcards is a host. Names in one Host line that lead to the same machine are one: the first
    /// is its name, the others are its aliases.
    /// </summary>
    /// <exception cref="Failure">Input: it names none.</exception>
    public static InventoryDraft Read(SshConfig config, string file)
    {
        var lines = Distinct(config.HostLines).ToList();
        config.Prepare(lines.Where(l => l.Count > 1).SelectMany(l => l)
            .Select(n => (n.Value, (IReadOnlyList<string>?)null)));
        var hosts = lines.SelectMany(l => Hosts(l, config)).ToList();
        return hosts.Count == 0
            ? throw new Failure(FailureKind.Input, $"the ssh configuration names no host",
                $"patterns such as '*' are not hosts", at: new SourceLocation(file, 1, 1))
            : new InventoryDraft(new HostDraft("defaults", new SourceLocation(file)), hosts,
                new Dictionary<string, ParameterValue>(), file)
            {
                Format = InventoryFormat.SshConfig,
                Warnings = [.. config.Warnings, .. config.HostLines.SelectMany(l => l)
                    .Where(n => !HostName.IsValid(n.Value)).DistinctBy(n => n.Value)
                    .Select(n => (FormattableString)$"{n.At}: '{n.Value}' is not a valid host name; ignored")],
            };
    }

    /// <summary>Each name where it is met first.</summary>
    private static IEnumerable<IReadOnlyList<Placed<string>>> Distinct(IEnumerable<IReadOnlyList<Placed<string>>> lines)
    {
        var met = new HashSet<string>();
        foreach (var line in lines)
            if (line.Where(n => HostName.IsValid(n.Value) && met.Add(n.Value)).ToList() is { Count: > 0 } names)
                yield return names;
    }

    private static IEnumerable<HostDraft> Hosts(IReadOnlyList<Placed<string>> names, SshConfig config)
    {
        if (names.Count == 1) return [new HostDraft(names[0].Value, names[0].At)];
        var machines = new List<(SshEntry? Entry, List<Placed<string>> Names)>();
        foreach (var name in names)
        {
            var entry = TryFind(config, name.Value);
            if (entry is not null && machines.Find(m =>
                m.Entry?.IsSameAs(entry) == true) is { Names: { } same }) same.Add(name);
            else machines.Add((entry, [name]));
        }
        return machines.Select(m => new HostDraft(m.Names[0].Value,
            m.Names[0].At) { Aliases = [.. m.Names.Skip(1).Select(n => n.Value)] });
    }

    /// <summary>Null where ssh cannot tell: that is said when the host is wanted.</summary>
    private static SshEntry? TryFind(SshConfig config, string name)
    {
        try
        {
            return config.Find(name);
        }
        catch (Failure)
        {
            return null;
        }
    }
}

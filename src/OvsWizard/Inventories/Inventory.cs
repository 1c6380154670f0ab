using System.Globalization;

namespace OvsWizard.Inventories;

/// <summary>
/// The hosts that an operator works on, in the order of the file, and the parameters that hold for the whole site.
/// </summary>
public sealed class Inventory
{
    private readonly InventoryDraft draft;
    private readonly SshConfig config;
    private readonly LocalUser user;
    private readonly IReadOnlyList<HostDraft> chosen;
    private readonly Lazy<Reading> reading;

    private Inventory(InventoryDraft draft, SshConfig config, LocalUser user, IReadOnlyList<HostDraft> chosen)
    {
        (this.draft, this.config, this.user, this.chosen) = (draft, config, user, chosen);
        reading = new(Resolve);
    }

    /// <summary>
    /// The hosts with everything filled in, to be worked on. They are put together when they are first asked for, so
    /// that
    /// <see cref="Limit"/> can leave out those that cannot be: a site's inventory has hosts for other tools too.
    /// </summary>
    /// <exception cref="Failure">Input, with file:line:column: one of them cannot be worked on, or two are the same
    /// machine.</exception>
    public IReadOnlyList<Host> Hosts
    {
        get
        {
            if (reading.Value.Failures.FirstOrDefault(f => f.Host.Elsewhere is null).Why is { } failure) throw failure;
            if (reading.Value.Twins is [{ } twins, ..])
                throw new Failure(FailureKind.Input,
                    $"{twins.First.Name} and {twins.Second.Name} are the same machine",
                    $"both are {twins.Second.Address} port {twins.Second.Port}",
                    $"remove one, correct its address, or choose with --limit", at: twins.Second.At);
            if (reading.Value.Hosts.Count == 0 && reading.Value.Failures is [var (_, only), ..]) throw only;
            return reading.Value.Hosts;
        }
    }

    /// <summary>The hosts as far as they can be put together, to be checked.</summary>
    public IReadOnlyList<Host> Known => reading.Value.Hosts;

    /// <summary>Why others cannot be worked on.</summary>
    public IEnumerable<Failure> Unusable => reading.Value.Failures.Where(f => f.Host.Elsewhere is null)
        .Select(f => f.Why);

    /// <summary>The hosts that cannot, each with why.</summary>
    public IReadOnlyList<(string Host, Failure Why)> LeftOut =>
        [.. reading.Value.Failures.Select(f => (f.Host.Name, f.Why))];

    /// <summary>The names of the hosts, whether or not they can be worked on.</summary>
    public IReadOnlyList<string> Names => [.. chosen.Select(h => h.Name)];

    /// <summary>The hosts of each group by name; <c>all</c> is none of them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups => draft.Groups;

    public InventoryFormat Format => draft.Format;

    /// <summary>Values of parameters that belong to no single host.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Params => draft.Params;

    /// <summary>
    /// What was passed over, of these hosts, in the inventory, and what is done otherwise than ssh would.
    /// </summary>
    public IReadOnlyList<FormattableString> Warnings =>
    [
        .. draft.Warnings, .. chosen.SelectMany(h => h.Warnings).Concat(reading.Value.Warnings)
            .DistinctBy(w => w.ToString(CultureInfo.InvariantCulture)),
        .. reading.Value.Failures.Where(f => f.Host.Elsewhere is not null)
            .Select(f =>
            (FormattableString)$"{f.Host.Name} is left out: {new Text(f.Why.What, f.Why.In(Language.Chinese).What)}"),
        .. reading.Value.Twins.Select(t =>
            (FormattableString)$"{t.First.Name} and {t.Second.Name} are the same machine: a run takes one of them (--limit)"),
    ];

    /// <summary>Reads inventories, what stands beside them, and what ssh would do; touches no host.</summary>
    /// <param name="sources">As -i takes them.</param>
    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static Inventory Load(IReadOnlyList<string> sources, LocalUser? user = null)
    {
        user ??= LocalUser.Current;
        var (draft, config) = InventoryReader.Read(sources, user);
        return From(draft, config, user);
    }

    /// <summary>The same, of sources in one text.</summary>
    public static Inventory Load(string sources, LocalUser? user = null) => Load(InventorySources.Split(sources), user);

    /// <summary>The hosts that an ssh configuration names.</summary>
    /// <exception cref="Failure">Input: it names none.</exception>
    public static Inventory Of(SshConfig config, LocalUser user) =>
        From(SshConfigInventory.Read(config, "~/.ssh/config"), config, user);

    /// <summary>As <c>Load</c>, from texts that are already there.</summary>
    public static Inventory Parse(string text, string file, SshConfig config, LocalUser user,
        Func<string, string, IEnumerable<(string File, string Text)>>? beside = null)
    {
        var format = InventoryFormats.Of(text, file);
        if (format is InventoryFormat.SshConfig) config = SshConfig.Parse(text, file, user);
        return From(InventoryReader.Read(text, file, format, config, new AnsibleFiles(beside ?? ((_, _) => []))),
            config, user);
    }

    /// <summary>
    /// The hosts that <c>--limit</c> names, in the order of the inventory: hosts, groups, <c>*</c> and <c>?</c> for any
    /// of both; <c>!</c> leaves out.
    /// </summary>
    /// <exception cref="Failure">Input: a name is not in the inventory, or no host is left.</exception>
    public Inventory Limit(IEnumerable<string> names)
    {
        var all = names.ToList();
        var wanted = all.TrueForAll(n => n.StartsWith('!')) ? Names.ToHashSet() : [];
        foreach (var name in all.Where(n => !n.StartsWith('!'))) wanted.UnionWith(Members(name));
        foreach (var name in all.Where(n => n.StartsWith('!'))) wanted.ExceptWith(Members(name[1..]));
        // Who names a host means it: it is not left out without a word.
        List<HostDraft> left = [.. chosen.Where(h => wanted.Contains(h.Name))
            .Select(h => h.Elsewhere is not null && all.Any(n => IsCalled(h, n))
                ? h with { Unusable = h.Elsewhere, Elsewhere = null } : h)];
        return left.Count > 0
            ? new Inventory(draft, config, user, left)
            : throw new Failure(FailureKind.Input, $"--limit leaves no host",
                now: $"it has: {string.Join(", ", Names)}");
    }

    /// <summary>
    /// The first host of another inventory's text, with this one's defaults: as if it had been written here.
    /// </summary>
    internal Host Adopt(string text, SshConfig ssh, LocalUser who)
    {
        var typed = InventoryReader.Read(text, draft.File, InventoryFormat.Own, ssh, AnsibleFiles.None);
        return From(typed with { Defaults = draft.Defaults }, ssh, who).Hosts[0];
    }

    /// <summary>What a reader made of an inventory.</summary>
    internal static Inventory Of(InventoryDraft draft, SshConfig config, LocalUser user) => From(draft, config, user);

    private static Inventory From(InventoryDraft draft, SshConfig config, LocalUser user) =>
        new(draft, config, user, draft.Hosts);

    private IEnumerable<string> Members(string name)
    {
        if (chosen.FirstOrDefault(h => IsCalled(h, name)) is { } host) return [host.Name];
        if (name is AnsibleInventory.All) return Names;
        if (Groups.TryGetValue(name, out var group)) return group;
        if (name.AsSpan().IndexOfAny('*', '?') >= 0)
        {
            var matching = chosen.Where(h => h.Aliases.Prepend(h.Name).Any(n => Wildcard.Matches(name, n)))
                .Select(h => h.Name).Concat(Groups.Where(g => Wildcard.Matches(name, g.Key)).SelectMany(g => g.Value))
                .ToList();
            if (matching.Count > 0) return matching;
        }
        string[] known = [.. Names, .. Groups.Keys];
        FormattableString what = Groups.Count > 0 ? (FormattableString)$"the inventory has no host or group '{name}'"
            : $"the inventory has no host '{name}'";
        throw Nearest.Of(name, known) is { } near
            ? new Failure(FailureKind.Input, what, now: $"did you mean '{near}'?")
            : new Failure(FailureKind.Input, what, now: $"it has: {string.Join(", ", known)}");
    }

    private static bool IsCalled(HostDraft host, string name) => host.Name == name || host.Aliases.Contains(name);

    private Reading Resolve()
    {
        var resolver = new HostResolver(draft, config, user);
        resolver.Prepare(chosen);
        var hosts = new List<Host>();
        var failures = new List<(HostDraft, Failure)>();
        var twins = new List<(Host, Host)>();
        var machines = new Dictionary<string, Host>();
        foreach (var host in chosen)
            try
            {
                var resolved = resolver.Resolve(host);
                hosts.Add(resolved);
                if (!machines.TryAdd(MachineOf(resolved), resolved)) twins.Add(
                    (machines[MachineOf(resolved)], resolved));
            }
            catch (Failure failure)
            {
                failures.Add((host, failure));
            }
        return new Reading(hosts, failures, twins, resolver.Warnings);
    }

    /// <summary>Behind different jump hosts the same private address is a different machine.</summary>
    private static string MachineOf(Host host) =>
        $"{string.Join(',', host.Jumps.Select(j => $"{j.Address}:{j.Port}"))}{host.Ssh.ProxyCommand}>{host.Address.ToLowerInvariant()}:{host.Port}:{host.Netns}";

    private sealed record Reading(
        IReadOnlyList<Host> Hosts, IReadOnlyList<(HostDraft Host, Failure Why)> Failures,
            IReadOnlyList<(Host First, Host Second)> Twins,
        IReadOnlyList<FormattableString> Warnings);
}

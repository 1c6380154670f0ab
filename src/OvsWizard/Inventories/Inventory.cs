using System.Globalization;
using OvsWizard.Texts;

namespace OvsWizard.Inventories;

/// <summary>The hosts that an operator works on, in the order of the file, and the parameters that hold for the whole site.</summary>
public sealed class Inventory
{
    private readonly InventoryDraft draft;
    private readonly SshConfig config;
    private readonly LocalUser user;
    private readonly IReadOnlyList<HostDraft> chosen;
    private readonly Lazy<IReadOnlyList<Host>> hosts;

    private Inventory(InventoryDraft draft, SshConfig config, LocalUser user, IReadOnlyList<HostDraft> chosen)
    {
        (this.draft, this.config, this.user, this.chosen) = (draft, config, user, chosen);
        hosts = new(Resolve);
    }

    /// <summary>
    /// The hosts with everything filled in. They are put together when they are first asked for, so that <see cref="Limit"/> can leave out
    /// those that cannot be worked on: a site's inventory has hosts for other tools too.
    /// </summary>
    /// <exception cref="Failure">Input, with file:line:column: one of them cannot be worked on, or two are the same machine.</exception>
    public IReadOnlyList<Host> Hosts => hosts.Value;

    /// <summary>The names of the hosts, whether or not they can be worked on.</summary>
    public IReadOnlyList<string> Names => [.. chosen.Select(h => h.Name)];

    /// <summary>The hosts of each group by name; <c>all</c> is none of them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups => draft.Groups;

    public InventoryFormat Format => draft.Format;

    /// <summary>Values of parameters that belong to no single host.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Params => draft.Params;

    /// <summary>What was passed over, of these hosts, in the inventory.</summary>
    public IReadOnlyList<FormattableString> Warnings => [.. draft.Warnings, .. chosen.SelectMany(h => h.Warnings).DistinctBy(w => w.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Reads an inventory, what stands beside it, and ~/.ssh/config; touches no host.</summary>
    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static Inventory Load(string path, LocalUser? user = null)
    {
        user ??= LocalUser.Current;
        var text = TextOf(path);
        var format = InventoryFormats.Of(text, path);
        var ssh = Path.Combine(user.Home, ".ssh");
        var config = SshConfig.Load(format is InventoryFormat.SshConfig ? path : Path.Combine(ssh, "config"), ssh, user);
        return From(InventoryReader.Read(text, path, format, config, AnsibleFiles.Beside(path)), config, user);
    }

    /// <summary>As <see cref="Load"/>, from texts that are already there.</summary>
    public static Inventory Parse(string text, string file, SshConfig config, LocalUser user, Func<string, string, IEnumerable<(string File, string Text)>>? beside = null)
    {
        var format = InventoryFormats.Of(text, file);
        if (format is InventoryFormat.SshConfig) config = SshConfig.Parse(text, file);
        return From(InventoryReader.Read(text, file, format, config, new AnsibleFiles(beside ?? ((_, _) => []))), config, user);
    }

    /// <summary>The hosts that <c>--limit</c> names, in the order of the inventory: hosts, groups, <c>*</c> and <c>?</c> for any of both; <c>!</c> leaves out.</summary>
    /// <exception cref="Failure">Input: a name is not in the inventory, or no host is left.</exception>
    public Inventory Limit(IEnumerable<string> names)
    {
        var all = names.ToList();
        var wanted = all.TrueForAll(n => n.StartsWith('!')) ? Names.ToHashSet() : [];
        foreach (var name in all.Where(n => !n.StartsWith('!'))) wanted.UnionWith(Members(name));
        foreach (var name in all.Where(n => n.StartsWith('!'))) wanted.ExceptWith(Members(name[1..]));
        List<HostDraft> left = [.. chosen.Where(h => wanted.Contains(h.Name))];
        return left.Count > 0
            ? new Inventory(draft, config, user, left)
            : throw new Failure(FailureKind.Input, $"--limit leaves no host", now: $"it has: {string.Join(", ", Names)}");
    }

    /// <summary>The first host of another inventory's text, with this one's defaults: as if it had been written here.</summary>
    internal Host Adopt(string text, SshConfig ssh, LocalUser who)
    {
        var typed = InventoryReader.Read(text, draft.File, InventoryFormat.Own, ssh, new AnsibleFiles((_, _) => []));
        return From(typed with { Defaults = draft.Defaults }, ssh, who).Hosts[0];
    }

    private static Inventory From(InventoryDraft draft, SshConfig config, LocalUser user) => new(draft, config, user, draft.Hosts);

    private static string TextOf(string path)
    {
        if (Directory.Exists(path))
            throw new Failure(FailureKind.Input, $"the inventory '{path}' is a folder", now: $"name one of the files in it");
        try
        {
            return TextFile.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read '{path}'", $"{e.Message}", $"check the path and its permissions", cause: e);
        }
    }

    private IEnumerable<string> Members(string name)
    {
        if (chosen.Any(h => h.Name == name)) return [name];
        if (name is AnsibleInventory.All) return Names;
        if (Groups.TryGetValue(name, out var group)) return group;
        if (name.AsSpan().IndexOfAny('*', '?') >= 0)
        {
            var matching = Names.Where(n => Wildcard.Matches(name, n)).Concat(Groups.Where(g => Wildcard.Matches(name, g.Key)).SelectMany(g => g.Value)).ToList();
            if (matching.Count > 0) return matching;
        }
        string[] known = [.. Names, .. Groups.Keys];
        FormattableString what = Groups.Count > 0 ? (FormattableString)$"the inventory has no host or group '{name}'" : $"the inventory has no host '{name}'";
        throw Nearest.Of(name, known) is { } near
            ? new Failure(FailureKind.Input, what, now: $"did you mean '{near}'?")
            : new Failure(FailureKind.Input, what, now: $"it has: {string.Join(", ", known)}");
    }

    private List<Host> Resolve()
    {
        var resolver = new HostResolver(draft, config, user);
        List<Host> resolved = [.. chosen.Select(resolver.Resolve)];
        var machines = new Dictionary<string, Host>();
        foreach (var host in resolved)
        {
            // Behind different jump hosts the same private address is a different machine.
            var machine = $"{string.Join(',', host.Jumps.Select(j => $"{j.Address}:{j.Port}"))}>{host.Address.ToLowerInvariant()}:{host.Port}:{host.Netns}";
            if (machines.TryGetValue(machine, out var same))
                throw new Failure(FailureKind.Input, $"{same.Name} and {host.Name} are the same machine", $"both are {host.Address} port {host.Port}", $"remove one, correct its address, or choose with --limit", at: host.At);
            machines.Add(machine, host);
        }
        return resolved;
    }
}

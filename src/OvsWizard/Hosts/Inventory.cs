using OvsWizard.Yaml;

namespace OvsWizard.Hosts;

/// <summary>The hosts that an operator works on, in the order of the file, and the parameters that hold for the whole site.</summary>
public sealed class Inventory
{
    private readonly InventoryDraft draft;

    private Inventory(InventoryDraft draft, IReadOnlyList<Host> hosts, IReadOnlyList<string> warnings) =>
        (this.draft, Hosts, Params, Warnings) = (draft, hosts, draft.Params, warnings);

    public IReadOnlyList<Host> Hosts { get; }

    /// <summary>Values of parameters that belong to no single host.</summary>
    public IReadOnlyDictionary<string, ParameterValue> Params { get; }

    /// <summary>What was passed over in ~/.ssh/config.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Reads an inventory and ~/.ssh/config; touches no host.</summary>
    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static Inventory Load(string path, LocalUser? user = null)
    {
        user ??= LocalUser.Current;
        return From(InventoryYaml.Read(YamlFile.Load(path), path), SshConfig.Load(user), user);
    }

    /// <summary>As <see cref="Load"/>, from texts that are already there.</summary>
    public static Inventory Parse(string text, string file, SshConfig config, LocalUser user) =>
        From(InventoryYaml.Read(YamlFile.Parse(text, file), file), config, user);

    /// <summary>The hosts that <c>--limit</c> names, in the order of the inventory.</summary>
    /// <exception cref="Failure">Input: a name is not in the inventory.</exception>
    public Inventory Limit(IEnumerable<string> names)
    {
        var wanted = names.ToHashSet();
        string[] known = [.. Hosts.Select(h => h.Name)];
        foreach (var name in wanted.Where(n => !known.Contains(n)))
        {
            var near = Nearest.Of(name, known);
            throw near is null
                ? new Failure(FailureKind.Input, $"the inventory has no host '{name}'", now: $"it has: {string.Join(", ", known)}")
                : new Failure(FailureKind.Input, $"the inventory has no host '{name}'", now: $"did you mean '{near}'?");
        }
        return new Inventory(draft, [.. Hosts.Where(h => wanted.Contains(h.Name))], Warnings);
    }

    /// <summary>The first host of another inventory's text, with this one's defaults: as if it had been written here.</summary>
    internal Host Adopt(string text, SshConfig config, LocalUser user)
    {
        var typed = InventoryYaml.Read(YamlFile.Parse(text, "typed"), draft.File);
        return From(typed with { Defaults = draft.Defaults }, config, user).Hosts[0];
    }

    private static Inventory From(InventoryDraft draft, SshConfig config, LocalUser user)
    {
        var resolver = new HostResolver(draft, config, user);
        List<Host> hosts = [.. draft.Hosts.Select(resolver.Resolve)];
        var machines = new Dictionary<string, Host>();
        foreach (var host in hosts)
        {
            // Behind different jump hosts the same private address is a different machine.
            var machine = $"{string.Join(',', host.Jumps.Select(j => $"{j.Address}:{j.Port}"))}>{host.Address.ToLowerInvariant()}:{host.Port}:{host.Netns}";
            if (machines.TryGetValue(machine, out var same))
                throw new Failure(FailureKind.Input, $"{same.Name} and {host.Name} are the same machine", $"both are {host.Address} port {host.Port}", $"remove one, or correct its address", at: host.At);
            machines.Add(machine, host);
        }
        return new Inventory(draft, hosts, config.Warnings);
    }
}

namespace OvsWizard.Inventories;

/// <summary>Where a host to choose from was found.</summary>
public enum HostSource
{
    Inventory,

    /// <summary>A name in ~/.ssh/config.</summary>
    SshConfig,

    /// <summary>Typed in by the operator.</summary>
    Typed,
}

/// <summary>A host that can be worked on, and whether it will be.</summary>
public sealed record HostChoice(Host Host, HostSource Source, bool IsChosen);

/// <summary>
/// The hosts to choose from, in the order in which they came: the inventory's are chosen, those of ~/.ssh/config wait
/// to be. Pure; every host is read by the rules of inventories.
/// </summary>
public sealed class HostSelection(Inventory? inventory, SshConfig config, LocalUser user)
{
    private readonly List<HostChoice> choices = [.. Gather(inventory?.Hosts ?? [], config, user)];

    public IReadOnlyList<HostChoice> Choices => choices;

    public IReadOnlyList<Host> Chosen => [.. choices.Where(c => c.IsChosen).Select(c => c.Host)];

    /// <summary>Takes a host in, or leaves it out.</summary>
    public void Toggle(string name) => Change(name, c => c with { IsChosen = !c.IsChosen });

    /// <summary>Adds a host and chooses it.</summary>
    /// <exception cref="Failure">Input: a part of it cannot be, or the host is there already.</exception>
    public Host Add(HostEntry entry)
    {
        var host = entry.Resolve(config, user, inventory);
        RefuseTwin(host, except: null);
        choices.Add(new HostChoice(host, HostSource.Typed, IsChosen: true));
        return host;
    }

    /// <summary>Changes how a host is reached; its parameters, and whatever else cannot be typed, stay.</summary>
    /// <exception cref="Failure">Input: a part of it cannot be, or another host is the same.</exception>
    public Host Edit(string name, HostEntry entry)
    {
        var before = choices.Single(c => c.Host.Name == name).Host;
        var typed = entry.Resolve(config, user, inventory);
        RefuseTwin(typed, except: name);
        var unchanged = HostEntry.Of(before);
        var host = before with
        {
            Name = typed.Name,
            Destination = typed.Name == before.Name ? before.Destination : before.Destination ?? before.Name,
            Address = typed.Address,
            User = typed.User,
            Port = typed.Port,
            Become = typed.Become,
            Identities = entry.Identity == unchanged.Identity ? before.Identities : typed.Identities,
            Jumps = entry.Jump == unchanged.Jump ? before.Jumps : typed.Jumps,
            Ssh = entry.Jump == unchanged.Jump ? before.Ssh : before.Ssh with { ProxyCommand = null },
        };
        Change(name, c => c with { Host = host, Source = HostSource.Typed });
        return host;
    }

    /// <summary>The chosen hosts now stand in an inventory of their own.</summary>
    public void Written()
    {
        for (var i = 0; i < choices.Count; i++)
            choices[i] = choices[i] with { Source = choices[i].IsChosen ? HostSource.Inventory
                : choices[i].Source is HostSource.Inventory ? HostSource.Typed : choices[i].Source };
    }

    private void Change(string name, Func<HostChoice, HostChoice> change)
    {
        var index = choices.FindIndex(c => c.Host.Name == name);
        choices[index] = change(choices[index]);
    }

    private void RefuseTwin(Host host, string? except)
    {
        foreach (var other in choices.Select(c => c.Host).Where(h => h.Name != except))
        {
            if (other.Name == host.Name)
                throw new Failure(FailureKind.Input, $"host '{host.Name}' already exists",
                    now: $"give this one another name, or edit that one");
            if (other.Address == host.Address && other.Port == host.Port && other.Jumps.Count == 0
                && host.Jumps.Count == 0)
                throw new Failure(FailureKind.Input, $"{other.Name} and {host.Name} are the same machine",
                    $"both are {host.Address} port {host.Port}", $"correct the address, or remove it");
        }
    }

    private static IEnumerable<HostChoice> Gather(IEnumerable<Host> inventory, SshConfig config, LocalUser user)
    {
        var names = new HashSet<string>();
        var machines = new HashSet<(string Address, int Port)>();
        foreach (var host in inventory)
        {
            names.Add(host.Name);
            machines.Add((host.Address, host.Port));
            yield return new HostChoice(host, HostSource.Inventory, IsChosen: true);
        }
        foreach (var host in Named(config, user).Where(h => names.Add(h.Name)))
            if (machines.Add((host.Address, host.Port))) yield return new HostChoice(host, HostSource.SshConfig,
                IsChosen: false);
    }

    /// <summary>The hosts that ssh knows by name, as far as it can tell how they are reached.</summary>
    private static IReadOnlyList<Host> Named(SshConfig config, LocalUser user)
    {
        try
        {
            return config.Names.Count > 0 ? Inventory.Of(config, user).Known : [];
        }
        catch (Failure)
        {
            // Names that are none here, all of them.
            return [];
        }
    }
}

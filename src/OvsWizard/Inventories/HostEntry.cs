namespace OvsWizard.Inventories;

/// <summary>
/// A host as a person types it; what is left empty comes from the inventory's defaults, then from ~/.ssh/config.
/// </summary>
/// <param name="Identity">A private key file.</param>
/// <param name="Jump">A host to go through: user@name:port.</param>
/// <param name="Become">sudo, none, or empty.</param>
public sealed record HostEntry(string Name, string Address = "", string User = "", string Port = "",
    string Identity = "", string Jump = "", string Become = "")
{
    /// <summary>The host as it would have been typed.</summary>
    public static HostEntry Of(Host host) => new(
        host.Name, host.Address, host.User, host.Port == Host.DefaultPort ? "" : $"{host.Port}",
            host.Identities.Count > 0 ? host.Identities[0] : "",
        string.Join(',', host.Jumps.Select(j => j.Name)), host.Become is Inventories.Become.Sudo ? "sudo" : "");

    /// <summary>The host with everything filled in, by the same rules as an inventory's.</summary>
    /// <param name="inventory">The inventory whose defaults hold for it, if any.</param>
    /// <exception cref="Failure">Input: a part of it cannot be.</exception>
    public Host Resolve(SshConfig config, LocalUser user, Inventory? inventory = null)
    {
        var text = $"hosts: {{ {InventoryText.Scalar(Name)}: {{ {string.Join(", ", Settings())} }} }}";
        try
        {
            return inventory?.Adopt(text, config, user) ?? Inventory.Parse(text, "typed", config, user).Hosts[0];
        }
        catch (Failure failure)
        {
            // The place would be one in a text that nobody has seen.
            throw failure.With(at: null, cause: failure);
        }
    }

    /// <summary>What was typed, as an inventory says it.</summary>
    internal IEnumerable<string> Settings() =>
        new[] { ("address", Address), ("user", User), ("port", Port), ("identity", Identity), ("jump", Jump),
            ("become", Become) }
            .Where(part => part.Item2.Trim().Length > 0)
            .Select(part => $"{part.Item1}: {InventoryText.Scalar(part.Item2.Trim())}");
}

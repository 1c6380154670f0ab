using OvsWizard.Yaml;

namespace OvsWizard.Inventories;

/// <summary>
/// Reads the YAML inventories of Ansible, and what <c>ansible-inventory --list</c> prints, as YAML or JSON. Pure.
/// </summary>
internal static class AnsibleYaml
{
    /// <summary>Where ansible-inventory --list puts the variables of hosts.</summary>
    private const string Meta = "_meta";

    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static void Add(YamlNode root, AnsibleInventory inventory)
    {
        foreach (var (name, node) in root.AsMapping($"an inventory").Entries.Where(e =>
            e.Key.Value != Meta)) ReadGroup(name, node, inventory);
        if (root.AsMapping($"an inventory").Find(Meta)?.AsMapping($"'_meta'").Find("hostvars") is { } hostVars)
            foreach (var (name, vars) in hostVars.AsMapping($"'hostvars'").Entries) AnsibleValue.Add(
                vars.AsMapping($"host '{name.Value}'"), inventory.Host(name.Value, name.At));
    }

    private static void ReadGroup(YamlScalar name, YamlNode node, AnsibleInventory inventory)
    {
        var group = inventory.Group(name.Value);
        // A group named among the children, and described elsewhere.
        if (node is YamlScalar { IsNull: true }) return;
        var mapping = node.AsMapping($"group '{name.Value}'");
        mapping.AllowOnly($"a group", "hosts", "vars", "children");
        if (mapping.Find("vars") is { } vars) AnsibleValue.Add(vars.AsMapping($"'vars'"), group.Vars);
        foreach (var (host, values) in Named(mapping.Find("hosts"), $"'hosts'"))
            foreach (var one in HostRange.Expand(host.Value, host.At))
            {
                var of = inventory.Host(one, host.At);
                group.Hosts.Add(one);
                if (values is { } more && more is not YamlScalar { IsNull: true }) AnsibleValue.Add(
                    more.AsMapping($"host '{one}'"), of);
            }
        foreach (var (child, described) in Named(mapping.Find("children"), $"'children'"))
        {
            group.Children.Add(new(child.Value, child.At));
            if (described is not null) ReadGroup(child, described, inventory);
        }
    }

    /// <summary>The entries of a mapping, or the names in a list: JSON has these.</summary>
    private static IEnumerable<(YamlScalar Name, YamlNode? Value)> Named(YamlNode? node, FormattableString what) =>
        node switch
    {
        null => [],
        YamlSequence list => list.Items.Select(i => (i.AsScalar($"an entry of {what}"), (YamlNode?)null)),
        _ => node.AsMapping(what).Entries.Select(e => (e.Key, (YamlNode?)e.Value)),
    };
}

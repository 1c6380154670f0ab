using System.Text.Json;
using System.Text.Json.Nodes;

namespace OvsWizard.Inventories;

/// <summary>Reads what <c>ansible-inventory --list</c> prints. Pure.</summary>
internal static class AnsibleListing
{
    private const string Meta = "_meta";

    /// <summary>Where Ansible puts a value that is encrypted by itself.</summary>
    private const string Vault = "__ansible_vault";

    /// <param name="at">Where the hosts stand: Ansible does not tell the line.</param>
    public static AnsibleInventory Read(JsonElement listing, SourceLocation at)
    {
        var inventory = new AnsibleInventory(at.File);
        var groups = listing.EnumerateObject().Where(g => g.Name != Meta && g.Value.ValueKind is JsonValueKind.Object)
            .ToList();
        foreach (var group in groups)
        {
            var read = inventory.Group(group.Name);
            read.Hosts.UnionWith(Names(group.Value, "hosts").Where(HostName.IsValid));
            read.Children.AddRange(Names(group.Value, "children").Select(c => new Placed<string>(c, at)));
            // Groups without hosts are not listed by themselves.
            foreach (var child in read.Children) inventory.Group(child.Value);
        }
        var names = groups.SelectMany(g => Names(g.Value, "hosts")).Distinct().ToList();
        foreach (var host in names.Where(HostName.IsValid)) inventory.Host(host, at);
        inventory.Warnings.AddRange(names.Where(n => !HostName.IsValid(n))
            .Select(n => (FormattableString)$"{n} is left out: not a valid host name"));
        if (listing.TryGetProperty(Meta, out var meta) && meta.TryGetProperty("hostvars", out var hosts))
            foreach (var host in hosts.EnumerateObject().Where(h => HostName.IsValid(h.Name))) Add(host.Value, at,
                inventory.Host(host.Name, at));
        return inventory;
    }

    /// <summary>
    /// A value as text: a list becomes its values with commas between; null: it is a mapping, and nobody's here.
    /// </summary>
    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Null => "",
        JsonValueKind.Array when value.EnumerateArray()
            .All(v => v.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)) =>
            string.Join(',', value.EnumerateArray().Select(TextOf)),
        JsonValueKind.Object when value.TryGetProperty(Vault, out var encrypted) => encrypted.GetString(),
        _ => null,
    };

    /// <summary>Which variables of which hosts are to be evaluated, as Ansible is told.</summary>
    public static string Wanted(IReadOnlyDictionary<string, IReadOnlyList<string>> wanted) => new JsonObject
    {
        ["ovswizard_wanted"] = new JsonObject(
            wanted.Select(w => KeyValuePair.Create(w.Key,
            (JsonNode?)new JsonArray([.. w.Value.Select(v => (JsonNode?)v)])))),
    }.ToJsonString();

    private static void Add(JsonElement from, SourceLocation at, Dictionary<string, ParameterValue> to)
    {
        foreach (var variable in from.EnumerateObject())
            if (variable is { Name: "ovswizard", Value.ValueKind: JsonValueKind.Object })
                foreach (var parameter in variable.Value.EnumerateObject()
                    .Where(p => TextOf(p.Value) is not null)) to[AnsibleVariables.Prefix
                    + parameter.Name] = new(TextOf(parameter.Value)!, at);
            else if (TextOf(variable.Value) is { } text) to[variable.Name] = new(text, at);
    }

    private static IEnumerable<string> Names(JsonElement group, string kind) =>
        group.TryGetProperty(kind, out var names) && names.ValueKind is JsonValueKind.Array ? names.EnumerateArray()
            .Select(n => n.GetString()).OfType<string>() : [];
}

using System.Text.Json.Nodes;
using OvsWizard.Inventories;

namespace OvsWizard.Cli.Commands;

/// <summary>
/// What <c>inventory show --json</c> prints: one object, in the words of the product's own inventory.
/// </summary>
internal static class InventoryJson
{
    public static string Write(Inventory inventory) => new JsonObject
    {
        ["format"] = inventory.Format.ToString(),
        ["params"] = Values(inventory.Params),
        ["groups"] = new JsonObject(inventory.Groups.Select(g => KeyValuePair.Create(g.Key, (JsonNode?)List(g.Value)))),
        ["hosts"] = new JsonArray([.. inventory.Known.Select(OfHost)]),
        ["left_out"] = new JsonArray([.. inventory.LeftOut.Select(h =>
            new JsonObject { ["host"] = h.Host, ["what"] = h.Why.What, ["why"] = h.Why.Why })]),
    }.ToJsonString();

    private static JsonNode OfHost(Host host) => new JsonObject
    {
        ["host"] = host.Name,
        ["aliases"] = List(host.Aliases),
        ["address"] = host.Address,
        ["port"] = host.Port,
        ["user"] = host.User,
        ["identity"] = List(host.Identities),
        ["identity_certificate"] = List(host.Certificates),
        ["password_env"] = host.PasswordEnv,
        ["become"] = host.Become is Become.Sudo ? "sudo" : "none",
        ["jump"] = List(host.Way),
        ["ssh"] = new JsonObject(host.Ssh.ToLines().Select(l => KeyValuePair.Create(l.Keyword, (JsonNode?)l.Value))),
        ["proxy_command"] = host.Ssh.ProxyCommand,
        ["host_key_alias"] = host.Ssh.HostKeyAlias,
        ["params"] = Values(host.Params),
    };

    private static JsonArray List(IEnumerable<string> values) => new([.. values.Select(v => (JsonNode?)v)]);

    private static JsonObject Values(IReadOnlyDictionary<string, ParameterValue> values) =>
        new(values.Select(v => KeyValuePair.Create(v.Key, (JsonNode?)v.Value.Text)));
}

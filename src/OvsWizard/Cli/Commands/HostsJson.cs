using System.Text.Json.Nodes;
using OvsWizard.Facts;
using OvsWizard.Ssh;

namespace OvsWizard.Cli.Commands;

/// <summary>What <c>hosts check --json</c> prints: an object a host.</summary>
internal static class HostsJson
{
    private static readonly (CheckStage Stage, string Name)[] Stages =
        [(CheckStage.Reach, "reach"), (CheckStage.Trust, "trust"), (CheckStage.Login, "login"),
            (CheckStage.Become, "become")];

    public static string Write(IReadOnlyList<HostStatus> hosts) =>
        new JsonArray([.. hosts.Select(Host)]).ToJsonString();

    private static JsonNode Host(HostStatus status)
    {
        var facts = status.Facts;
        var host = new JsonObject { ["host"] = status.Host.Name, ["address"] = status.Host.Address,
            ["port"] = status.Host.Port, ["fit"] = status.IsFit };
        foreach (var (stage, name) in Stages)
            host[name] = status.MarkOf(stage) switch { CheckMark.Good => true, CheckMark.Wrong => false, _ => null };
        if (status.Key is { } key) host["key"] = new JsonObject
        {
            ["type"] = key.Type, ["fingerprint"] = key.Fingerprint, ["trust"] = Word(key.Verdict.Trust)
        };
        if (status.Failure is { } failure)
            host["failure"] = new JsonObject { ["what"] = failure.What, ["why"] = failure.Why, ["now"] = failure.Now };
        if (!facts.IsComplete) return host;
        host["os"] = new JsonObject { ["name"] = facts.Os, ["id"] = facts.OsId, ["version"] = facts.OsVersion,
            ["kernel"] = facts.Kernel, ["init"] = facts.Init };
        host["docker"] = new JsonObject { ["state"] = Word(facts.Docker), ["version"] = facts.DockerVersion,
            ["containers"] = Names(facts.Containers), ["networks"] = Networks(facts) };
        host["ovs"] = new JsonObject { ["state"] = Word(facts.Ovs), ["version"] = facts.OvsVersion,
            ["datapaths"] = Names(facts.Datapaths), ["bridges"] = Names(facts.OvsBridges) };
        host["firewall"] = facts.Firewall;
        host["selinux"] = facts.SeLinux;
        host["session"] = new JsonObject { ["interface"] = facts.SessionInterface, ["address"] = facts.SessionAddress };
        host["interfaces"] = new JsonArray([.. facts.Interfaces.Select(Interface)]);
        return host;
    }

    private static JsonNode Interface(HostInterface link) => new JsonObject
    {
        ["name"] = link.Name,
        ["mtu"] = link.Mtu,
        ["state"] = link.State,
        ["master"] = link.Master.Length > 0 ? link.Master : null,
        ["addresses"] = Names(link.Addresses),
    };

    private static JsonArray Networks(HostFacts facts) =>
        new([.. facts.Networks.Select(n =>
            new JsonObject { ["name"] = n.Name, ["bridge"] = n.Bridge, ["subnet"] = n.Subnet })]);

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(n => JsonValue.Create(n))]);

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}

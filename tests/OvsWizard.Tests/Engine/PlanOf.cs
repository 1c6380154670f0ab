using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Engine;

/// <summary>Small plans for tests of the engine, written as steps and not as YAML.</summary>
internal static class PlanOf
{
    private static readonly Text None = new("", "");

    public static PlannedStep Preflight(string verify) =>
        Make("preflight", 0, null, null, verify) with { IsPreflight = true };

    public static PlannedStep Step(string id, int order, string check, string change, string? verify = null) =>
        Make(id, order, check, change, verify);

    public static PlannedStep Proof(string id, int order, string verify) =>
        Make(id, order, null, null, verify) with { AfterPeers = true };

    public static PlannedStep Confirm(string id, int order, string? check = null) =>
        Make(id, order, check, null, null) with { Kind = StepKind.Confirm, Prompt = new Text("do it", "请做") };

    public static Plan Hosts(string hosts, params PlannedStep[] steps) =>
        Each(hosts.Split(' ').ToDictionary(h => h, _ => steps));

    public static Plan Each(Dictionary<string, PlannedStep[]> steps) => new(
        "test", 1, new Text("Test", "测试"), None, "", null,
        [.. steps.Select(s =>
            new HostPlan(s.Key, s.Key, new Dictionary<string, string>(), new Dictionary<string, string>(), s.Value))])
    {
        Failures = new Dictionary<string, Explanation>
        {
            ["disk-full"] = new(new Text("the disk is full", "磁盘已满"), new Text("make room", "腾出空间")),
            ["link-down"] = new(new Text("a link is down", "链路未启用"), new Text("plug it in", "插上网线")),
        },
    };

    private static PlannedStep Make(string id, int order, string? check, string? change, string? verify) => new(
        id, order, null, StepKind.Command, new Text(id, id), None, AfterPeers: false, IsPreflight: false,
        check, null, change, verify, change is null ? null : "true", null, [], new Risk(RiskLevel.Low, None),
        TimeoutSeconds: 20, null, null,
        new Dictionary<string, Explanation> { ["12"] = new(new Text("because", "因为"), new Text("mend it", "修好它")),
            ["link-down"] = new(new Text("the uplink is down", "上联未启用"), new Text("look at the switch", "查看交换机")),
        });
}

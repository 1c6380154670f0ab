using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Tests.Engine;

/// <summary>Small plans for tests of the engine, written as steps and not as YAML.</summary>
internal static class PlanOf
{
    private static readonly Text None = new("", "");

    public static PlannedStep Preflight(string verify) => Make("preflight", 0, null, null, verify) with { IsPreflight = true };

    public static PlannedStep Step(string id, int order, string check, string change, string? verify = null) => Make(id, order, check, change, verify);

    public static PlannedStep Proof(string id, int order, string verify) => Make(id, order, null, null, verify) with { AfterPeers = true };

    public static PlannedStep Confirm(string id, int order, string? check = null) =>
        Make(id, order, check, null, null) with { Kind = StepKind.Confirm, Prompt = new Text("do it", "请做") };

    public static Plan Hosts(string hosts, params PlannedStep[] steps) => Each(hosts.Split(' ').ToDictionary(h => h, _ => steps));

    public static Plan Each(Dictionary<string, PlannedStep[]> steps) => new(
        "test", 1, new Text("Test", "测试"), None, "", null,
        [.. steps.Select(s => new HostPlan(s.Key, s.Key, new Dictionary<string, string>(), new Dictionary<string, string>(), s.Value))]);

    private static PlannedStep Make(string id, int order, string? check, string? change, string? verify) => new(
        id, order, null, StepKind.Command, new Text(id, id), None, AfterPeers: false, IsPreflight: false,
        check, null, change, verify, change is null ? null : "true", null, [], new Risk(RiskLevel.Low, None), TimeoutSeconds: 20, null, null,
        new Dictionary<int, Explanation> { [12] = new(new Text("because", "因为"), new Text("mend it", "修好它")) });
}

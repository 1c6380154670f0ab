using System.Text.Json.Nodes;
using OvsWizard.Sessions;

namespace OvsWizard.Cli;

/// <summary>A refreshed plan as one JSON document.</summary>
internal static class RefreshJson
{
    public static string Write(PlanRefresh refresh) => new JsonObject
    {
        ["runbook"] = refresh.State.Plan.Runbook,
        ["change"] = refresh.Changes.Count,
        ["hold"] = refresh.Holding,
        ["unknown"] = refresh.Unknown,
        ["changes"] = Steps(refresh.Changes),
        ["unmet"] = Steps(refresh.Unmet),
        ["interrupts"] = new JsonArray([.. refresh.State.Interruptions
            .Select(i => (JsonNode)new JsonObject { ["host"] = i.Host, ["what"] = i.What })]),
        ["lost"] = new JsonArray([.. refresh.Lost
            .Select(l => (JsonNode)new JsonObject { ["host"] = l.Host, ["what"] = l.What, ["why"] = l.Why })]),
    }.ToJsonString();

    private static JsonArray Steps(IEnumerable<StepChange> changes) =>
        new([.. changes.Select(c => (JsonNode)new JsonObject
        {
            ["host"] = c.Host,
            ["step"] = c.Step.Key,
            ["title"] = c.Step.Title.En,
            ["output"] = c.Output,
        })]);
}

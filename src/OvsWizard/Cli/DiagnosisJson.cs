using System.Text.Json.Nodes;
using OvsWizard.Diagnosis;
using OvsWizard.Runbooks;

namespace OvsWizard.Cli;

/// <summary>A diagnosis as one JSON document.</summary>
internal static class DiagnosisJson
{
    public static string Write(DiagnosisResult result) => new JsonObject
    {
        ["runbook"] = result.Subject.Troubleshooting.Runbook.Id,
        ["symptom"] = result.Symptom?.Id,
        ["hosts"] = new JsonArray([.. result.State.Hosts.Select(h => (JsonNode)h.Name)]),
        ["milliseconds"] = result.State.Ended!.Milliseconds,
        ["lost"] = new JsonArray([.. result.Lost.Select(l =>
            (JsonNode)new JsonObject { ["host"] = l.Host, ["what"] = l.What, ["why"] = l.Why, ["now"] = l.Now })]),
        ["findings"] = new JsonArray([.. result.Findings.Select(f => (JsonNode)new JsonObject
        {
            ["host"] = f.Host,
            ["probe"] = f.Probe.Step.Id,
            ["layer"] = Words.Of(f.Probe.Layer),
            ["likelihood"] = Words.Of(f.Reading.Likelihood),
            ["cause"] = Both(f.Reading.Cause),
            ["consequence"] = Both(f.Reading.Consequence),
            ["now"] = Both(f.Reading.Now),
            ["repair"] = f.Reading.Repair,
            ["exitStatus"] = f.Evidence.Result!.ExitStatus,
            ["command"] = f.Command,
            ["output"] = f.Output,
            ["explainedBy"] = f.ExplainedBy is { } cause
                ? new JsonObject { ["host"] = cause.Host, ["probe"] = cause.Probe.Step.Id } : null,
        })]),
    }.ToJsonString();

    /// <summary>The symptoms that can be asked about, and the probes in their order.</summary>
    public static string List(IEnumerable<Troubleshooting> all) =>
        new JsonArray([.. all.Select(t => (JsonNode)new JsonObject
        {
            ["runbook"] = t.Runbook.Id,
            ["symptoms"] = new JsonArray([
                .. t.Symptoms.Select(s => (JsonNode)new JsonObject { ["symptom"] = s.Id, ["title"] = Both(s.Title) })]),
            ["probes"] = new JsonArray([.. t.Probes.Select(p =>
                (JsonNode)new JsonObject { ["probe"] = p.Step.Id, ["layer"] = Words.Of(p.Layer) })]),
        })]).ToJsonString();

    private static JsonObject Both(Text text) => new() { ["en"] = text.En, ["zh"] = text.Zh };
}

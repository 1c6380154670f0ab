using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OvsWizard.Runbooks;

namespace OvsWizard.Cli.Commands;

/// <summary>Runbooks as JSON, for other programs: the same words as in their YAML.</summary>
internal static class RunbookJson
{
    private static readonly JsonWriterOptions Readable =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string OfAll(IEnumerable<Runbook> runbooks, RunbookLibrary library) =>
        Print(Array(runbooks, runbook =>
        {
            var head = Head(runbook);
            head["file"] = runbook.At.File;
            head["hides"] = Array(library.HiddenBy(runbook), path => JsonValue.Create(path)!);
            return head;
        }));

    public static string Of(Runbook runbook)
    {
        var json = Head(runbook);
        json["background"] = runbook.Background is { } background ? Text(background) : null;
        json["interrupts"] = Text(runbook.Interrupts);
        json["parameters"] = Array(runbook.Parameters, OfParameter);
        json["steps"] = Array(runbook.Steps, OfStep);
        return Print(json);
    }

    private static JsonObject Head(Runbook runbook) => new()
    {
        ["runbook"] = runbook.Id,
        ["version"] = runbook.Version,
        ["title"] = Text(runbook.Title),
        ["summary"] = Text(runbook.Summary),
        ["min_hosts"] = runbook.MinHosts,
    };

    private static JsonObject OfParameter(Parameter parameter) => new()
    {
        ["name"] = parameter.Name,
        ["type"] = Words.Of(parameter.Type),
        ["scope"] = Words.Of(parameter.Scope),
        ["default"] = parameter.Default?.Source,
        ["optional"] = parameter.Optional,
        ["list"] = parameter.IsList,
        ["choices"] = Array(parameter.Choices,
            choice => new JsonObject { ["value"] = choice.Value, ["help"] = Text(choice.Help) }),
        ["min"] = parameter.Min,
        ["max"] = parameter.Max,
        ["example"] = parameter.Form?.Example,
        ["help"] = Text(parameter.Help),
    };

    private static JsonObject OfStep(Step step) => new()
    {
        ["id"] = step.Id,
        ["kind"] = Words.Of(step.Kind),
        ["title"] = Text(step.Title),
        ["why"] = Text(step.Why),
        ["where"] = Words.Of(step.Place),
        ["preflight"] = step.IsPreflight,
        ["independent"] = step.IsIndependent,
        ["risk"] = Words.Of(step.Risk.Level),
        ["when"] = step.When?.Source,
        ["check"] = step.Check?.Source,
        ["keep"] = step.Keep?.Source,
        ["do"] = step.Do?.Source,
        ["verify"] = step.Verify?.Source,
        ["undo"] = step.Undo?.Source,
        ["touches"] = step.Touches?.Source,
        ["irreversible"] = step.Irreversible is { } text ? Text(text) : null,
        ["path"] = step.File?.Path.Source,
        ["content"] = step.File?.Content.Source,
        ["files"] = step.Transfer?.Files.Source,
        ["to"] = step.Transfer?.To.Source,
    };

    private static JsonObject Text(Text text) => new() { ["en"] = text.En, ["zh"] = text.Zh };

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode> convert) =>
        new([.. items.Select(convert)]);

    private static string Print(JsonNode json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable)) json.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}

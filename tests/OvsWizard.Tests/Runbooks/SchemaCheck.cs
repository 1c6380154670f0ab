using System.Text.Json;
using System.Text.RegularExpressions;
using OvsWizard.Yaml;

namespace OvsWizard.Tests.Runbooks;

/// <summary>Holds YAML against the parts of JSON Schema that ours uses.</summary>
internal static class SchemaCheck
{
    public static IEnumerable<string> Complaints(YamlNode node, JsonElement schema, JsonElement root)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Complaints(node,
                root.GetProperty("definitions").GetProperty(reference.GetString()!.Split('/')[^1]), root);
        var complaints = Own(node, schema, root);
        if (schema.TryGetProperty("allOf", out var all))
            complaints = complaints.Concat(all.EnumerateArray().SelectMany(s => Complaints(node, s, root)));
        if (schema.TryGetProperty("if", out var test)) complaints = complaints.Concat(Complaints(node,
            schema.GetProperty(Complaints(node, test, root).Any() ? "else" : "then"), root));
        if (schema.TryGetProperty("anyOf", out var any)
            && any.EnumerateArray().All(s => Complaints(node, s, root).Any()))
            complaints = complaints.Append($"{node.At}: fits nothing");
        if (schema.TryGetProperty("oneOf", out var one)
            && one.EnumerateArray().Count(s => !Complaints(node, s, root).Any()) != 1)
            complaints = complaints.Append($"{node.At}: fits not exactly one");
        return complaints;
    }

    private static IEnumerable<string> Own(YamlNode node, JsonElement schema, JsonElement root) => node switch
    {
        YamlScalar scalar => OfScalar(scalar, schema),
        YamlSequence list => (HasType(schema, "array") ? [] : new[] { $"{node.At}: a list" })
            .Concat(schema.TryGetProperty("items", out var items)
                ? list.Items.SelectMany(i => Complaints(i, items, root)) : []),
        YamlMapping mapping => OfMapping(mapping, schema, root),
        _ => [],
    };

    private static IEnumerable<string> OfScalar(YamlScalar scalar, JsonElement schema)
    {
        if (schema.TryGetProperty("enum", out var words)
            && words.EnumerateArray().All(w => w.GetString() != scalar.Value))
            yield return $"{scalar.At}: '{scalar.Value}' is not one of {words}";
        if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(scalar.Value, pattern.GetString()!))
            yield return $"{scalar.At}: '{scalar.Value}' does not match {pattern}";
        if (!schema.TryGetProperty("type", out _)) yield break;
        if (HasType(schema, "integer") && !long.TryParse(scalar.Value, out _))
            yield return $"{scalar.At}: '{scalar.Value}' is no integer";
        if (!HasType(schema, "string")
            && !HasType(schema, "integer") && !(HasType(schema, "boolean") && scalar.Value is "true" or "false"))
            yield return $"{scalar.At}: '{scalar.Value}' is no scalar";
    }

    private static IEnumerable<string> OfMapping(YamlMapping mapping, JsonElement schema, JsonElement root)
    {
        if (schema.TryGetProperty("type", out _) && !HasType(schema, "object")) yield return $"{mapping.At}: a mapping";
        if (schema.TryGetProperty("enum", out _)) yield return $"{mapping.At}: a mapping";
        if (schema.TryGetProperty("required", out var required))
            foreach (var key in required.EnumerateArray().Where(k => mapping.Find(k.GetString()!) is null))
                yield return $"{mapping.At}: '{key}' is missing";
        if (!schema.TryGetProperty("additionalProperties", out var others)) yield break;
        foreach (var (key, value) in mapping.Entries)
        {
            if (schema.TryGetProperty("propertyNames", out var names)
                && !Regex.IsMatch(key.Value, names.GetProperty("pattern").GetString()!))
                yield return $"{key.At}: '{key.Value}' is no such name";
            var known = schema.TryGetProperty("properties", out var properties)
                && properties.TryGetProperty(key.Value, out _);
            if (!known && others.ValueKind is JsonValueKind.False) yield return $"{key.At}: no key '{key.Value}'";
            else
                foreach (var complaint in Complaints(value, known ? properties.GetProperty(key.Value) : others, root))
                    yield return complaint;
        }
    }

    private static bool HasType(JsonElement schema, string type) =>
        !schema.TryGetProperty("type", out var types)
        || (types.ValueKind is JsonValueKind.Array ? types.EnumerateArray().Any(t => t.GetString() == type)
            : types.GetString() == type);
}

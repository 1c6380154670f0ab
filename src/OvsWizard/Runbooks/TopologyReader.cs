using OvsWizard.Templates;
using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>Reads which hosts a runbook ties to which.</summary>
internal static class TopologyReader
{
    public static TopologyTemplate Read(YamlNode node, IReadOnlyList<Parameter> parameters)
    {
        var mapping = node.AsMapping($"'topology'");
        mapping.AllowOnly($"the topology", RunbookKeys.Topology);
        return new TopologyTemplate(
            Required("tunnels"),
            FieldReader.FindTemplate(mapping, "hub"),
            FieldReader.FindTemplate(mapping, "guard"),
            Required("bridge"),
            FieldReader.FindTemplate(mapping, "attached"),
            FieldReader.FindTemplate(mapping, "label"),
            ParameterName(mapping.Require("endpoint", $"the topology"), parameters).Name,
            mapping.Find("subnet") is { } subnet ? ParameterName(subnet, parameters).Name : null,
            mapping.Find("block") is { } block ? ParameterName(block, parameters).Name : null,
            mapping.At);

        TemplateText Required(string key) =>
            FieldReader.Template(mapping.Require(key, $"the topology").AsScalar($"'{key}'"));
    }

    /// <summary>The parameter that a scalar names.</summary>
    public static Parameter ParameterName(YamlNode node, IReadOnlyList<Parameter> parameters)
    {
        var name = node.AsScalar($"a parameter's name").Value;
        if (parameters.FirstOrDefault(p => p.Name == name) is { } parameter) return parameter;
        var near = Nearest.Of(name, [.. parameters.Select(p => p.Name)]);
        throw near is null ? node.Wrong($"parameter '{name}' not found")
            : node.Wrong($"parameter '{name}' not found", now: $"did you mean '{near}'?");
    }
}

using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>Reads what must hold across hosts.</summary>
internal static class ConstraintReader
{
    private static readonly string[] Kinds = Words.All<ConstraintKind>();

    public static Constraint Read(YamlNode node, IReadOnlyList<Parameter> parameters)
    {
        var mapping = node.AsMapping($"a constraint");
        mapping.AllowOnly($"a constraint", RunbookKeys.Constraint);
        var entries = mapping.Entries.Where(e => Kinds.Contains(e.Key.Value)).ToList();
        if (entries is not [var (key, subject)])
            throw mapping.Wrong($"a constraint must be exactly one of {string.Join(", ", Kinds)}",
                now: $"write one list item for each");
        var kind = Words.Read<ConstraintKind>(key, $"a constraint");
        var message = FieldReader.FindBilingual(mapping, "message", $"'message'");
        var when = FieldReader.FindTemplate(mapping, "when");
        var of = Of(mapping, kind, parameters);

        if (kind is ConstraintKind.Assert or ConstraintKind.Advise)
        {
            if (message is null) throw mapping.Wrong($"'{key.Value}' has no 'message'",
                $"its expression tells an operator nothing", $"add 'message: {{ en: …, zh: … }}'");
            return new Constraint(kind, null, null, FieldReader.Template(subject.AsScalar($"'{key.Value}'")),
                message, when, mapping.At);
        }
        var parameter = TopologyReader.ParameterName(subject, parameters);
        if (kind is not ConstraintKind.Unique) RequireNetwork(parameter, subject);
        if (kind is ConstraintKind.Unique or ConstraintKind.Disjoint && parameter.Scope is not ParameterScope.Host)
            throw subject.Wrong($"'{parameter.Name}' has one value for all hosts and cannot be {key.Value}",
                now: $"give it 'scope: host'");
        return new Constraint(kind, parameter.Name, of, null, message, when, mapping.At);
    }

    private static string? Of(YamlMapping mapping, ConstraintKind kind, IReadOnlyList<Parameter> parameters)
    {
        if (kind is not (ConstraintKind.Within or ConstraintKind.Outside))
            return mapping.Find("of") is { } stray ? throw stray.Wrong($"'of' is only for within and outside") : null;
        var node = mapping.Require("of", $"the constraint");
        var other = TopologyReader.ParameterName(node, parameters);
        RequireNetwork(other, node);
        return other.Name;
    }

    private static void RequireNetwork(Parameter parameter, YamlNode node)
    {
        if (parameter.Type is not (ParameterType.Address or ParameterType.Cidr or ParameterType.InterfaceAddress))
            throw node.Wrong($"'{parameter.Name}' is not a valid address or network",
                now: $"constraints on networks take address, cidr and interface-address");
    }
}

using OvsWizard.Yaml;

namespace OvsWizard.Inventories;

/// <summary>Values of variables as they are written. Pure.</summary>
internal static class AnsibleValue
{
    /// <summary>
    /// The variables in a mapping of YAML. A list becomes its values with commas between; what is under
    /// <c>ovswizard:</c> are parameters; other mappings are nobody's here.
    /// </summary>
    public static void Add(YamlMapping from, Dictionary<string, ParameterValue> to)
    {
        foreach (var (key, value) in from.Entries)
            if (key.Value == "ovswizard" && value is YamlMapping parameters)
                foreach (var (name, given) in parameters.Entries)
                    to[AnsibleVariables.Prefix + name.Value] = Of(given)
                        ?? throw given.Wrong(
                            $"the parameter '{name.Value}' must be a single value or a list, not {given.Noun}");
            else if (Of(value) is { } read)
                to[key.Value] = read;
    }

    /// <summary>
    /// A value in an INI: quotes around it are taken off, a list in brackets becomes its values with commas between.
    /// </summary>
    public static ParameterValue OfText(string text, SourceLocation at)
    {
        if (text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0]) return new(text[1..^1], at);
        if (text.Length > 1 && text[0] == '[' && text[^1] == ']')
        {
            try
            {
                if (Of(YamlFile.Parse(text, at.File)) is { } list) return list with { At = at };
            }
            catch (Failure)
            {
                // No list, then: a text that happens to stand in brackets.
            }
        }
        return new(text, at);
    }

    private static ParameterValue? Of(YamlNode node) => node switch
    {
        YamlScalar scalar => new(scalar.IsNull ? "" : scalar.Value, scalar.At),
        YamlSequence list when list.Items.All(i => i is YamlScalar) =>
            new(string.Join(',', list.Items.Select(i => i.AsScalar($"a value").Value)), list.At),
        _ => null,
    };
}

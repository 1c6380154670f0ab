using System.Text.RegularExpressions;
using OvsWizard.Templates;
using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>Reads what a runbook says about a parameter.</summary>
internal static class ParameterReader
{
    public static Parameter Read(YamlScalar name, YamlNode node)
    {
        FormattableString what = $"parameter '{name.Value}'";
        var mapping = node.AsMapping(what);
        mapping.AllowOnly(what, RunbookKeys.Parameter);
        var type = Words.Read<ParameterType>(mapping.Require("type", what), $"a parameter's type");
        var parameter = new Parameter(
            FieldReader.Name(name, $"a parameter"),
            type,
            mapping.Find("scope") is { } scope ? Words.Read<ParameterScope>(scope, $"a parameter's scope")
                : ParameterScope.Site,
            FieldReader.ReadText(mapping.Require("help", what), $"'help'"),
            mapping.Find("default") is { } value ? Default(value) : null,
            FieldReader.FindBoolean(mapping, "optional"),
            FieldReader.FindBoolean(mapping, "list"),
            Choices(mapping, type, what),
            FieldReader.FindInteger(mapping, "min"),
            FieldReader.FindInteger(mapping, "max"),
            name.At) { Form = Form(mapping, type, what), IsDatapath = IsDatapath(mapping, type, what) };
        Check(parameter, mapping, what);
        return parameter;
    }

    /// <summary>A list is written as people give it on the command line, or as a YAML list.</summary>
    private static TemplateText Default(YamlNode node) => node switch
    {
        YamlSequence list => new TemplateText(
            string.Join(',', list.Items.Select(i => i.AsScalar($"an element of 'default'").Value)), list.At),
        _ => FieldReader.Template(node.AsScalar($"'default'")),
    };

    private static List<Choice> Choices(YamlMapping mapping, ParameterType type, FormattableString what)
    {
        var node = mapping.Find("choices");
        if (type is not ParameterType.Choice)
            return node is null ? [] : throw node.Wrong($"{what} is not one of the choices",
                now: $"remove 'choices', or write 'type: choice'");
        var choices = mapping.Require("choices", what).AsMapping($"'choices'").Entries
            .Select(e => new Choice(e.Key.Value, FieldReader.ReadText(e.Value, $"choice '{e.Key.Value}'")))
            .ToList();
        return choices.Count > 0 ? choices : throw mapping.Wrong($"{what} has no choices");
    }

    private static TextForm? Form(YamlMapping mapping, ParameterType type, FormattableString what)
    {
        if (mapping.Find("pattern") is not { } node)
            return mapping.Find("example") is { } alone ? throw alone.Wrong($"{what} has an 'example' but no 'pattern'",
                now: $"add 'pattern', or put the example into 'help'") : null;
        if (type is not ParameterType.Text)
            throw node.Wrong($"{what} is not a text", now: $"remove 'pattern', or write 'type: text'");
        var example = mapping.Require("example", what).AsScalar($"'example'");
        try
        {
            // Without backtracking no text can make the match take long.
            var pattern = new Regex($"^(?:{node.AsScalar($"'pattern'").Value})\\z",
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return pattern.IsMatch(example.Value) ? new TextForm(pattern, example.Value)
                : throw example.Wrong($"{what}: the example does not match its pattern");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw node.Wrong($"{what}: its pattern cannot be read", $"{e.Message}");
        }
    }

    private static bool IsDatapath(YamlMapping mapping, ParameterType type, FormattableString what)
    {
        if (mapping.Find("found") is not { } node) return false;
        if (type is not ParameterType.Choice)
            throw node.Wrong($"{what} is not one of the choices", now: $"remove 'found', or write 'type: choice'");
        return node.AsScalar($"'found'").Value is "datapaths" ? true : throw node.Wrong(
            $"nothing with that name is discovered on hosts", now: $"write 'found: datapaths', or remove it");
    }

    private static void Check(Parameter parameter, YamlMapping mapping, FormattableString what)
    {
        if (parameter.Type is not ParameterType.Integer && (parameter.Min ?? parameter.Max) is not null)
            throw mapping.Wrong($"{what} has limits but is not an integer", now: $"remove 'min' and 'max'");
        if (parameter.Min > parameter.Max)
            throw mapping.Wrong($"{what} allows no value: its 'min' is above its 'max'");
        if (parameter.Default is null) return;
        if (parameter.Optional)
            throw mapping.Wrong($"{what} is both optional and has a default", $"it would never be empty",
                $"remove one of them");
        if (parameter.Type is ParameterType.Secret)
            throw mapping.Wrong($"{what} is a secret and cannot have a default", $"a secret is never stored");
        if (parameter.Default.Source.Contains("{{", StringComparison.Ordinal)) return;
        ValueReader.Parse(parameter, parameter.Default.Source, at: parameter.Default.At);
    }
}

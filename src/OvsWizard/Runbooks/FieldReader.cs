using System.Text.RegularExpressions;
using OvsWizard.Templates;
using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>Reads the kinds of values that all parts of a runbook are made of.</summary>
internal static partial class FieldReader
{
    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex IdPattern();

    /// <summary>
    /// YAML folds the end of a line to a blank, which Chinese does not have between characters, nor after its
    /// punctuation.
    /// </summary>
    [GeneratedRegex(
        @"(?<=[\u3000-\u303f\uff00-\uffef]) (?=\S)|(?<=[\u4e00-\u9fff]) (?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])")]
    private static partial Regex FoldedBlank();

    /// <summary>A name that templates can use: lower-case letters, digits and _.</summary>
    public static string Name(YamlScalar node, FormattableString what) =>
        !NamePattern().IsMatch(node.Value) ? throw node.Wrong($"{what} cannot be named '{node.Value}'",
            now: $"use a-z, 0-9 and _, starting with a letter")
        : RunbookLint.ReservedNames.Contains(node.Value) ? throw node.Wrong($"{what} cannot be named '{node.Value}'",
            $"templates use that name for something else", $"choose another name")
        : node.Value;

    /// <summary>A kebab-case id.</summary>
    public static string Id(YamlNode node, FormattableString what)
    {
        var id = node.AsScalar(what).Value;
        return IdPattern().IsMatch(id) ? id
            : throw node.Wrong($"{what} cannot be '{id}'", now: $"use a-z, 0-9 and single hyphens: open-firewall");
    }

    /// <summary>A text in both languages.</summary>
    public static Text ReadText(YamlNode node, FormattableString what)
    {
        var (en, zh) = Languages(node, what);
        return new Text(en.Value.Trim(), FoldedBlank().Replace(zh.Value.Trim(), ""));
    }

    public static Text? FindText(YamlMapping mapping, string key, FormattableString what) =>
        mapping.Find(key) is { } node ? ReadText(node, what) : null;

    public static BilingualTemplate? FindBilingual(YamlMapping mapping, string key, FormattableString what)
    {
        if (mapping.Find(key) is not { } node) return null;
        var (en, zh) = Languages(node, what);
        return new BilingualTemplate(Template(en), Template(zh));
    }

    public static TemplateText Template(YamlScalar node) => new(node.Value, node.ContentAt);

    public static TemplateText? FindTemplate(YamlMapping mapping, string key) =>
        mapping.Find(key) is { } node ? Template(node.AsScalar($"'{key}'")) : null;

    public static bool FindBoolean(YamlMapping mapping, string key) =>
        mapping.Find(key)?.AsScalar($"'{key}'") is { } node && node.AsBoolean($"'{key}'");

    public static long? FindInteger(YamlMapping mapping, string key) =>
        mapping.Find(key)?.AsScalar($"'{key}'").AsInteger($"'{key}'");

    private static (YamlScalar En, YamlScalar Zh) Languages(YamlNode node, FormattableString what)
    {
        var mapping = node as YamlMapping
            ?? throw node.Wrong($"{what} must be a text in both languages, not {node.Noun}",
                now: $"write {{ en: …, zh: … }}, or put its Chinese into zh/ beside the file");
        mapping.AllowOnly(what, RunbookKeys.Text);
        return (One("en"), One("zh"));

        YamlScalar One(string language)
        {
            var text = mapping.Require(language, what).AsScalar($"'{language}'");
            return string.IsNullOrWhiteSpace(text.Value) ? throw text.Wrong($"{what} is empty in '{language}'") : text;
        }
    }
}

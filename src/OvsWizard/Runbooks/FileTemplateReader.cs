using System.Text.RegularExpressions;
using OvsWizard.Texts;
using OvsWizard.Yaml;

namespace OvsWizard.Runbooks;

/// <summary>Reads the file of a file step, and its template from the template folder.</summary>
internal static partial class FileTemplateReader
{
    [GeneratedRegex("^[0-7]{3,4}$")]
    private static partial Regex ModePattern();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_-]*:[A-Za-z_][A-Za-z0-9_-]*$")]
    private static partial Regex OwnerPattern();

    public static FileTemplate Read(YamlNode node, string templateFolder)
    {
        var mapping = node.AsMapping($"'file'");
        mapping.AllowOnly($"a file", RunbookKeys.File);
        return new FileTemplate(
            Path(mapping.Require("path", $"the file").AsScalar($"'path'")),
            Content(mapping, templateFolder),
            mapping.Find("merge") is { } merge ? Merge(merge) : FileMerge.Whole,
            Matching(mapping, "mode", ModePattern(), "octal digits such as 0644"),
            Matching(mapping, "owner", OwnerPattern(), "a user and a group such as root:root"),
            FieldReader.FindTemplate(mapping, "apply"),
            mapping.At);
    }

    private static TemplateText Path(YamlScalar node) =>
        node.Value.StartsWith('/') || node.Value.StartsWith("{{", StringComparison.Ordinal)
            ? FieldReader.Template(node)
            : throw node.Wrong($"'path' must be absolute, not '{node.Value}'");

    private static FileMerge Merge(YamlNode node) => Words.Read<FileMerge>(node, $"'merge'");

    private static TemplateText Content(YamlMapping mapping, string folder)
    {
        var name = mapping.Find("template")?.AsScalar($"'template'");
        var content = mapping.Find("content")?.AsScalar($"'content'");
        return (name, content) switch
        {
            (null, { } given) => FieldReader.Template(given),
            ({ } from, null) => Load(from, folder),
            _ => throw mapping.Wrong($"the file must have either 'template' or 'content'"),
        };
    }

    private static TemplateText Load(YamlScalar name, string folder)
    {
        var path = TemplateFiles.Find(folder, name.Value);
        if (!path.StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal) && !path.StartsWith(TemplateFiles.Shipped + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw name.Wrong($"the template '{name.Value}' lies outside of the template folder");
        try
        {
            return new TemplateText(TextFile.Read(path), new SourceLocation(path, 1, 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read the template '{name.Value}'", $"{e.Message}", $"templates are looked for in {folder}", at: name.At, cause: e);
        }
    }

    private static string? Matching(YamlMapping mapping, string key, Regex pattern, string expected)
    {
        if (mapping.Find(key)?.AsScalar($"'{key}'") is not { } node) return null;
        return pattern.IsMatch(node.Value) ? node.Value : throw node.Wrong($"'{key}' must be {expected}, not '{node.Value}'");
    }
}

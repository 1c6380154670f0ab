using System.Text.RegularExpressions;
using OvsWizard.Templates;
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
        return (name, content, mapping.Find("functions")) switch
        {
            (null, { } given, null) => FieldReader.Template(given),
            ({ } from, null, null) => Load(from, folder),
            (null, null, { } modules) => Functions(modules, folder),
            _ => throw mapping.Wrong($"the file must have one of 'template', 'content' and 'functions'"),
        };
    }

    /// <summary>Shell functions that stay on the host: of these modules and of what they require.</summary>
    private static TemplateText Functions(YamlNode node, string folder)
    {
        var modules = ShellModules.Load(node.AsSequence($"'functions'").Items
            .Select(i => i.AsScalar($"the name of a module of functions")).Select(i => (i.Value, i.At)), folder);
        return modules.All.FirstOrDefault(m => m.Text.Contains("{{", StringComparison.Ordinal)) is { } braces
            ? throw node.Wrong($"the module {braces.Name} cannot stay on a host",
                $"it has double braces, which a template would interpret")
            : new TemplateText(modules.Text,
                new SourceLocation($"{string.Join('+', modules.All.Select(m => m.Name))}.sh", 1, 1));
    }

    private static TemplateText Load(YamlScalar name, string folder)
    {
        var path = TemplateFiles.Find(folder, name.Value);
        if (!path.StartsWith(folder + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)
            && !path.StartsWith(TemplateFiles.Shipped + System.IO.Path.DirectorySeparatorChar,
                StringComparison.Ordinal))
            throw name.Wrong($"the template '{name.Value}' lies outside of the template folder");
        try
        {
            return new TemplateText(TextFile.Read(path), new SourceLocation(path, 1, 1));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read the template '{name.Value}'", $"{e.Message}",
                $"templates are read from {folder}", at: name.At, cause: e);
        }
    }

    private static string? Matching(YamlMapping mapping, string key, Regex pattern, string expected)
    {
        if (mapping.Find(key)?.AsScalar($"'{key}'") is not { } node) return null;
        return pattern.IsMatch(node.Value) ? node.Value
            : throw node.Wrong($"'{key}' must be {expected}, not '{node.Value}'");
    }
}

using System.Text.RegularExpressions;
using OvsWizard.Runbooks;
using OvsWizard.Yaml;

namespace OvsWizard.Inspection;

/// <summary>Reads a view, and the explanations of the components, from YAML.</summary>
internal static class ViewReader
{
    /// <exception cref="Failure">Input: the file is no view (file:line:column).</exception>
    public static HostView Load(string path) => Read(YamlFile.Load(path), Path.GetFileNameWithoutExtension(path));

    /// <param name="name">The file's name: the view's id.</param>
    public static HostView Read(YamlNode node, string name)
    {
        var root = node.AsMapping($"a view");
        root.AllowOnly($"a view", "view", "order", "title", "shows", "empty", "components", "command", "columns",
            "key", "compare", "lines");
        var id = FieldReader.Id(root.Require("view", $"the view"), $"a view's id");
        if (id != name)
            throw root.Wrong($"the view is called '{id}' but its file '{name}'", now: $"give both the same name");
        var columns = root.Require("columns", $"the view").AsMapping($"'columns'").Entries
            .Select(c => new Column(FieldReader.Id(c.Key, $"a column's id"),
                FieldReader.ReadText(c.Value, $"column '{c.Key.Value}'"))).ToList();
        if (columns.Count == 0) throw root.Wrong($"the view has no columns");
        return new HostView(
            id,
            (int)(FieldReader.FindInteger(root, "order") ?? throw root.Wrong($"the view has no 'order'")),
            FieldReader.ReadText(root.Require("title", $"the view"), $"'title'"),
            FieldReader.ReadText(root.Require("shows", $"the view"), $"'shows'"),
            FieldReader.ReadText(root.Require("empty", $"the view"), $"'empty'"),
            [.. root.Find("components")?.AsSequence($"'components'").Items.Select(c => c.AsScalar($"a component").Value)
                ?? []],
            root.Require("command", $"the view").AsScalar($"'command'").Value,
            columns,
            KeyColumns(root, columns),
            root.Find("compare") is { } compared ? IndexOf(compared.AsScalar($"'compare'"), columns)
                : columns.Count - 1,
            [.. root.Require("lines", $"the view").AsSequence($"'lines'").Items.Select(l => Line(l, columns))]);
    }

    /// <exception cref="Failure">Input: the file does not explain components (file:line:column).</exception>
    public static IReadOnlyList<Component> Components(string path) =>
        [.. YamlFile.Load(path).AsMapping($"components").Entries
            .Select(c => new Component(c.Key.Value, FieldReader.ReadText(c.Value, $"component '{c.Key.Value}'")))];

    private static int KeyColumns(YamlMapping root, List<Column> columns)
    {
        var key = FieldReader.FindInteger(root, "key") ?? 1;
        return key >= 1 && key <= columns.Count ? (int)key
            : throw root.Wrong($"'key' must be from 1 to {columns.Count}, the number of columns, not {key}");
    }

    private static int IndexOf(YamlScalar name, List<Column> columns)
    {
        var index = columns.FindIndex(c => c.Id == name.Value);
        return index >= 0 ? index : throw name.Wrong($"column '{name.Value}' not found",
            now: $"it is one of: {string.Join(", ", columns.Select(c => c.Id))}");
    }

    private static LinePattern Line(YamlNode node, List<Column> columns)
    {
        var entries = node.AsMapping($"a line").Entries;
        if (entries is not [var (kind, value)]) throw node.Wrong($"a line has one kind and its pattern",
            now: $"write heading:, row:, more: or again: and a regular expression");
        var text = value.AsScalar($"the pattern");
        Regex pattern;
        try
        {
            pattern = new Regex(text.Value, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new Failure(FailureKind.Input, $"not a supported regular expression", $"{e.Message}",
                at: text.ContentAt, cause: e);
        }
        foreach (var group in pattern.GetGroupNames()
            .Where(g => !char.IsAsciiDigit(g[0]) && columns.All(c => c.Id != g)))
            throw new Failure(FailureKind.Input, $"column '{group}' not found",
                now: $"it is one of: {string.Join(", ", columns.Select(c => c.Id))}", at: text.ContentAt);
        return new LinePattern(Words.Read<LineKind>(kind, $"a line's kind"), pattern);
    }
}

using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OvsWizard.Yaml;

/// <summary>Reads YAML into nodes that know their place. The one home of YamlDotNet.</summary>
public static class YamlFile
{
    /// <summary>Reads a file that holds one YAML document.</summary>
    /// <exception cref="Failure">Input: the file cannot be read, or is no YAML (file:line:column).</exception>
    public static YamlNode Load(string path)
    {
        string text;
        try
        {
            text = TextFile.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read '{path}'", $"{e.Message}",
                $"check the path and its permissions", cause: e);
        }
        return Parse(text, path);
    }

    /// <summary>
    /// Reads one YAML document from <paramref name="text"/>; <paramref name="file"/> is what messages call it.
    /// </summary>
    public static YamlNode Parse(string text, string file)
    {
        if (text.Length > TextFile.Most) throw TextFile.TooLarge(file);
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                throw new Failure(FailureKind.Input, $"the file is empty", at: new SourceLocation(file, 1, 1));
            parser.Consume<DocumentStart>();
            var root = new YamlTree(parser, file, text).Read();
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
                throw new Failure(FailureKind.Input, $"a second YAML document begins here",
                    now: $"keep one document a file", at: YamlTree.At(file, second.Start));
            return root;
        }
        catch (YamlException e) when (TabOf(text, e.Start) is { } tab)
        {
            throw new Failure(FailureKind.Input, $"this is not valid YAML",
                $"this line is indented by a tab, and YAML allows only spaces", $"replace it by spaces",
                at: tab with { File = file }, cause: e);
        }
        catch (YamlException e)
        {
            throw new Failure(FailureKind.Input, $"this is not valid YAML", $"{e.Message}",
                at: YamlTree.At(file, e.Start), cause: e);
        }
        catch (ArgumentException e)
        {
            // YamlDotNet's way of saying that a tag is none.
            throw new Failure(FailureKind.Input, $"this is not valid YAML", $"{e.Message}",
                at: YamlTree.At(file, parser.Current?.End ?? Mark.Empty), cause: e);
        }
        catch (InvalidOperationException e)
        {
            // YamlDotNet's way of saying that a flow collection was never closed.
            throw new Failure(FailureKind.Input, $"this is not valid YAML",
                $"a list or mapping before this place is not closed",
                at: YamlTree.At(file, parser.Current?.End ?? Mark.Empty), cause: e);
        }
    }

    /// <summary>
    /// The tab that the parser stumbled over, which it tells as the beginning of the file, or as a place on the line or
    /// one beside it; null where it was none.
    /// </summary>
    private static SourceLocation? TabOf(string text, Mark start)
    {
        foreach (var (index, line) in text.Split('\n').Index())
        {
            var blanks = line.TrimStart(' ');
            if (blanks.StartsWith('\t') && (start.Line <= 1 || Math.Abs(start.Line - (index + 1)) <= 1))
                return new SourceLocation("", index + 1, line.Length - blanks.Length + 1);
        }
        return null;
    }
}

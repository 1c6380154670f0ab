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
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read '{path}'", $"{e.Message}", $"check the path and its permissions", cause: e);
        }
        return Parse(text, path);
    }

    /// <summary>Reads one YAML document from <paramref name="text"/>; <paramref name="file"/> is what messages call it.</summary>
    public static YamlNode Parse(string text, string file)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
                throw new Failure(FailureKind.Input, $"the file is empty", at: new SourceLocation(file, 1, 1));
            parser.Consume<DocumentStart>();
            var root = Read(parser, file, text);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
                throw new Failure(FailureKind.Input, $"a second YAML document begins here", now: $"keep one document a file", at: At(file, second.Start));
            return root;
        }
        catch (YamlException e)
        {
            throw new Failure(FailureKind.Input, $"this is no valid YAML", $"{e.Message}", at: At(file, e.Start), cause: e);
        }
        catch (InvalidOperationException e)
        {
            // YamlDotNet's way of saying that a flow collection was never closed.
            throw new Failure(FailureKind.Input, $"this is no valid YAML", $"a list or mapping before this place is not closed", at: At(file, parser.Current?.End ?? Mark.Empty), cause: e);
        }
    }

    private static YamlNode Read(Parser parser, string file, string text)
    {
        if (parser.TryConsume<Scalar>(out var scalar)) return ReadScalar(scalar, file, text);
        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Read(parser, file, text));
            return new YamlSequence(items, At(file, sequence.Start));
        }
        if (parser.TryConsume<MappingStart>(out var mapping)) return ReadMapping(parser, mapping, file, text);
        var other = parser.Consume<ParsingEvent>();
        throw new Failure(FailureKind.Input, $"anchors and aliases are not taken here", now: $"write the value out", at: At(file, other.Start));
    }

    private static YamlMapping ReadMapping(Parser parser, MappingStart start, string file, string text)
    {
        var entries = new List<KeyValuePair<YamlScalar, YamlNode>>();
        var seen = new Dictionary<string, SourceLocation>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Read(parser, file, text).AsScalar($"a key");
            if (!seen.TryAdd(key.Value, key.At))
                throw key.Wrong($"'{key.Value}' is given twice", $"the first is in line {seen[key.Value].Line}", $"keep one of them");
            entries.Add(new(key, Read(parser, file, text)));
        }
        return new YamlMapping(entries, At(file, start.Start));
    }

    private static YamlScalar ReadScalar(Scalar scalar, string file, string text)
    {
        var at = At(file, scalar.Start);
        var content = scalar.Style switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded => new SourceLocation(file, at.Line + 1, IndentOf(text, at.Line + 1) + 1),
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => at with { Column = at.Column + 1 },
            _ => at,
        };
        return new YamlScalar(scalar.Value, scalar.Style is ScalarStyle.Plain, at, content);
    }

    private static int IndentOf(string text, int line)
    {
        var start = 0;
        for (var n = 1; n < line; n++)
        {
            start = text.IndexOf('\n', start) + 1;
            if (start == 0) return 0;
        }
        var end = start;
        while (end < text.Length && text[end] == ' ') end++;
        return end - start;
    }

    private static SourceLocation At(string file, Mark mark) => new(file, (int)mark.Line, (int)mark.Column);
}

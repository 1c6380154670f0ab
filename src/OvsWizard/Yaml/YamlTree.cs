using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OvsWizard.Yaml;

/// <summary>Makes nodes of what a parser finds in a text.</summary>
internal sealed class YamlTree(Parser parser, string file, string text)
{
    /// <summary>Far more than a runbook has, far less than the stack holds.</summary>
    private const int Deepest = 100;

    private readonly Lazy<List<int>> lines =
        new(() => [0, .. text.Index().Where(c => c.Item == '\n').Select(c => c.Index + 1)]);
    private int depth;

    public static SourceLocation At(string file, Mark mark) => new(file, (int)mark.Line, (int)mark.Column);

    /// <summary>The node that begins here.</summary>
    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public YamlNode Read()
    {
        if (parser.TryConsume<Scalar>(out var scalar)) return ReadScalar(scalar);
        if (parser.TryConsume<SequenceStart>(out var sequence)) return Below(sequence, () => ReadSequence(sequence));
        if (parser.TryConsume<MappingStart>(out var mapping)) return Below(mapping, () => ReadMapping(mapping));
        var other = parser.Consume<ParsingEvent>();
        throw new Failure(FailureKind.Input, $"anchors and aliases are not supported", now: $"write the value out",
            at: At(file, other.Start));
    }

    private YamlNode Below(ParsingEvent start, Func<YamlNode> read)
    {
        if (++depth > Deepest)
            throw new Failure(FailureKind.Input, $"lists and mappings are nested more than {Deepest} deep",
                now: $"nest it less", at: At(file, start.Start));
        var node = read();
        depth--;
        return node;
    }

    private YamlSequence ReadSequence(SequenceStart start)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Read());
        return new YamlSequence(items, At(file, start.Start));
    }

    private YamlMapping ReadMapping(MappingStart start)
    {
        var entries = new List<KeyValuePair<YamlScalar, YamlNode>>();
        var seen = new Dictionary<string, SourceLocation>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Read().AsScalar($"a key");
            if (!seen.TryAdd(key.Value, key.At))
                throw key.Wrong($"'{key.Value}' is given twice", $"the first is in line {seen[key.Value].Line}",
                    $"keep one of them");
            entries.Add(new(key, Read()));
        }
        return new YamlMapping(entries, At(file, start.Start));
    }

    private YamlScalar ReadScalar(Scalar scalar)
    {
        var at = At(file, scalar.Start);
        var content = scalar.Style switch
        {
            ScalarStyle.Literal or ScalarStyle.Folded =>
                new SourceLocation(file, at.Line + 1, IndentOf(at.Line + 1) + 1),
            ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => at with { Column = at.Column + 1 },
            _ => at,
        };
        return new YamlScalar(scalar.Value, scalar.Style is ScalarStyle.Plain, at, content);
    }

    private int IndentOf(int line)
    {
        if (line > lines.Value.Count) return 0;
        var (start, end) = (lines.Value[line - 1], lines.Value[line - 1]);
        while (end < text.Length && text[end] == ' ') end++;
        return end - start;
    }
}

using System.Collections.Concurrent;
using Scriban;
using Scriban.Parsing;
using Scriban.Syntax;

namespace OvsWizard.Templates;

/// <summary>A template after parsing, with everything that is wrong with it whatever its values are.</summary>
internal sealed class CompiledTemplate
{
    /// <summary>Hosts times steps renderings share a few dozen templates.</summary>
    private static readonly ConcurrentDictionary<(TemplateText Text, Escape Escape, bool Bare),
        CompiledTemplate> Cache = [];

    private CompiledTemplate(TemplateText text, Escape escape, bool bare)
    {
        Text = text;
        var lexer = new LexerOptions { Mode = bare ? ScriptMode.ScriptOnly : ScriptMode.Default };
        Template = Template.Parse(text.Source, text.At.File, lexerOptions: lexer);
        if (Template.HasErrors)
        {
            // One slip makes the parser complain several times; what follows the first is mostly echo.
            var first = Template.Messages.First(m => m.Type is ParserMessageType.Error);
            Faults = [new Failure(FailureKind.Input, $"this template cannot be read", $"{first.Message}",
                at: Place(first.Span))];
            return;
        }
        var page = Template.Page!;
        Faults = [.. TemplateSubset.Violations(page, this), .. Quoting.Violations(page, escape, this)];
    }

    public TemplateText Text { get; }
    public Template Template { get; }
    public IReadOnlyList<Failure> Faults { get; }

    /// <summary>The template's only statement, where it is nothing but one expression.</summary>
    public ScriptExpression? SoleExpression
    {
        get
        {
            ScriptExpression? sole = null;
            foreach (var statement in Template.Page!.Body!.Statements)
            {
                if (statement is ScriptEscapeStatement
                    || statement is ScriptRawStatement raw && string.IsNullOrWhiteSpace(raw.Text.ToString())) continue;
                if (statement is not ScriptExpressionStatement { Expression: { } expression } || sole is not null)
                    return null;
                sole = expression;
            }
            return sole;
        }
    }

    /// <summary>A text with <c>{{ … }}</c> in it.</summary>
    public static CompiledTemplate Of(TemplateText text, Escape escape) => Cached(text, escape, bare: false);

    /// <summary>
    /// An expression, with or without its braces: <c>{{ a == b }}</c> and <c>a == b</c> mean the same.
    /// </summary>
    public static CompiledTemplate OfExpression(TemplateText text) =>
        Cached(text, Escape.None, bare: !text.Source.Contains("{{", StringComparison.Ordinal));

    private static CompiledTemplate Cached(TemplateText text, Escape escape, bool bare) =>
        Cache.GetOrAdd((text, escape, bare), static key => new CompiledTemplate(key.Text, key.Escape, key.Bare));

    /// <summary>
    /// Where a span stands in the file that a person wrote: all lines of a block scalar share its indent.
    /// </summary>
    public SourceLocation Place(SourceSpan span)
    {
        var at = Text.At;
        if (at.Line == 0) return at;
        return at
            with { Line = at.Line + Math.Max(0, span.Start.Line), Column = at.Column + Math.Max(0, span.Start.Column) };
    }
}

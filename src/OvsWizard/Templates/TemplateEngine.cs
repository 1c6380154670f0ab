using Scriban.Runtime;
using Scriban.Syntax;

namespace OvsWizard.Templates;

/// <summary>
/// Fills in templates. The one home of Scriban. Rendering is pure: the same template and values give the same text,
/// always and everywhere.
/// </summary>
public static class TemplateEngine
{
    /// <summary>How a file's values are escaped, by the ending of its name.</summary>
    public static Escape EscapeFor(string fileName) => Path.GetExtension(fileName) switch
    {
        ".sh" => Escape.Shell,
        ".json" => Escape.Json,
        ".html" => Escape.Html,
        ".md" => Escape.Markdown,
        _ => Escape.None,
    };

    /// <summary>The text with every <c>{{ … }}</c> replaced by its value, escaped.</summary>
    /// <exception cref="Failure">Input: the template is wrong, knows a name not, or a value does not fit
    /// (file:line:column).</exception>
    public static string Render(TemplateText text, Escape escape, TemplateValues values)
    {
        if (!text.Source.Contains("{{", StringComparison.Ordinal)) return text.Source;
        var template = CompiledTemplate.Of(text, escape);
        return Run(template, escape, values, context => Rendering.Bounded(template.Template.Render(context)));
    }

    /// <summary>
    /// The value of an expression, in braces or bare: string, long, bool, double, <see cref="Secret"/>, a list of
    /// these, or null. A text with more in it than one expression gives the text.
    /// </summary>
    public static object? Evaluate(TemplateText text, TemplateValues values)
    {
        var template = CompiledTemplate.OfExpression(text);
        return Run(template, Escape.None, values, context =>
            template.SoleExpression is { } expression ? FromScript(context.Evaluate(expression))
                : Rendering.Bounded(template.Template.Render(context)));
    }

    /// <summary>Whether an expression holds; empty texts, empty lists and nothing do not.</summary>
    public static bool Test(TemplateText text, TemplateValues values)
    {
        var template = CompiledTemplate.OfExpression(text);
        return Run(template, Escape.None, values, context =>
            template.SoleExpression is { } expression
                ? context.ToBool(expression.Span, context.Evaluate(expression))
                : throw new Failure(FailureKind.Input, $"this must be one expression", at: text.At));
    }

    /// <summary>Everything that is wrong with a template whatever its values, given the names it may use.</summary>
    public static IReadOnlyList<Failure> Check(TemplateText text, Escape escape, IEnumerable<string> known) =>
        Check(CompiledTemplate.Of(text, escape), known);

    /// <summary>As <see cref="Check(TemplateText, Escape, IEnumerable{string})"/>, for an expression.</summary>
    public static IReadOnlyList<Failure> CheckExpression(TemplateText text, IEnumerable<string> known)
    {
        var template = CompiledTemplate.OfExpression(text);
        return template.Faults.Count == 0 && template.SoleExpression is null
            ? [new Failure(FailureKind.Input, $"this must be one expression",
                now: $"write {{{{ … }}}} and nothing around it", at: text.At)]
            : Check(template, known);
    }

    /// <summary>Names a parameter or derived value cannot have, because templates use them otherwise.</summary>
    public static IEnumerable<string> ReservedNames => Names.BuiltIn;

    private static IReadOnlyList<Failure> Check(CompiledTemplate template, IEnumerable<string> known) =>
        template.Faults.Count > 0 ? template.Faults : [.. Names.UnknownIn(template, known)];

    private static T Run<T>(CompiledTemplate template, Escape escape, TemplateValues values, Func<Rendering, T> run)
    {
        if (template.Faults is [var fault, ..]) throw fault;
        try
        {
            return run(new Rendering(template, escape, values));
        }
        catch (ScriptRuntimeException e)
        {
            throw Explained(e, template);
        }
        catch (Failure e) when (e.At is null)
        {
            throw e.With(template.Text.At, e);
        }
    }

    /// <summary>A failure of ours keeps its words and gets a place; one of Scriban's becomes the reason.</summary>
    private static Failure Explained(ScriptRuntimeException e, CompiledTemplate template)
    {
        var at = template.Place(e.Span);
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
            if (inner is Failure failure)
                return failure.At is not null ? failure : failure.With(at, e);
        return new Failure(FailureKind.Input, $"this expression has no value", $"{e.OriginalMessage}",
            at: at, cause: e);
    }

    private static object? FromScript(object? value) => value switch
    {
        int number => (long)number,
        string or IScriptObject and not ScriptArray => value,
        System.Collections.IEnumerable list => list.Cast<object?>().Select(FromScript).ToList(),
        _ => value,
    };
}

using Scriban.Syntax;

namespace OvsWizard.Templates;

/// <summary>
/// Finds inserted values that stand where their escaping would not hold: within quotes, a comment or a here-document of
/// a shell script, or within a JSON text. The quotes the value brings along would end those around it.
/// </summary>
internal static class Quoting
{
    public static IEnumerable<Failure> Violations(ScriptPage page, Escape escape, CompiledTemplate template) =>
        escape switch
        {
            Escape.Shell => Walk(page, new ShellScanner(), template),
            Escape.Json => Walk(page, new JsonScanner(), template),
            _ => [],
        };

    private static IEnumerable<Failure> Walk(ScriptNode node, IQuoteScanner scanner, CompiledTemplate template)
    {
        switch (node)
        {
            case ScriptRawStatement raw:
                scanner.Read(raw.Text.ToString());
                break;
            case ScriptExpressionStatement { CanOutput: true } statement:
                if (scanner.Trouble is { } trouble)
                    yield return new Failure(FailureKind.Input, $"a value is inserted {trouble}",
                        $"it is already quoted, and would no longer be one value there",
                        $"{scanner.Remedy}", at: template.Place(statement.Span));
                scanner.ReadValue();
                break;
            default:
                foreach (var child in TemplateSubset.Children(node))
                    foreach (var violation in Walk(child, scanner, template))
                        yield return violation;
                break;
        }
    }
}

/// <summary>Follows the literal text of a template and knows whether a value may be inserted where it stands.</summary>
internal interface IQuoteScanner
{
    /// <summary>Where it stands, in words, if a value cannot be inserted there.</summary>
    string? Trouble { get; }

    string Remedy { get; }

    void Read(string literal);

    /// <summary>A value was inserted; it is in the middle of a word now.</summary>
    void ReadValue();
}

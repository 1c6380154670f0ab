namespace OvsWizard.Templates;

/// <summary>Knows whether it stands within a text of a JSON document.</summary>
internal sealed class JsonScanner : IQuoteScanner
{
    private bool _inText;
    private bool _escaped;

    public string? Trouble => _inText ? "within a JSON text" : null;
    public string Remedy => "leave the quotes to the value: \"key\": {{ value }}";

    public void Read(string literal)
    {
        foreach (var c in literal)
        {
            if (_escaped) _escaped = false;
            else if (_inText && c == '\\') _escaped = true;
            else if (c == '"') _inText = !_inText;
        }
    }

    public void ReadValue() => _escaped = false;
}

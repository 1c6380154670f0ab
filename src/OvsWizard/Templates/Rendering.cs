using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OvsWizard.Texts;
using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;

namespace OvsWizard.Templates;

/// <summary>
/// One rendering: inserts every value escaped, and leaves the template's own text as it is. Stricter than Scriban:
/// an unknown name or part is an error, an empty text or list counts as false, and a secret can only be inserted whole.
/// </summary>
internal sealed class Rendering : TemplateContext
{
    /// <summary>Characters of a text, whole or on the way.</summary>
    private const int MostText = TextFile.Most;

    private const int MostElements = 100_000;
    private const int MostBits = 4096;

    private static readonly JsonSerializerOptions ReadableJson =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Escape _escape;
    private SourceSpan _statement;
    private long _written;

    public Rendering(CompiledTemplate template, Escape escape, TemplateValues values) : base(BuiltIns.All)
    {
        _escape = escape;
        StrictVariables = true;
        EnableRelaxedMemberAccess = false;
        EnableRelaxedIndexerAccess = false;
        AutoIndent = false;
        NewLine = "\n";
        // Scriban's functions refuse to make longer texts; where it cuts one off and says nothing, Bounded does.
        LimitToString = MostText;
        LoopLimit = MostElements;
        RecursiveLimit = 100;
        RegexTimeOut = TimeSpan.FromSeconds(1);
        TryGetVariable = (_, span, variable, out value) =>
        {
            value = null;
            throw Names.Unknown(variable.Name, values.Names, template.Place(span));
        };
        Push(values);
        // Assignments of the template land here, not in values that others share.
        PushGlobal(new ScriptObject());
    }

    private void Push(TemplateValues values)
    {
        if (values.Parent is { } parent) Push(parent);
        PushGlobal(values.Own);
    }

    public override object? Evaluate(ScriptNode? scriptNode, bool aliasReturnedFunction)
    {
        if (scriptNode is ScriptExpressionStatement) _statement = scriptNode.Span;
        var value = base.Evaluate(scriptNode, aliasReturnedFunction);
        try
        {
            return Bounded(value);
        }
        catch (Failure e)
        {
            throw new ScriptRuntimeException(scriptNode?.Span ?? _statement, e.What, e);
        }
    }

    /// <summary>The value, where it has not grown beyond all measure.</summary>
    /// <exception cref="Failure">Input: it has.</exception>
    public static T Bounded<T>(T value) => value switch
    {
        string { Length: >= MostText } => throw TooLong(),
        ScriptArray { Count: > MostElements } => throw new Failure(FailureKind.Input,
            $"this creates a list of more than {MostElements} elements", now: $"make it shorter"),
        BigInteger number when number.GetBitLength() > MostBits => throw new Failure(FailureKind.Input,
            $"this creates a number of more than {MostBits} bits", now: $"make it smaller"),
        _ => value,
    };

    public override TemplateContext Write(SourceSpan span, object? textAsObject)
    {
        try
        {
            var text = Escaped(textAsObject);
            _written += text.Length;
            return _written < MostText ? Write(text) : throw TooLong();
        }
        catch (Failure e)
        {
            throw new ScriptRuntimeException(_statement, e.What, e);
        }
    }

    public override bool ToBool(SourceSpan span, object? value) => value switch
    {
        string text => text.Length > 0,
        ScriptArray list => list.Count > 0,
        _ => base.ToBool(span, value),
    };

    public override string? ObjectToString(object? value, bool nested = false) =>
        value is Secret secret ? throw Misused(secret) : base.ObjectToString(value, nested);

    public override object? ToObject(SourceSpan span, object? value, Type destinationType) =>
        value is Secret secret && destinationType != typeof(object) ? throw Misused(secret)
            : base.ToObject(span, value, destinationType);

    protected override IObjectAccessor? GetMemberAccessorImpl(object target) =>
        target is Secret secret ? throw Misused(secret) : base.GetMemberAccessorImpl(target);

    private static Failure TooLong() =>
        new(FailureKind.Input, $"this creates a text of more than {MostText / 1024 / 1024} MB",
            now: $"make it shorter");

    private static Failure Misused(Secret secret) =>
        new(FailureKind.Input, $"the secret '{secret.Name}' can only be inserted whole",
            $"its value is not known before the run", $"insert it as {{{{ {secret.Name} }}}}");

    private string Escaped(object? value) => _escape switch
    {
        Escape.Shell when Elements(value) is { } list => string.Join(' ', list.Select(ShellWord)),
        Escape.Shell => ShellWord(value),
        Escape.Json when Elements(value) is { } list => $"[{string.Join(", ", list.Select(JsonValue))}]",
        Escape.Json => JsonValue(value),
        Escape.Html => WebUtility.HtmlEncode(Shown(value)),
        Escape.Markdown => Shown(value),
        _ when Elements(value) is { } list => string.Join(',', list.Select(Plain)),
        _ => Plain(value),
    };

    /// <summary>A range or filter is a list too, but neither a text nor an object is.</summary>
    private static IEnumerable<object?>? Elements(object? value) =>
        value is string or IScriptObject and not ScriptArray ? null
            : (value as System.Collections.IEnumerable)?.Cast<object?>();

    private string ShellWord(object? value) =>
        value is Secret secret ? $"\"${secret.Variable}\"" : ShellQuote.Quote(Text(value));

    private string JsonValue(object? value) => value switch
    {
        Secret secret => $"\"{secret.Token}\"",
        string text => $"\"{ReadableJson.Encoder!.Encode(text)}\"",
        _ => Text(value),
    };

    private string Plain(object? value)
    {
        if (value is Secret secret) return secret.Token;
        var text = Text(value);
        return text.EnumerateRunes().FirstOrDefault(Rune.IsControl) is { Value: not 0 } control
            ? throw new Failure(FailureKind.Input,
                $"a value with the control character U+{control.Value:X4} cannot be inserted here")
            : text;
    }

    private string Shown(object? value) => Printable.Of(value is Secret secret ? $"{secret}" : Text(value));

    /// <summary>
    /// Only what has one obvious text is inserted: not a host as a whole, not a function that misses its arguments.
    /// </summary>
    private string Text(object? value) => value switch
    {
        string or bool or null => ObjectToString(value) ?? "",
        int or long or double or decimal or BigInteger => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => throw new Failure(FailureKind.Input, $"only texts, numbers and lists of them can be inserted",
            now: $"name the part that is meant: {{{{ host.name }}}}"),
    };
}

using System.Globalization;

namespace OvsWizard.Yaml;

/// <summary>
/// A node of a YAML file that remembers where it stands, so that every complaint about it can say file:line:column.
/// </summary>
public abstract class YamlNode(SourceLocation at)
{
    public SourceLocation At { get; } = at;

    /// <summary>What this node is, in words, for messages.</summary>
    public abstract FormattableString Noun { get; }

    public YamlMapping AsMapping(FormattableString what) =>
        this as YamlMapping ?? throw Unexpected(what, $"a mapping (name: value)");

    public YamlSequence AsSequence(FormattableString what) =>
        this as YamlSequence ?? throw Unexpected(what, $"a list");

    public YamlScalar AsScalar(FormattableString what) =>
        this as YamlScalar ?? throw Unexpected(what, $"a single value");

    /// <summary>A failure of kind <see cref="FailureKind.Input"/> at this node.</summary>
    public Failure Wrong(FormattableString what, FormattableString? why = null, FormattableString? now = null) =>
        new(FailureKind.Input, what, why, now, at: At);

    private Failure Unexpected(FormattableString what, FormattableString expected) =>
        Wrong($"{what} must be {expected}, not {Noun}");
}

/// <summary>A scalar: its text after YAML's own unquoting, and where its first character stands.</summary>
public sealed class YamlScalar(string value, bool isPlain, SourceLocation at, SourceLocation contentAt) : YamlNode(at)
{
    public string Value { get; } = value;

    /// <summary>Written without quotes: only then are null, true and 7 more than text.</summary>
    public bool IsPlain { get; } = isPlain;

    /// <summary>Where the first line of the text stands: for a block scalar, the line after the indicator.</summary>
    public SourceLocation ContentAt { get; } = contentAt;

    public bool IsNull => IsPlain && Value is ("" or "~" or "null");
    public override FormattableString Noun => IsNull ? (FormattableString)$"nothing" : $"'{Value}'";

    public bool AsBoolean(FormattableString what) => Value switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => throw Wrong($"{what} must be true or false, not '{Value}'"),
    };

    public long AsInteger(FormattableString what) =>
        long.TryParse(Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong($"{what} must be an integer, not '{Value}'");
}

/// <summary>A list.</summary>
public sealed class YamlSequence(IReadOnlyList<YamlNode> items, SourceLocation at) : YamlNode(at)
{
    public IReadOnlyList<YamlNode> Items { get; } = items;
    public override FormattableString Noun => $"a list";
}

/// <summary>A mapping in the order it was written; keys are unique scalars.</summary>
public sealed class YamlMapping(IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> entries, SourceLocation at)
    : YamlNode(at)
{
    public IReadOnlyList<KeyValuePair<YamlScalar, YamlNode>> Entries { get; } = entries;
    public override FormattableString Noun => $"a mapping";

    /// <summary>The value of <paramref name="key"/>, or null where it is absent or written as null.</summary>
    public YamlNode? Find(string key)
    {
        foreach (var (name, value) in Entries)
            if (name.Value == key)
                return value is YamlScalar { IsNull: true } ? null : value;
        return null;
    }

    public YamlNode Require(string key, FormattableString what) =>
        Find(key) ?? throw Wrong($"{what} has no '{key}'", now: $"add '{key}:'");

    public string? FindText(string key) => Find(key)?.AsScalar($"'{key}'").Value;

    /// <summary>
    /// Refuses every key that is not among <paramref name="allowed"/>, naming the one probably meant.
    /// </summary>
    public void AllowOnly(FormattableString what, params ReadOnlySpan<string> allowed)
    {
        foreach (var (name, _) in Entries)
        {
            if (allowed.Contains(name.Value)) continue;
            var near = Nearest.Of(name.Value, allowed);
            throw near is null
                ? name.Wrong($"{what} has no key '{name.Value}'",
                    now: $"it accepts: {string.Join(", ", allowed.ToArray())}")
                : name.Wrong($"{what} has no key '{name.Value}'", now: $"did you mean '{near}'?");
        }
    }
}

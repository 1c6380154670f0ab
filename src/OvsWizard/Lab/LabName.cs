using System.Text.RegularExpressions;

namespace OvsWizard.Lab;

/// <summary>
/// The name of a lab, and everything on the machine that is named after it: so several run side by side.
/// </summary>
public sealed partial class LabName
{
    /// <exception cref="Failure">Input: not 1 to 20 of a-z 0-9 - beginning with a letter.</exception>
    public LabName(string text)
    {
        if (!Allowed().IsMatch(text))
            throw new Failure(FailureKind.Input, $"'{text}' cannot name a lab",
                now: $"take 1 to 20 of a-z, 0-9 and -, beginning with a letter");
        Text = text;
    }

    public string Text { get; }

    /// <summary>The namespace with the two bridges that every host hangs on.</summary>
    public string Fabric => Namespace("fabric");

    /// <summary>The namespace from which the hosts are operated.</summary>
    public string Operator => Namespace("op");

    /// <summary>The namespace of the L3 switch, while there is one.</summary>
    public string Router => Namespace("router");

    /// <summary>The control group, in every hierarchy, that holds one group a host.</summary>
    public string ControlGroup => $"ovsw-{Text}";

    public string Namespace(string part) => $"ovsw-{Text}-{part}";

    /// <summary>The part of a namespace of this lab, null for any other namespace.</summary>
    public string? PartOf(string @namespace)
    {
        var prefix = Namespace("");
        if (!@namespace.StartsWith(prefix, StringComparison.Ordinal)) return null;
        var part = @namespace[prefix.Length..];
        return Part().IsMatch(part) ? part : null;
    }

    public override string ToString() => Text;

    [GeneratedRegex("^[a-z][a-z0-9-]{0,19}$")]
    private static partial Regex Allowed();

    // A lab "a-b" must not be taken for a part of the lab "a".
    [GeneratedRegex("^(fabric|op|router|docker[0-9]{2})$")]
    private static partial Regex Part();
}

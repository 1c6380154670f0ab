using OvsWizard.Runbooks;

namespace OvsWizard.Plans;

/// <summary>Where the text of a field comes from; the later wins.</summary>
public enum FieldOrigin
{
    /// <summary>The runbook's default.</summary>
    Default,

    /// <summary>Found on the host, or worked out from what is there.</summary>
    Found,

    /// <summary>The inventory, an answers file or an option.</summary>
    Given,

    /// <summary>Typed in the form.</summary>
    Typed,
}

/// <summary>One value to be given: a parameter of the whole site, or of one host.</summary>
/// <param name="Host">Null for a parameter of the whole site.</param>
/// <param name="Text">As it is written; empty where the runbook works its default out, or the parameter is
/// optional.</param>
/// <param name="Offers">Values to choose from, or found on the host; never all there are, except for a choice.</param>
/// <param name="Refusal">Why the text is no such value.</param>
public sealed record FormField(Parameter Parameter, string? Host, string Text, FieldOrigin Origin,
    IReadOnlyList<string> Offers, Failure? Refusal)
{
    /// <summary>What -p calls it: NAME, or HOST:NAME.</summary>
    public string Key => KeyOf(Parameter.Name, Host);

    public static string KeyOf(string name, string? host) => host is null ? name : $"{host}:{name}";
}

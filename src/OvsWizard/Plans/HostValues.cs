using OvsWizard.Inventories;
using OvsWizard.Templates;

namespace OvsWizard.Plans;

/// <summary>One host with the value of every parameter, as given or by default, checked against its type.</summary>
public sealed class HostValues(Host host, TemplateValues scope)
{
    private readonly Dictionary<string, (object Value, SourceLocation At)> values = [];

    public Host Host { get; } = host;
    public string Name => Host.Name;

    /// <summary>
    /// What templates see on this host: site and host parameters, and later what is derived from them.
    /// </summary>
    public TemplateValues Scope { get; } = scope;

    public object this[string parameter] => values[parameter].Value;

    /// <summary>The value as people read it: what <c>{{ … }}</c> would print.</summary>
    public string TextOf(string parameter) => Format(values[parameter].Value);

    /// <summary>
    /// Where the value was given: the inventory, an answers file, an option, or the runbook for a default.
    /// </summary>
    public SourceLocation PlaceOf(string parameter) => values[parameter].At;

    public IEnumerable<string> Names => values.Keys;

    internal void Set(string name, object value, SourceLocation at)
    {
        values[name] = (value, at);
        Scope.Set(name, value is SecretReference ? new Secret(name) : value);
    }

    private static string Format(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        IEnumerable<object> list => string.Join(',', list.Select(Format)),
        _ => value.ToString()!,
    };
}

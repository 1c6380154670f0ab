using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Runbooks;

namespace OvsWizard.Plans;

/// <summary>
/// The parameters of a runbook as a form: filled with what was given, found on the hosts, or is the default. Every text
/// is checked by the code that checks the command line's: <see cref="ValueReader"/> for one value,
/// <see cref="PlanBuilder"/> for all together. Pure.
/// </summary>
public sealed class ParameterForm
{
    private readonly IReadOnlyList<Host> hosts;
    private readonly IReadOnlyDictionary<string, ParameterValue> siteParams;
    private readonly Answers given;
    private readonly IReadOnlyDictionary<string, HostFacts> facts;
    private readonly string[] names;
    private readonly List<FormField> fields = [];
    private readonly Dictionary<(string Name, string? Host), int> places = [];

    /// <param name="siteParams">Values for the whole site, from the inventory.</param>
    /// <param name="given">What --answers and -p say.</param>
    /// <param name="facts">What is known of the hosts, by name.</param>
    /// <exception cref="Failure">Input: what was given names a parameter or a host that is not there.</exception>
    public ParameterForm(
        Runbook runbook, IReadOnlyList<Host> hosts, IReadOnlyDictionary<string, ParameterValue> siteParams,
        Answers given, IReadOnlyDictionary<string, HostFacts> facts)
    {
        (Runbook, this.hosts, this.siteParams, this.given, this.facts) = (runbook, hosts, siteParams, given, facts);
        names = [.. hosts.Select(h => h.Name)];
        given.CheckNames(runbook, names);
        foreach (var parameter in runbook.Parameters)
            foreach (var host in parameter.Scope is ParameterScope.Host ? names : new string?[] { null })
            {
                places.Add((parameter.Name, host), fields.Count);
                fields.Add(Begin(parameter, host));
            }
        new FoundValues(runbook, hosts, facts).Fill(this);
        Check();
    }

    public Runbook Runbook { get; }

    /// <summary>In the order of the runbook, and within a parameter of the inventory.</summary>
    public IReadOnlyList<FormField> Fields => fields;

    public IReadOnlyList<FormField> SiteFields => [.. fields.Where(f => f.Host is null)];

    /// <summary>The parameters of which every host has a value of its own.</summary>
    public IReadOnlyList<Parameter> HostParameters =>
        [.. Runbook.Parameters.Where(p => p.Scope is ParameterScope.Host)];

    /// <summary>The first field that is refused by itself; null where none is.</summary>
    public FormField? Wrong => fields.Find(f => f.Refusal is not null);

    /// <summary>
    /// Why the values do not work together; null where they do, or where single ones are still refused.
    /// </summary>
    public Failure? Refusal { get; private set; }

    /// <summary>The field that <see cref="Refusal"/> is about, where it is about one.</summary>
    public FormField? Refused => Refusal?.At is { } at ? fields.Find(f => f.Key == at.File) : null;

    /// <summary>Nothing is refused: a plan can be made.</summary>
    public bool IsValid => Refusal is null && Wrong is null;

    /// <summary>
    /// The values that templates would see, where all is well: defaults that the runbook works out included.
    /// </summary>
    public string? ValueOf(FormField field) =>
        table?.GetValueOrDefault(field.Host ?? names[0])?.TextOf(field.Parameter.Name);

    private Dictionary<string, HostValues>? table;

    public FormField this[string name, string? host] => fields[IndexOf(name, host)];

    /// <summary>Takes what was typed into a field, and checks it and then everything together.</summary>
    public void Set(string name, string? host, string text)
    {
        // Where the runbook works a default out, an emptied field means that default.
        var isDefault = text.Length == 0 && this[name, host].Parameter is { Default: not null } parameter
            && Preset(parameter).Length == 0;
        Put(name, host, text, isDefault ? FieldOrigin.Default : FieldOrigin.Typed);
        Check();
    }

    /// <summary>Puts a field back to what it was before anything was typed into it.</summary>
    public void Reset(string name, string? host)
    {
        fields[IndexOf(name, host)] = Begin(this[name, host].Parameter, host);
        new FoundValues(Runbook, hosts, facts).Fill(this);
        Check();
    }

    /// <summary>What the form says, as the command line would: only what is not the runbook's default.</summary>
    public Answers Answers()
    {
        var answers = new Answers();
        foreach (var field in fields.Where(f => f.Origin is not FieldOrigin.Default))
            answers.Add(field.Host, field.Parameter.Name,
                new ParameterValue(field.Text, new SourceLocation(field.Key)));
        return answers;
    }

    /// <exception cref="Failure">Input: something is refused.</exception>
    public Plan Plan() => PlanBuilder.Build(Runbook, hosts, siteParams, Answers());

    internal void Put(string name, string? host, string text, FieldOrigin origin)
    {
        var index = IndexOf(name, host);
        var field = fields[index];
        fields[index] = field with { Text = text, Origin = origin,
            Refusal = Judge(field.Parameter, text, origin, new SourceLocation(field.Key)) };
    }

    internal void Offer(string name, string? host, IReadOnlyList<string> offers) =>
        fields[IndexOf(name, host)] = this[name, host] with { Offers = offers };

    private int IndexOf(string name, string? host) => places[(name, host)];

    private FormField Begin(Parameter parameter, string? host)
    {
        var (text, origin) = Given(parameter.Name, host) is { } value ? (value.Text, FieldOrigin.Given)
            : (Preset(parameter), FieldOrigin.Default);
        IReadOnlyList<string> offers = parameter.Type switch
        {
            ParameterType.Choice => [.. parameter.Choices.Select(c => c.Value)],
            ParameterType.Boolean => ["true", "false"],
            ParameterType.Host => names,
            _ => [],
        };
        return new FormField(parameter, host, text, origin, offers,
            Judge(parameter, text, origin, new SourceLocation(FormField.KeyOf(parameter.Name, host))));
    }

    /// <summary>The strongest of what was said before the form: see <see cref="Plans.Answers"/>.</summary>
    private ParameterValue? Given(string name, string? host)
    {
        var said =
            given.InOrder.Where(a => a.Name == name && (a.Host is null || a.Host == host || host is null)).ToList();
        if (said.LastOrDefault(a => a.Host is not null) is { Value: { } own }) return own;
        if (said.LastOrDefault() is { Value: { } all }) return all;
        var declared = hosts.Where(h => host is null || h.Name == host).Select(h => h.Params.GetValueOrDefault(name))
            .FirstOrDefault(v => v is not null);
        return declared ?? siteParams.GetValueOrDefault(name);
    }

    private Failure? Judge(Parameter parameter, string text, FieldOrigin origin, SourceLocation at)
    {
        if (text.Trim(' ').Length == 0 && origin is FieldOrigin.Default && parameter.Default is not null) return null;
        try
        {
            ValueReader.Parse(parameter, text, names, at);
            return null;
        }
        catch (Failure failure)
        {
            return failure;
        }
    }

    private void Check()
    {
        (Refusal, table) = (null, null);
        if (Wrong is not null) return;
        try
        {
            table = PlanBuilder.Check(Runbook, hosts, siteParams, Answers()).ToDictionary(h => h.Name);
        }
        catch (Failure failure)
        {
            Refusal = failure;
        }
    }

    /// <summary>A default that is worked out from other values is left to the runbook.</summary>
    private static string Preset(Parameter parameter) =>
        parameter.Default is { Source: var preset } && !preset.Contains("{{", StringComparison.Ordinal) ? preset : "";
}

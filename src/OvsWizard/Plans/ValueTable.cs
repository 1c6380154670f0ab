using OvsWizard.Inventories;
using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Plans;

/// <summary>Gathers the value of every parameter for every host from inventory, answers and defaults. Pure.</summary>
internal sealed class ValueTable
{
    private readonly Runbook runbook;
    private readonly IReadOnlyList<Host> hosts;
    private readonly IReadOnlyList<string> names;
    private readonly Dictionary<string, ParameterValue> site = [];
    private readonly Dictionary<(string Host, string Name), ParameterValue> own = [];

    private ValueTable(Runbook runbook, IReadOnlyList<Host> hosts,
        IReadOnlyDictionary<string, ParameterValue> inventoryParams, Answers answers)
    {
        (this.runbook, this.hosts, names) = (runbook, hosts, [.. hosts.Select(h => h.Name)]);
        foreach (var (name, value) in inventoryParams) site[name] = value;
        foreach (var host in hosts)
            foreach (var (name, value) in host.Params)
                own[(host.Name, name)] = value;
        foreach (var (host, name, value) in answers.InOrder.Where(a => a.Host is null))
        {
            site[name] = value;
            // Said later, so it wins over what the inventory says of single hosts.
            foreach (var h in hosts) own.Remove((h.Name, name));
        }
        foreach (var (host, name, value) in answers.InOrder.Where(a => a.Host is not null))
            own[(host!, name)] = value;
    }

    public static IReadOnlyList<HostValues> Gather(
        Runbook runbook, IReadOnlyList<Host> hosts, IReadOnlyDictionary<string, ParameterValue> inventoryParams,
        Answers answers)
    {
        answers.CheckNames(runbook, [.. hosts.Select(h => h.Name)]);
        return new ValueTable(runbook, hosts, inventoryParams, answers).Gather();
    }

    private List<HostValues> Gather()
    {
        var shared = new TemplateValues().Set("hosts", hosts.Select(Describe));
        var table =
            hosts.Select((h, i) => new HostValues(h, new TemplateValues(shared).Set("host", Describe(h, i)))).ToList();
        foreach (var parameter in runbook.Parameters)
        {
            if (parameter.Scope is ParameterScope.Site)
            {
                var (value, at) = SiteValue(parameter, shared);
                shared.Set(parameter.Name, value is SecretReference ? new Secret(parameter.Name) : value);
                foreach (var host in table) host.Set(parameter.Name, value, at);
            }
            else
            {
                foreach (var host in table)
                {
                    var given = own.GetValueOrDefault((host.Name, parameter.Name))
                        ?? site.GetValueOrDefault(parameter.Name);
                    var (value, at) = Resolve(parameter, given, host.Scope, host);
                    host.Set(parameter.Name, value, at);
                }
            }
        }
        return table;
    }

    private (object Value, SourceLocation At) SiteValue(Parameter parameter, TemplateValues scope)
    {
        var given = site.GetValueOrDefault(parameter.Name);
        foreach (var host in hosts)
        {
            if (!own.TryGetValue((host.Name, parameter.Name), out var value)) continue;
            if (given is not null && given.Text != value.Text)
                throw new Failure(FailureKind.Input,
                    $"'{parameter.Name}' is one value for all hosts, and is given as both '{given.Text}' and '{value.Text}'",
                    $"the other is given in {given.At}", $"give it once", at: value.At);
            given = value;
        }
        return Resolve(parameter, given, scope, null);
    }

    private (object Value, SourceLocation At) Resolve(Parameter parameter, ParameterValue? given, TemplateValues scope,
        HostValues? host)
    {
        if (given is not null) return (Parse(parameter, given.Text, given.At), given.At);
        if (parameter.Default is { } preset)
            return (Parse(parameter, TemplateEngine.Render(preset, Escape.None, scope), preset.At), preset.At);
        if (parameter.Optional) return (Parse(parameter, "", parameter.At), parameter.At);
        throw host is null
            ? new Failure(FailureKind.Input, $"'{parameter.Name}' is not given", $"{parameter.Help}",
                $"give it: -p {parameter.Name}=VALUE, or in the inventory's 'params:'")
            : new Failure(FailureKind.Input, $"'{parameter.Name}' is not given for {host.Name}", $"{parameter.Help}",
                $"give it: -p {host.Name}:{parameter.Name}=VALUE, or in the host's 'params:'", at: host.Host.At);
    }

    private object Parse(Parameter parameter, string text, SourceLocation at) =>
        ValueReader.Parse(parameter, text, names, at);

    private static TemplateValues Describe(Host host, int index) =>
        new TemplateValues().Set("name", host.Name).Set("address", host.Address).Set("index", index);
}

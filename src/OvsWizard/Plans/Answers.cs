using OvsWizard.Inventories;
using OvsWizard.Runbooks;
using OvsWizard.Yaml;

namespace OvsWizard.Plans;

/// <summary>
/// What the operator said about parameters, besides the inventory. The later source wins: inventory, then an answers
/// file, then <c>-p</c>; within one source a host's own value wins over one for all.
/// </summary>
public sealed class Answers
{
    private readonly List<(string? Host, string Name, ParameterValue Value)> said = [];

    /// <summary>Everything said, the weakest first.</summary>
    public IEnumerable<(string? Host, string Name, ParameterValue Value)> InOrder => said;

    public void Add(string? host, string name, ParameterValue value) => said.Add((host, name, value));

    /// <summary>Adds a YAML file: parameters by name, and under <c>hosts:</c> those of single hosts.</summary>
    public void AddFile(string path)
    {
        var root = YamlFile.Load(path).AsMapping($"the answers file");
        foreach (var (name, value) in root.Entries.Where(e => e.Key.Value != "hosts"))
            Add(null, name.Value, Read(name, value));
        if (root.Find("hosts") is not { } hosts) return;
        foreach (var (host, values) in hosts.AsMapping($"'hosts'").Entries)
            foreach (var (name, value) in values.AsMapping($"host '{host.Value}'").Entries)
                Add(host.Value, name.Value, Read(name, value));
    }

    /// <summary>Adds what follows <c>-p</c>: NAME=VALUE, or HOST:NAME=VALUE for one host.</summary>
    public void AddOption(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
            throw new Failure(FailureKind.Input, $"'-p {text}' has no value",
                now: $"write -p NAME=VALUE, or -p HOST:NAME=VALUE for one host");
        var name = text[..equals];
        var value = new ParameterValue(text[(equals + 1)..], new SourceLocation($"-p {name}"));
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        Add(colon < 0 ? null : name[..colon], name[(colon + 1)..], value);
    }

    /// <summary>Refuses a name that the runbook does not have, and a host that is not there.</summary>
    public void CheckNames(Runbook runbook, IReadOnlyList<string> hosts)
    {
        foreach (var (host, name, value) in said)
        {
            if (runbook.FindParameter(name) is null)
                throw Unknown($"{runbook.Id} has no parameter '{name}'", name,
                    [.. runbook.Parameters.Select(p => p.Name)], value.At);
            if (host is not null && !hosts.Contains(host))
                throw Unknown($"host '{host}' not found in this run", host, [.. hosts], value.At);
        }
    }

    private static Failure Unknown(FormattableString what, string name, string[] known, SourceLocation at) =>
        Nearest.Of(name, known) is { } near
            ? new Failure(FailureKind.Input, what, now: $"did you mean '{near}'?", at: at)
            : new Failure(FailureKind.Input, what, now: $"available: {string.Join(", ", known)}", at: at);

    private static ParameterValue Read(YamlScalar name, YamlNode value) => value is YamlSequence list
        ? new(string.Join(',', list.Items.Select(i => i.AsScalar($"'{name.Value}'").Value)), list.At)
        : new(value.AsScalar($"'{name.Value}'").Value, value.At);
}

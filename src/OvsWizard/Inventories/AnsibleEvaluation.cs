using System.Text.Json;

namespace OvsWizard.Inventories;

using Wanted = IReadOnlyDictionary<string, IReadOnlyList<string>>;

/// <summary>
/// Makes drafts of hosts whose variables Ansible has listed: its settings stand below them, its templates are evaluated
/// by itself.
/// </summary>
/// <param name="evaluate">Asks Ansible for the values of variables, by host; of all hosts at once, or one after the
/// other.</param>
internal sealed class AnsibleEvaluation(IReadOnlyDictionary<string, ParameterValue> settings,
    Func<Wanted, bool, IEnumerable<JsonElement>> evaluate)
{
    private readonly Dictionary<string, Failure> failures = [];

    public List<HostDraft> ToDrafts(
        IEnumerable<(string Name, SourceLocation At, Dictionary<string, ParameterValue> Vars)> hosts)
    {
        var all = hosts.ToDictionary(h => h.Name, h =>
            new Dictionary<string, ParameterValue>(HostDraft.Merge(settings, h.Vars)));
        foreach (var singly in new[] { false, true })
            if (Unresolved(all) is { Count: > 0 } wanted) Fill(all, wanted, singly);
        return
        [
            .. hosts.Select(h => new AnsibleVariables(h.Name, h.At, all[h.Name], evaluated: true)
                .ToDraft() is var draft && failures.TryGetValue(h.Name, out var failure) && draft.Unusable is not null
                ? draft with { Unusable = failure }
                : draft),
        ];
    }

    /// <summary>
    /// Templates that have the same value, whichever host's they are: a thousand hosts of a group often share one.
    /// </summary>
    private static List<List<(string Host, string Variable)>> Alike(
        Dictionary<string, Dictionary<string, ParameterValue>> all, Dictionary<string, IReadOnlyList<string>> wanted) =>
    [
        .. wanted.SelectMany(h => h.Value.Select(v => (Host: h.Key, Variable: v)))
            .GroupBy(w => new AnsibleVariables(w.Host, default, all[w.Host]).Ground(w.Variable)
                ?? $"\0{w.Host}\0{w.Variable}").Select(g => g.ToList()),
    ];

    private static Dictionary<string, IReadOnlyList<string>> Firsts(List<List<(string Host, string Variable)>> alike) =>
        alike.Select(a => a[0]).GroupBy(a => a.Host)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(a => a.Variable)]);

    private static Dictionary<string, IReadOnlyList<string>> Unresolved(
        Dictionary<string, Dictionary<string, ParameterValue>> all) =>
        all.Select(h => (Name: h.Key, Variables: new AnsibleVariables(h.Key, default, h.Value).Unresolved))
            .Where(h => h.Variables.Count > 0).ToDictionary(h => h.Name, h => h.Variables);

    private void Fill(Dictionary<string, Dictionary<string, ParameterValue>> all,
        Dictionary<string, IReadOnlyList<string>> wanted, bool singly)
    {
        var alike = Alike(all, wanted);
        try
        {
            foreach (var host in evaluate(Firsts(alike), singly).SelectMany(e => e.EnumerateObject()))
                foreach (var variable in host.Value.EnumerateObject())
                    if (AnsibleListing.TextOf(variable.Value) is { } text)
                        foreach (var (name, same) in alike.First(a => a[0] == (host.Name, variable.Name)))
                            all[name][same] = all[name][same] with { Text = text };
        }
        catch (Failure failure)
        {
            foreach (var name in wanted.Keys) failures[name] = failure;
        }
    }
}

namespace OvsWizard.Inventories;

/// <summary>
/// What an Ansible inventory says, whether as INI or as YAML: hosts, groups and variables, not yet put together. Pure.
/// </summary>
internal sealed class AnsibleInventory(string file)
{
    public const string All = "all";
    public const string Ungrouped = "ungrouped";

    /// <summary>The most hosts, and the most groups: more are a slip in a range.</summary>
    private const int Most = 10_000;

    private readonly Dictionary<string, AnsibleGroup> groups = [];
    private readonly Dictionary<string, SourceLocation> hosts = [];
    private readonly List<string> names = [];
    private readonly Dictionary<string, Dictionary<string, ParameterValue>> hostVars = [];

    /// <summary>The groups as written, without <c>all</c> where nothing says it.</summary>
    public IEnumerable<string> GroupNames => groups.Keys;

    /// <summary>What was passed over; each a sentence.</summary>
    public List<FormattableString> Warnings { get; } = [];

    public bool IsEmpty => names.Count == 0;

    public AnsibleGroup Group(string name) => groups.TryGetValue(name, out var known) ? known
        : groups.Count < Most ? groups[name] = new AnsibleGroup(name)
        : throw new Failure(FailureKind.Input, $"the inventory has more than {Most} groups", now: $"split it",
            at: new SourceLocation(file));

    /// <summary>Makes the host known, in its place, and returns its variables to be added to.</summary>
    /// <exception cref="Failure">Input: it cannot be the name of a host.</exception>
    public Dictionary<string, ParameterValue> Host(string name, SourceLocation at)
    {
        if (!HostName.IsValid(name)) throw HostName.Wrong(name, at);
        if (hosts.TryAdd(name, at)) names.Add(name);
        if (names.Count > Most) throw new Failure(FailureKind.Input, $"the inventory names more than {Most} hosts",
            now: $"correct the ranges, or split it", at: at);
        return hostVars.TryGetValue(name, out var known) ? known : hostVars[name] = [];
    }

    /// <summary>Puts hosts, groups and variables together.</summary>
    /// <param name="files">What group_vars/ and host_vars/ beside the inventory say.</param>
    /// <param name="ansible">Evaluates what only Ansible can, and knows its settings; null: it is not
    /// installed.</param>
    /// <exception cref="Failure">Input: groups that are not there, or contain themselves; values that cannot
    /// be.</exception>
    public InventoryDraft ToDraft(InventoryFormat format, AnsibleFiles files, AnsibleEvaluation? ansible = null)
    {
        if (names.Count == 0) throw new Failure(FailureKind.Input, $"the inventory names no host",
            at: new SourceLocation(file, 1, 1));
        foreach (var child in groups.Values.SelectMany(g => g.Children).Where(c => !groups.ContainsKey(c.Value)))
            throw new Failure(FailureKind.Input, $"group '{child.Value}' not found",
                now: $"add it: [{child.Value}], or correct the name", at: child.At);
        var tree = new AnsibleTree(groups, names);
        var vars = names.ToDictionary(name => name, name => VarsOf(name, tree, files));
        var drafts = ansible is null
            ? names.Select(name => new AnsibleVariables(name, hosts[name], vars[name]).ToDraft()).ToList()
            : ansible.ToDrafts(names.Select(name => (name, hosts[name], vars[name])));
        return new InventoryDraft(new HostDraft("defaults", new SourceLocation(file)), drafts,
            new Dictionary<string, ParameterValue>(), file)
        {
            Format = format,
            Groups = tree.Members,
            Warnings = [.. Warnings, .. files.Warnings],
        };
    }

    /// <summary>
    /// Later ones win, as Ansible has it: groups in the inventory, in group_vars/, the host in the inventory, in
    /// host_vars/; outer groups first.
    /// </summary>
    private Dictionary<string, ParameterValue> VarsOf(string host, AnsibleTree tree, AnsibleFiles files)
    {
        var vars = new Dictionary<string, ParameterValue>();
        var around = tree.Around(host);
        foreach (var group in around) Add(groups.TryGetValue(group, out var written) ? written.Vars : null);
        foreach (var group in around) Add(files.OfGroup(group));
        Add(hostVars[host]);
        Add(files.OfHost(host));
        return vars;

        void Add(IReadOnlyDictionary<string, ParameterValue>? more)
        {
            foreach (var (name, value) in more ?? new Dictionary<string, ParameterValue>()) vars[name] = value;
        }
    }
}

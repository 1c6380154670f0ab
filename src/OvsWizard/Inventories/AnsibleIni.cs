using System.Text.RegularExpressions;

namespace OvsWizard.Inventories;

/// <summary>
/// Reads the INI inventories of Ansible by ourselves: host lines, <c>[group]</c>, <c>[group:vars]</c>,
/// <c>[group:children]</c>. Pure.
/// </summary>
internal static partial class AnsibleIni
{
    private enum Section { Hosts, Vars, Children }

    /// <exception cref="Failure">Input, with file:line:column.</exception>
    public static void Add(string text, string file, AnsibleInventory inventory)
    {
        var declared = new HashSet<string> { AnsibleInventory.All, AnsibleInventory.Ungrouped };
        var varsOf = new List<Placed<string>>();
        var (group, section) = (inventory.Group(AnsibleInventory.Ungrouped), Section.Hosts);
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd();
            var column = line.Length - line.TrimStart().Length + 1;
            line = line.TrimStart();
            if (line.Length == 0 || line[0] is '#' or ';') continue;
            var at = new SourceLocation(file, number, column);
            // A host line may begin with a range, but no range fills a word.
            if (Header().Match(line) is { Success: true } header)
            {
                (group, section) = (inventory.Group(header.Groups["group"].Value),
                    KindOf(header.Groups["kind"].Value, at));
                if (section is Section.Vars) varsOf.Add(new(group.Name, at));
                else declared.Add(group.Name);
                continue;
            }
            if (line[0] == '[' && !line.Contains(']', StringComparison.Ordinal))
                throw new Failure(FailureKind.Input, $"the section is never closed",
                    now: $"write [GROUP], [GROUP:vars] or [GROUP:children]", at: at);
            switch (section)
            {
                case Section.Hosts: ReadHosts(line, at, group, inventory); break;
                case Section.Vars: ReadVar(line, at, group.Vars); break;
                default: ReadChild(line, at, group); break;
            }
        }
        declared.UnionWith(inventory.GroupNames.Where(g => inventory.Group(g).Hosts.Count > 0));
        declared.UnionWith(inventory.GroupNames.SelectMany(g => inventory.Group(g).Children).Select(c => c.Value));
        if (varsOf.Find(v => !declared.Contains(v.Value)) is { } lone)
            throw new Failure(FailureKind.Input, $"group '{lone.Value}' not found",
                $"it has variables but no hosts", $"write [{lone.Value}] and its hosts, or correct the name",
                at: lone.At);
    }

    private static Section KindOf(string kind, SourceLocation at) => kind switch
    {
        "" or "hosts" => Section.Hosts,
        "vars" => Section.Vars,
        "children" => Section.Children,
        _ => throw new Failure(FailureKind.Input, $"unknown key '{kind}' in a group",
            now: $"write [GROUP], [GROUP:vars] or [GROUP:children]", at: at),
    };

    private static void ReadHosts(string line, SourceLocation at, AnsibleGroup group, AnsibleInventory inventory)
    {
        var words = ShellWords.Split(line, comments: true);
        if (words.Count == 0) return;
        var (pattern, port) = SplitPort(words[0].Text);
        foreach (var name in HostRange.Expand(pattern, at))
        {
            var vars = inventory.Host(name, at);
            group.Hosts.Add(name);
            if (port is not null) vars["ansible_port"] = new(port, at);
            foreach (var (word, index) in words.Skip(1)) ReadVar(word, at with { Column = at.Column + index }, vars);
        }
    }

    private static void ReadVar(string line, SourceLocation at, Dictionary<string, ParameterValue> to)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1) throw new Failure(FailureKind.Input, $"'{line}' gives no value", now: $"write NAME=VALUE",
            at: at);
        var value = line[(equals + 1)..];
        to[line[..equals].TrimEnd()] = AnsibleValue.OfText(value.Trim(),
            at with { Column = at.Column + equals + 1 + (value.Length - value.TrimStart().Length) });
    }

    private static void ReadChild(string line, SourceLocation at, AnsibleGroup group)
    {
        var words = ShellWords.Split(line, comments: true);
        if (words.Count > 1) throw new Failure(FailureKind.Input, $"'{line}' is not a valid group name",
            $"children are groups, one a line", at: at);
        if (words.Count == 1) group.Children.Add(new(words[0].Text, at));
    }

    /// <summary><c>host:2222</c>; a range ends with a bracket, so that its colon is none.</summary>
    private static (string Pattern, string? Port) SplitPort(string word) =>
        Port().Match(word) is { Success: true } port ? (word[..port.Index], port.Groups["port"].Value) : (word, null);

    [GeneratedRegex(@"^\[(?<group>[^:\[\]\s]+)(?::(?<kind>\w+))?\]\s*(#.*)?$")]
    private static partial Regex Header();

    [GeneratedRegex(@":(?<port>\d+)$")]
    private static partial Regex Port();
}

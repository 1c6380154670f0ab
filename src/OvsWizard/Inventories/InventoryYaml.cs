using OvsWizard.Yaml;

namespace OvsWizard.Inventories;

/// <summary>Reads the product's own inventory format: <c>defaults</c>, <c>params</c> and <c>hosts</c>.</summary>
internal static class InventoryYaml
{
    private static readonly string[] HostKeys =
        ["address", "port", "user", "identity", "identity_certificate", "password_env", "become", "jump", "params",
            "known_hosts", "netns", "ssh_args"];

    public static InventoryDraft Read(YamlNode root, string file)
    {
        var mapping = root.AsMapping($"an inventory");
        mapping.AllowOnly($"an inventory", "defaults", "hosts", "params");
        var hosts = mapping.Require("hosts", $"the inventory").AsMapping($"'hosts'");
        if (hosts.Entries.Count == 0) throw hosts.Wrong($"'hosts' names no host",
            now: $"add one: docker01: {{ address: 192.0.2.1 }}");
        return new InventoryDraft(
            mapping.Find("defaults") is { } defaults ? ReadHost("defaults", defaults, defaults.At)
                : new HostDraft("defaults", mapping.At),
            [.. hosts.Entries.Select(e => ReadHost(Name(e.Key), e.Value, e.Key.At))],
            ReadParams(mapping.Find("params")),
            file);
    }

    private static string Name(YamlScalar key) => HostName.IsValid(key.Value) ? key.Value
        : throw HostName.Wrong(key.Value, key.At);

    /// <summary>What a mapping says of the host, or of the defaults, of that name.</summary>
    internal static HostDraft ReadHost(string name, YamlNode node, SourceLocation at)
    {
        if (node is YamlScalar { IsNull: true }) return new HostDraft(name, at);
        var mapping = node.AsMapping(name == "defaults" ? (FormattableString)$"'defaults'" : $"host '{name}'");
        mapping.AllowOnly($"a host", HostKeys);
        return new HostDraft(name, at)
        {
            Address = Word(mapping, "address"),
            Port = Port(mapping),
            User = Word(mapping, "user"),
            Identities = Words(mapping, "identity"),
            Certificates = Words(mapping, "identity_certificate"),
            PasswordEnv = Word(mapping, "password_env"),
            Become = ReadBecome(mapping),
            Jump = Jump(mapping),
            KnownHosts = Words(mapping, "known_hosts"),
            Netns = NetnsName(mapping),
            SshArguments = SshArgumentsOf(mapping),
            Params = ReadParams(mapping.Find("params")),
        };
    }

    private static Placed<string>? Word(YamlMapping mapping, string key)
    {
        if (mapping.Find(key)?.AsScalar($"'{key}'") is not { } scalar) return null;
        var valid = scalar.Value.Length > 0 && scalar.Value[0] != '-'
            && !scalar.Value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
        return valid ? new(scalar.Value, scalar.At)
            : throw scalar.Wrong($"'{scalar.Value}' cannot be the '{key}' of a host",
            $"it is empty, begins with '-' or has blanks");
    }

    private static Placed<IReadOnlyList<string>>? Words(YamlMapping mapping, string key) => mapping.Find(key) switch
    {
        null => null,
        YamlSequence list => new([.. list.Items.Select(i => i.AsScalar($"an entry of '{key}'").Value)], list.At),
        var node => new([node.AsScalar($"'{key}'").Value], node.At),
    };

    private static Placed<IReadOnlyList<string>>? Jump(YamlMapping mapping) =>
        Words(mapping, "jump") is { } jump
            ? jump with { Value = [.. jump.Value.SelectMany(j =>
                j.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))] }
            : null;

    /// <summary>Options of ssh(1); the file of -F is taken from the inventory's folder.</summary>
    private static Placed<IReadOnlyList<string>>? SshArgumentsOf(YamlMapping mapping)
    {
        if (mapping.Find("ssh_args")?.AsScalar($"'ssh_args'") is not { } line) return null;
        var folder = Path.GetDirectoryName(Path.GetFullPath(line.At.File)) ?? "/";
        return new(SshArguments.From(folder, [.. ShellWords.Split(line.Value, comments: false).Select(w => w.Text)],
            line.At), line.At);
    }

    private static Placed<string>? NetnsName(YamlMapping mapping)
    {
        if (Word(mapping, "netns") is not { } netns) return null;
        return netns.Value.Contains('/', StringComparison.Ordinal) || netns.Value is "." or ".."
            ? throw new Failure(FailureKind.Input, $"'{netns.Value}' is not a valid name of a network namespace",
                now: $"give a name that 'ip netns list' shows", at: netns.At)
            : netns;
    }

    private static Placed<int>? Port(YamlMapping mapping)
    {
        if (mapping.Find("port")?.AsScalar($"'port'") is not { } scalar) return null;
        return scalar.AsInteger($"'port'") is var port and > 0 and < 65536
            ? new((int)port, scalar.At)
            : throw scalar.Wrong($"'{scalar.Value}' is not a valid port", now: $"give a number from 1 to 65535");
    }

    private static Placed<Become>? ReadBecome(YamlMapping mapping)
    {
        if (mapping.Find("become")?.AsScalar($"'become'") is not { } scalar) return null;
        return scalar.Value switch
        {
            "sudo" => new(Inventories.Become.Sudo, scalar.At),
            "none" => new(Inventories.Become.None, scalar.At),
            _ => throw scalar.Wrong($"'become' must be sudo or none, not '{scalar.Value}'"),
        };
    }

    private static Dictionary<string, ParameterValue> ReadParams(YamlNode? node)
    {
        var values = new Dictionary<string, ParameterValue>();
        foreach (var (key, value) in node?.AsMapping($"'params'").Entries ?? [])
            values.Add(key.Value, value switch
            {
                YamlSequence list => new(string.Join(',',
                    list.Items.Select(i => i.AsScalar($"an entry of '{key.Value}'").Value)), list.At),
                _ => new(value.AsScalar($"the parameter '{key.Value}'").Value, value.At),
            });
        return values;
    }
}

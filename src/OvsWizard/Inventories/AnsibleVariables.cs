using System.Text.RegularExpressions;

namespace OvsWizard.Inventories;

/// <summary>
/// The variables of one host of an Ansible inventory, read as what they say about reaching it, and as parameters:
/// <c>ovswizard_NAME</c>. All others are somebody else's. Pure.
/// </summary>
/// <param name="evaluated">Templates were evaluated by Ansible.</param>
internal sealed partial class AnsibleVariables(
    string name, SourceLocation at, IReadOnlyDictionary<string, ParameterValue> vars, bool evaluated = false)
{
    /// <summary>What the names of variables begin with whose rest is the name of a parameter.</summary>
    public const string Prefix = "ovswizard_";

    /// <summary>As deep as one variable may lead to another.</summary>
    private const int MaxDepth = 10;

    private static readonly string[] Passwords = ["ansible_password", "ansible_ssh_pass", "ansible_become_password",
        "ansible_become_pass"];

    private static readonly HashSet<string> Used =
    [
        "ansible_connection", "ansible_host", "ansible_ssh_host", "ansible_port", "ansible_ssh_port", "ansible_user",
            "ansible_ssh_user",
        "ansible_private_key_file", "ansible_ssh_private_key_file", "ansible_become", "ansible_become_method",
            "ansible_become_user",
        "ansible_become_exe", "ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args",
            "ansible_ssh_executable",
        "ansible_ssh_timeout", "ansible_host_key_checking", "ansible_ssh_host_key_checking",
            "ansible_ssh_pkcs11_provider",
        "ansible_paramiko_proxy_command",
    ];

    private readonly List<FormattableString> warnings = [];

    /// <summary>Variables that count here, and whose value Ansible alone can tell.</summary>
    public IReadOnlyList<string> Unresolved =>
        [.. vars.Where(v => Used.Contains(v.Key) ? IsTemplate(Resolve(v.Value, 0)) || IsEncrypted(v.Value)
            : IsParameter(v.Key) && IsTemplate(Resolve(v.Value, 0))).Select(v => v.Key)];

    /// <summary>
    /// What the value of a template follows from: its text, and the variables that it names with all that these name.
    /// Hosts where that is the same have the same value; null: it may be another on every host.
    /// </summary>
    public string? Ground(string variable)
    {
        var text = Resolve(vars[variable], 0);
        if (OfOneHost().IsMatch(text)) return null;
        var seen = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var left = new Queue<string>(Names(text));
        while (left.TryDequeue(out var name))
            if (!seen.ContainsKey(name) && vars.TryGetValue(name, out var value))
            {
                seen[name] = value.Text;
                if (OfOneHost().IsMatch(value.Text)) return null;
                foreach (var further in Names(value.Text)) left.Enqueue(further);
            }
        return string.Join('\0', seen.Select(s => $"{s.Key}={s.Value}").Prepend(text));
    }

    private static IEnumerable<string> Names(string text) => Word().Matches(text).Select(m => m.Value).Distinct();

    /// <summary>
    /// The host; where a value in use cannot be known without Ansible, one that says why it cannot be worked on.
    /// </summary>
    public HostDraft ToDraft()
    {
        try
        {
            if (OtherConnection() is { } elsewhere) return new HostDraft(name, at) { Elsewhere = elsewhere };
            return new HostDraft(name, at)
            {
                SshName = Text("ansible_ssh_host", "ansible_host")?.Value ?? name,
                SshArguments = new(Arguments(), at),
                PasswordEnv = PasswordEnv(),
                Become = BecomeOf(),
                Params = vars.Where(v => IsParameter(v.Key))
                    .ToDictionary(v => v.Key[Prefix.Length..], v => Value(v.Key, v.Value)),
                Warnings = warnings,
            };
        }
        catch (Failure failure)
        {
            return new HostDraft(name, at) { Warnings = warnings, Unusable = failure };
        }
    }

    private ParameterValue? Find(params ReadOnlySpan<string> names)
    {
        foreach (var variable in names)
            if (vars.TryGetValue(variable, out var value))
                return Value(variable, value);
        return null;
    }

    private Placed<string>? Text(params ReadOnlySpan<string> names)
    {
        if (Find(names) is not { } value) return null;
        var valid = value.Text.Length > 0 && value.Text[0] != '-'
            && !value.Text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
        return valid ? new(value.Text, value.At)
            : throw new Failure(FailureKind.Input, $"'{value.Text}' cannot be the '{names[^1]}' of a host",
                $"it is empty, begins with '-' or has blanks", at: value.At);
    }

    private Placed<Become>? BecomeOf()
    {
        if (Find("ansible_become") is not { } value) return null;
        if (!IsTrue(value.Text)) return new(Inventories.Become.None, value.At);
        if (Find("ansible_become_method") is { } method && method.Text is not ("sudo" or "ansible.builtin.sudo"))
            throw new Failure(FailureKind.Input, $"root is obtained by '{method.Text}'", $"only sudo is supported",
                $"set ansible_become_method=sudo, or log in as root", at: method.At);
        if (Find("ansible_become_exe") is { Text.Length: > 0 } exe && Path.GetFileName(exe.Text) != "sudo")
            throw new Failure(FailureKind.Input, $"root is obtained by '{exe.Text}'", $"only sudo is supported",
                $"remove ansible_become_exe, or log in as root", at: exe.At);
        if (Find("ansible_become_user") is { Text: not "root" } other)
            throw new Failure(FailureKind.Input, $"commands would run as '{other.Text}'",
                $"only root can change a host's network", $"remove ansible_become_user", at: other.At);
        return new(Inventories.Become.Sudo, value.At);
    }

    private static bool IsTrue(string text) => text.ToLowerInvariant() is "true" or "yes" or "on" or "y" or "t" or "1";

    private Failure? OtherConnection() =>
        Find("ansible_connection") is { } connection
            && connection.Text.Split('.')[^1] is not ("ssh" or "smart" or "paramiko" or "paramiko_ssh")
            ? new Failure(FailureKind.Input, $"connection '{connection.Text}' is not supported",
                $"hosts are reached over SSH",
                $"leave {name} out with --limit, or give it an address and ansible_connection=ssh", at: connection.At)
            : null;

    /// <summary>
    /// Passwords do not stand in files here: one that Ansible looks up in the environment is, every other is passed
    /// over.
    /// </summary>
    private string? PasswordVariable(string variable, ParameterValue value)
    {
        if (EnvironmentLookup().Match(value.Text) is { Success: true } lookup) return lookup.Groups["name"].Value;
        warnings.Add(
            (FormattableString)$"{value.At}: {variable} is ignored: passwords are not read from files; write \"{{{{ lookup('env', 'NAME') }}}}\", or log in by key");
        return null;
    }

    private Placed<string>? PasswordEnv()
    {
        Placed<string>? found = null;
        foreach (var variable in Passwords)
            if (vars.TryGetValue(variable, out var value) && PasswordVariable(variable, value) is { } named)
                found ??= new(named, value.At);
        return found;
    }

    /// <summary>What Ansible calls ssh with, in its order: of what is said twice, ssh takes the first.</summary>
    private IReadOnlyList<string> Arguments()
    {
        if (Find("ansible_ssh_executable") is { Text.Length: > 0 } program && Path.GetFileName(program.Text) != "ssh")
            throw new Failure(FailureKind.Input, $"connections would be made by '{program.Text}'",
                $"it may connect to any host", $"remove ansible_ssh_executable, or use a ProxyCommand",
                at: program.At);
        List<string> arguments = [.. Words("ansible_ssh_args")];
        if (Find("ansible_ssh_host_key_checking", "ansible_host_key_checking") is { } checking
            && !IsTrue(checking.Text)) Option("StrictHostKeyChecking", "no");
        if (Text("ansible_ssh_port", "ansible_port") is { } port)
            Option("Port", SshDestination.PortOf(port.Value) is not null ? port.Value
                : throw new Failure(FailureKind.Input, $"'{port.Value}' is not a valid port",
                now: $"give a number from 1 to 65535", at: port.At));
        if (Find("ansible_ssh_private_key_file",
            "ansible_private_key_file") is { Text.Length: > 0 } key) Option("IdentityFile", $"\"{key.Text}\"");
        if (Text("ansible_ssh_user", "ansible_user") is { } user) Option("User", $"\"{user.Value}\"");
        if (Text("ansible_ssh_timeout") is { } timeout) Option("ConnectTimeout", timeout.Value);
        if (Text("ansible_ssh_pkcs11_provider") is { } provider) Option("PKCS11Provider", provider.Value);
        if (Find("ansible_paramiko_proxy_command") is { Text.Length: > 0 } proxy) Option("ProxyCommand", proxy.Text);
        arguments.AddRange(Words("ansible_ssh_common_args"));
        arguments.AddRange(Words("ansible_ssh_extra_args"));
        return SshArguments.From(Environment.CurrentDirectory, arguments, at);

        void Option(string keyword, string value) => arguments.AddRange(["-o", $"{keyword}={value}"]);
        IEnumerable<string> Words(string variable) => Find(variable) is { } value
            ? ShellWords.Split(value.Text, comments: false).Select(w => w.Text) : [];
    }

    /// <summary>The value with plain references to other variables, <c>{{ name }}</c>, followed.</summary>
    /// <exception cref="Failure">Input: it needs Ansible to be known, or Ansible does not know it either.</exception>
    private ParameterValue Value(string variable, ParameterValue value)
    {
        if (IsEncrypted(value))
            throw new Failure(FailureKind.Input, $"'{variable}' of {name} is encrypted with ansible-vault",
                now: $"write it in plain text, or remove it: secret parameters take env:NAME", at: value.At);
        var text = Resolve(value, 0);
        if (!IsTemplate(text)) return value with { Text = text };
        throw evaluated
            ? new Failure(FailureKind.Input,
                $"cannot tell what '{variable}' of {name} is: a variable in it is not defined",
                $"it is a template: {text}", $"define it in the inventory, or write the value out", at: value.At)
            : new Failure(FailureKind.Input, $"only Ansible can tell what '{variable}' of {name} is",
                $"it is a template: {text}", $"install ansible-core, or write the value out", at: value.At);
    }

    private string Resolve(ParameterValue value, int depth) => Reference().Replace(value.Text, reference =>
    {
        var other = reference.Groups["name"].Value;
        if (other is "inventory_hostname") return name;
        if (other is "inventory_hostname_short") return name.Split('.')[0];
        return vars.TryGetValue(other, out var target) && depth < MaxDepth ? Resolve(target, depth + 1)
            : reference.Value;
    });

    private static bool IsParameter(string variable) => variable.StartsWith(Prefix, StringComparison.Ordinal);

    private static bool IsEncrypted(ParameterValue value) =>
        value.Text.StartsWith("$ANSIBLE_VAULT", StringComparison.Ordinal);

    private static bool IsTemplate(string text) => text.Contains("{{", StringComparison.Ordinal)
        || text.Contains("{%", StringComparison.Ordinal);

    /// <summary>
    /// What differs from host to host, or from time to time, without being a variable of the inventory.
    /// </summary>
    [GeneratedRegex(
        @"\b(inventory_\w+|group_names|groups|hostvars|vars|varnames|ansible_\w+|random\w*|shuffle|password|pipe|sequence|now|omit)\b")]
    private static partial Regex OfOneHost();

    [GeneratedRegex(@"[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}\}")]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"^\s*\{\{\s*(?:lookup|query)\(\s*['""](?:ansible\.builtin\.)?env['""]\s*,\s*['""](?<name>[A-Za-z_][A-Za-z0-9_]*)['""]\s*\)\s*\}\}\s*$")]
    private static partial Regex EnvironmentLookup();
}

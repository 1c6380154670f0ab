using System.Globalization;
using System.Text.RegularExpressions;

namespace OvsWizard.Inventories;

/// <summary>
/// The variables of one host of an Ansible inventory, read as what they say about reaching it, and as parameters: <c>ovswizard_NAME</c>.
/// All others are somebody else's. Pure.
/// </summary>
internal sealed partial class AnsibleVariables(string name, SourceLocation at, IReadOnlyDictionary<string, ParameterValue> vars)
{
    /// <summary>What the names of variables begin with whose rest is the name of a parameter.</summary>
    public const string Prefix = "ovswizard_";

    /// <summary>As deep as one variable may lead to another.</summary>
    private const int MaxDepth = 10;

    private static readonly string[] Passwords = ["ansible_password", "ansible_ssh_pass", "ansible_become_password", "ansible_become_pass"];

    private readonly List<FormattableString> warnings = [];

    /// <summary>The host; where a value in use cannot be known without Ansible, one that says why it cannot be worked on.</summary>
    public HostDraft ToDraft()
    {
        try
        {
            RefuseOtherConnections();
            var args = SshArguments();
            return new HostDraft(name, at)
            {
                Address = Word("ansible_host", "ansible_ssh_host"),
                Port = Port(),
                User = Word("ansible_user", "ansible_ssh_user"),
                Identities = List(Find("ansible_private_key_file", "ansible_ssh_private_key_file")),
                PasswordEnv = PasswordEnv(),
                Become = BecomeOf(),
                Jump = args.Jump,
                KnownHosts = args.KnownHosts,
                Params = vars.Where(v => v.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary(v => v.Key[Prefix.Length..], v => Value(v.Key, v.Value)),
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

    private Placed<string>? Word(params ReadOnlySpan<string> names)
    {
        if (Find(names) is not { } value) return null;
        var valid = value.Text.Length > 0 && value.Text[0] != '-' && !value.Text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
        return valid ? new(value.Text, value.At)
            : throw new Failure(FailureKind.Input, $"'{value.Text}' cannot be the '{names[0]}' of a host", $"it is empty, begins with '-' or has blanks", at: value.At);
    }

    private static Placed<IReadOnlyList<string>>? List(ParameterValue? value) => value is null ? null : new([value.Text], value.At);

    private Placed<int>? Port()
    {
        if (Find("ansible_port", "ansible_ssh_port") is not { } value) return null;
        return int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? new(port, value.At)
            : throw new Failure(FailureKind.Input, $"'{value.Text}' is no port", now: $"give a number from 1 to 65535", at: value.At);
    }

    private Placed<Become>? BecomeOf()
    {
        if (Find("ansible_become", "ansible_sudo") is not { } value) return null;
        if (!IsTrue(value.Text)) return new(Inventories.Become.None, value.At);
        if (Find("ansible_become_method") is { } method && method.Text is not ("sudo" or "ansible.builtin.sudo"))
            throw new Failure(FailureKind.Input, $"root is got by '{method.Text}'", $"only sudo is known here", $"set ansible_become_method=sudo, or log in as root", at: method.At);
        if (Find("ansible_become_user") is { Text: not "root" } other)
            throw new Failure(FailureKind.Input, $"commands would run as '{other.Text}'", $"only root can change a host's network", $"leave ansible_become_user out", at: other.At);
        return new(Inventories.Become.Sudo, value.At);
    }

    private static bool IsTrue(string text) => text.ToLowerInvariant() is "true" or "yes" or "on" or "y" or "t" or "1";

    private void RefuseOtherConnections()
    {
        if (Find("ansible_connection") is { } connection && connection.Text is not ("ssh" or "smart" or "paramiko" or "paramiko_ssh" or "ansible.builtin.ssh" or "ansible.builtin.paramiko_ssh"))
            throw new Failure(FailureKind.Input, $"'{connection.Text}' is no way into a host here", $"hosts are reached over SSH", $"leave {name} out with --limit, or give it an address and ansible_connection=ssh", at: connection.At);
    }

    /// <summary>Passwords do not stand in files here: one that Ansible looks up in the environment is, every other is passed over.</summary>
    private string? PasswordVariable(string variable, ParameterValue value)
    {
        if (EnvironmentLookup().Match(value.Text) is { Success: true } lookup) return lookup.Groups["name"].Value;
        warnings.Add((FormattableString)$"{value.At}: {variable} is not taken: passwords are not read from files; write \"{{{{ lookup('env', 'NAME') }}}}\", or log in by key");
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

    private (Placed<IReadOnlyList<string>>? Jump, Placed<IReadOnlyList<string>>? KnownHosts) SshArguments()
    {
        (Placed<IReadOnlyList<string>>? Jump, Placed<IReadOnlyList<string>>? KnownHosts) taken = default;
        foreach (var variable in (string[])["ansible_ssh_args", "ansible_ssh_common_args", "ansible_ssh_extra_args"])
        {
            if (Find(variable) is not { } value) continue;
            var args = SshCommandLine.Read(value.Text);
            if (args.Jump is { } jump) taken.Jump = new(jump.Split(','), value.At);
            if (args.KnownHosts is { } known) taken.KnownHosts = new([known], value.At);
            if (args.Rest.Count > 0) warnings.Add((FormattableString)$"{value.At}: not taken from {variable}: {string.Join(' ', args.Rest)}");
        }
        return taken;
    }

    /// <summary>The value with plain references to other variables, <c>{{ name }}</c>, followed.</summary>
    /// <exception cref="Failure">Input: it needs Ansible to be known.</exception>
    private ParameterValue Value(string variable, ParameterValue value) => value with { Text = Resolve(variable, value, 0) };

    private string Resolve(string variable, ParameterValue value, int depth)
    {
        if (value.Text.StartsWith("$ANSIBLE_VAULT", StringComparison.Ordinal))
            throw new Failure(FailureKind.Input, $"'{variable}' of {name} is encrypted with ansible-vault", now: $"write it in the open, or leave it out: parameters of secrets take env:NAME", at: value.At);
        var text = Reference().Replace(value.Text, reference =>
        {
            var other = reference.Groups["name"].Value;
            if (other is "inventory_hostname") return name;
            if (other is "inventory_hostname_short") return name.Split('.')[0];
            return vars.TryGetValue(other, out var target) && depth < MaxDepth ? Resolve(other, target, depth + 1) : reference.Value;
        });
        return text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal)
            ? throw new Failure(FailureKind.Input, $"only Ansible can tell what '{variable}' of {name} is", $"it is a template: {text}", $"write the value out, or name a variable that has it", at: value.At)
            : text;
    }

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*\}\}")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\s*\{\{\s*(?:lookup|query)\(\s*['""](?:ansible\.builtin\.)?env['""]\s*,\s*['""](?<name>[A-Za-z_][A-Za-z0-9_]*)['""]\s*\)\s*\}\}\s*$")]
    private static partial Regex EnvironmentLookup();
}

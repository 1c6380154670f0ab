using System.Text.Json;

namespace OvsWizard.Inventories;

/// <summary>
/// What ansible.cfg says of reaching hosts, as the variables that an inventory would say it by. Pure.
/// </summary>
internal static class AnsibleSettings
{
    /// <summary>
    /// The settings of Ansible, and those of its ssh connections, by the variable that outweighs each.
    /// </summary>
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["DEFAULT_REMOTE_USER"] = "ansible_user",
        ["DEFAULT_PRIVATE_KEY_FILE"] = "ansible_private_key_file",
        ["DEFAULT_REMOTE_PORT"] = "ansible_port",
        ["DEFAULT_BECOME"] = "ansible_become",
        ["DEFAULT_BECOME_METHOD"] = "ansible_become_method",
        ["DEFAULT_BECOME_USER"] = "ansible_become_user",
        ["DEFAULT_BECOME_EXE"] = "ansible_become_exe",
        ["DEFAULT_TRANSPORT"] = "ansible_connection",
        ["HOST_KEY_CHECKING"] = "ansible_host_key_checking",
        ["DEFAULT_TIMEOUT"] = "ansible_ssh_timeout",
        ["ssh_args"] = "ansible_ssh_args",
        ["ssh_common_args"] = "ansible_ssh_common_args",
        ["ssh_extra_args"] = "ansible_ssh_extra_args",
        ["ssh_executable"] = "ansible_ssh_executable",
        ["port"] = "ansible_port",
        ["remote_user"] = "ansible_user",
        ["host_key_checking"] = "ansible_host_key_checking",
        ["pkcs11_provider"] = "ansible_ssh_pkcs11_provider",
    };

    /// <param name="general">What <c>ansible-config dump --only-changed --format json</c> prints.</param>
    /// <param name="ssh">The same of <c>-t connection ssh</c>.</param>
    public static IReadOnlyDictionary<string, ParameterValue> Read(JsonElement general, JsonElement ssh)
    {
        var variables = new Dictionary<string, ParameterValue>();
        foreach (var setting in ssh.EnumerateArray().SelectMany(p => p.EnumerateObject()).Where(p => p.Name == "ssh")
            .SelectMany(p => p.Value.EnumerateArray())
            .Concat(general.EnumerateArray()))
            if (setting.ValueKind is JsonValueKind.Object && setting.TryGetProperty("name", out var name)
                && setting.TryGetProperty("value", out var value)
                && Variables.TryGetValue(name.GetString() ?? "", out var variable)
                    && AnsibleListing.TextOf(value) is { Length: > 0 } text)
                variables[variable] = new(text,
                    new SourceLocation(setting.TryGetProperty("origin", out var origin) ? origin.GetString()
                    ?? "ansible.cfg" : "ansible.cfg"));
        return variables;
    }
}

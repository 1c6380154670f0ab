using System.Text;
using OvsWizard.Inventories;
using OvsWizard.Plans;

namespace OvsWizard.Export;

/// <summary>The ways to the hosts as ssh_config(5) has them, for ssh and for Ansible. Pure.</summary>
public static class SshConfigText
{
    /// <param name="hosts">As the inventory has them; empty where a run's inventory is not at hand, and the addresses
    /// must do.</param>
    public static string Of(Plan plan, IReadOnlyList<Host> hosts)
    {
        var text = new StringBuilder(
            "# The ways to the hosts; what is not said here comes from ~/.ssh/config and ssh's own defaults.\n");
        var jumps = new Dictionary<string, Host>();
        foreach (var planned in plan.Hosts)
        {
            var host = hosts.FirstOrDefault(h => h.Name == planned.Host);
            Append(text, planned.Host, planned.Address, host);
            foreach (var jump in host?.Jumps ?? []) jumps[jump.Name] = jump;
        }
        foreach (var jump in jumps.Values.OrderBy(j => j.Name, StringComparer.Ordinal))
            Append(text, JumpName(jump), jump.Address, jump);
        text.Append(
            "\n# A link that is cut is noticed, not waited for.\nMatch all\n    ServerAliveInterval 5\n    ServerAliveCountMax 3\n    ConnectTimeout 10\n    Include ~/.ssh/config\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, string address, Host? host)
    {
        text.Append($"\nHost {name}\n    HostName {address}\n");
        if (host is null) return;
        text.Append($"    User {host.User}\n");
        if (host.Port != Host.DefaultPort) text.Append($"    Port {host.Port}\n");
        foreach (var identity in host.Identities) text.Append($"    IdentityFile {Quoted(identity)}\n");
        foreach (var certificate in host.Certificates) text.Append($"    CertificateFile {Quoted(certificate)}\n");
        if (host.KnownHostsFiles.Count > 0)
            text.Append($"    UserKnownHostsFile {string.Join(' ', host.KnownHostsFiles.Select(Quoted))}\n");
        foreach (var (keyword, value) in host.Ssh.ToLines()) text.Append($"    {keyword} {value}\n");
        if (host.Jumps.Count > 0) text.Append($"    ProxyJump {string.Join(',', host.Jumps.Select(JumpName))}\n");
        else if (host.Ssh.ProxyCommand is null && host.Netns is { } netns)
            text.Append(
                $"    ProxyCommand ip netns exec {netns} bash -c 'exec 3<>/dev/tcp/%h/%p; exec 2>/dev/null; cat <&3 & trap \"kill $! 2>/dev/null\" EXIT HUP; cat >&3'\n");
    }

    private static string JumpName(Host jump) => $"jump-{jump.Name}";

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}

using System.Text;
using OvsWizard.Lab.Image;

namespace OvsWizard.Lab;

/// <summary>The lab as an inventory that <c>ovswizard -i</c> reads.</summary>
public static class LabInventory
{
    public static string Write(LabName name, LabFolder folder, LabState state) =>
        Write(name, folder, state, state.HasKernelDatapath);

    /// <param name="kernelDatapath">
    /// Without the kernel's datapath the bridges have to be of type netdev, which is said as a site parameter.
    /// </param>
    internal static string Write(LabName name, LabFolder folder, LabState state, bool kernelDatapath)
    {
        var text = new StringBuilder();
        if (state.Hosts.Any(host => LoginOf(state, host).NeedsPassword))
            text.Append("# sudo asks for a password on some of them: ")
                .Append($"export {FlavourLogin.PasswordVariable}={FlavourLogin.Password}\n");
        text.Append(
            $"defaults: {{ user: root, identity: {folder.Identity}, known_hosts: {folder.KnownHosts}, netns: {name.Operator} }}\n");
        if (!kernelDatapath) text.Append("params: { datapath_type: netdev }\n");
        text.Append("hosts:\n");
        foreach (var host in state.Hosts)
        {
            var parameters = $"underlay_ip: {host.Underlay}, container_subnet: {host.ContainerSubnet}, "
                + $"address: {host.Uplink}/24, gateway: {host.Gateway}";
            var login = Words(LoginOf(state, host));
            text.Append($"  {host.Name}: {{ address: {host.Management}, {login}params: {{ {parameters} }} }}\n");
        }
        return text.ToString();
    }

    /// <summary>known_hosts lines (sshd(8)) under which every host is found: its addresses, and its name.</summary>
    public static string KnownHosts(IEnumerable<(LabHost Host, string PublicKey, int ConsolePort)> keys) =>
        string.Concat(keys.Select(entry => $"{Names(entry.Host, entry.ConsolePort)} {entry.PublicKey}\n"));

    private static string Names(LabHost host, int consolePort)
    {
        var console = consolePort == FlavourLogin.SshPort ? "" : $",[{host.Management}]:{consolePort}";
        return $"{host.Management}{console},{host.Uplink},{host.Name}";
    }

    private static FlavourLogin LoginOf(LabState state, LabHost host) =>
        Flavour.Find(state.DiskOf(host).Kind.Flavour).Login;

    private static string Words(FlavourLogin login)
    {
        if (login.User == "root") return "";
        var password = login.NeedsPassword ? $"password_env: {FlavourLogin.PasswordVariable}, " : "";
        return $"user: {login.User}, become: sudo, {password}";
    }
}

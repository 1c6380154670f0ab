using System.Text;

namespace OvsWizard.Lab;

/// <summary>The lab as an inventory that <c>ovswizard -i</c> reads.</summary>
public static class LabInventory
{
    /// <param name="kernelDatapath">Without the kernel's datapath the bridges have to be of type netdev, which is said as a site parameter.</param>
    public static string Write(LabName name, LabFolder folder, IEnumerable<LabHost> hosts, bool kernelDatapath)
    {
        var text = new StringBuilder();
        text.Append($"defaults: {{ user: root, identity: {folder.Identity}, known_hosts: {folder.KnownHosts}, netns: {name.Operator} }}\n");
        if (!kernelDatapath) text.Append("params: { datapath_type: netdev }\n");
        text.Append("hosts:\n");
        foreach (var host in hosts)
            text.Append($"  {host.Name}: {{ address: {host.Management}, params: {{ underlay_ip: {host.Underlay}, container_subnet: {host.ContainerSubnet}, address: {host.Uplink}/24, gateway: {host.Gateway} }} }}\n");
        return text.ToString();
    }

    /// <summary>known_hosts lines (sshd(8)) under which every host is found: its addresses, and its name.</summary>
    public static string KnownHosts(IEnumerable<(LabHost Host, string PublicKey)> keys) =>
        string.Concat(keys.Select(entry => $"{entry.Host.Management},{entry.Host.Uplink},{entry.Host.Name} {entry.PublicKey}\n"));
}

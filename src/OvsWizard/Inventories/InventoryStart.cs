using System.Text;

namespace OvsWizard.Inventories;

/// <summary>A first inventory: hosts that are all entered alike. Pure.</summary>
/// <param name="Hosts">Without an address: the name is the address, or ~/.ssh/config knows it.</param>
/// <param name="Key">A private key file; null: what ssh would use.</param>
public sealed record InventoryStart(IReadOnlyList<HostEntry> Hosts, string User, string? Key, bool Sudo)
{
    /// <summary>The text of the inventory, with comments for whoever goes on with it.</summary>
    public string Write()
    {
        var text = new StringBuilder("""
            # The hosts that OvsWizard works on. 'ovswizard hosts check' looks at them, 'ovswizard inventory show' tells what is understood.
            # A host takes: address, port, user, identity, identity_certificate, password_env, become, jump, params.
            # What it leaves out comes from 'defaults', then from ~/.ssh/config.

            """);
        var settings = new List<string> { $"user: {InventoryText.Scalar(User)}" };
        if (Key is not null) settings.Add($"identity: {InventoryText.Scalar(Key)}");
        if (Sudo) settings.Add("become: sudo");
        text.Append($"defaults: {{ {string.Join(", ", settings)} }}\n");
        text.Append(
            "# Values of runbooks' parameters: here for all hosts, or as a host's 'params'. 'ovswizard runbook show ID' lists them.\n# params: { overlay_cidr: 10.0.0.0/16 }\n");
        text.Append("hosts:\n");
        foreach (var host in Hosts)
        {
            var said = string.Join(", ", host.Settings());
            text.Append($"  {InventoryText.Scalar(host.Name)}:{(said.Length > 0 ? $" {{ {said} }}" : "")}\n");
        }
        return text.ToString();
    }
}

using System.CommandLine;
using OvsWizard.Facts;
using OvsWizard.Inventories;
using OvsWizard.Runbooks;
using OvsWizard.Ssh;
using OvsWizard.Tui;
using OvsWizard.Tui.Screens;

namespace OvsWizard.Cli;

/// <summary>Begins new runs in the wizard, from what the command line says about inventory, hosts and values.</summary>
internal static class NewRuns
{
    /// <param name="start">Shows the run and begins it, once everything is settled; null where this version
    /// cannot.</param>
    public static Action<Wizard, Runbook, string?> Begin(ParseResult parsed, Action<Wizard, NewRun>? start = null,
        Purpose purpose = Purpose.CarryOut) => (wizard, runbook, named) => wizard.Do(async () =>
        {
            var path = InventorySources.Absolute(named ?? GlobalOptions.InventoryAtHand(parsed));
            var user = LocalUser.Current;
            // ssh and Ansible are asked about every host, which takes its time: not on the thread that paints.
            var (inventory, selection) = await Task.Run(() =>
            {
                var read = Read(parsed, path, named);
                return (read, new HostSelection(read, SshConfig.Load(user), user));
            });
            var ssh = new SshOptions { Secrets = wizard.Secrets };
            var forks = parsed.GetValue(GlobalOptions.Forks);
            wizard.Show(new HostsScreen(wizard, new NewRun
            {
                Runbook = runbook,
                Selection = selection,
                InventoryPath = path,
                SiteParams = inventory?.Params ?? new Dictionary<string, ParameterValue>(),
                Given = GlobalOptions.ReadAnswers(parsed),
                Check = new HostCheck(ssh, HostScripts.Facts, forks),
                Previewer = new SessionPreview(ssh, forks),
                Start = start,
                Purpose = purpose,
            }));
        });

    /// <summary>
    /// An inventory that was named must be there; the usual one may be missing, for hosts can be typed in.
    /// </summary>
    private static Inventory? Read(ParseResult parsed, string path, string? named) =>
        named is not null ? Inventory.Load(named)
        : InventorySources.AreThere(path) || GlobalOptions.InventoryNamed(parsed) is not null
            ? GlobalOptions.ReadInventory(parsed, path)
        : null;
}

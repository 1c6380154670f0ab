using System.CommandLine;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard verify RUNBOOK</c></summary>
public static class VerifyCommand
{
    public static Command Create()
    {
        var runbook = GlobalOptions.RunbookArgument();
        var command = new Command("verify", "Look whether the hosts still are as the runbook says; read-only, lists the drift") { runbook };
        command.SetAction((parsed, stop) =>
        {
            var inventory = GlobalOptions.ReadInventory(parsed);
            var plan = GlobalOptions.ReadPlan(parsed, parsed.GetValue(runbook)!, inventory);
            return new RunSession(parsed, plan, inventory.Hosts, looksOnly: true).RunAsync(stop);
        });
        return command;
    }
}

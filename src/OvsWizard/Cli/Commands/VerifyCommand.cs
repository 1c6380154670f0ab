using System.CommandLine;
using OvsWizard.Sessions;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard verify RUNBOOK</c></summary>
public static class VerifyCommand
{
    public static Command Create()
    {
        var runbook = GlobalOptions.RunbookArgument();
        var command = new Command("verify", "Look whether the hosts still are as the runbook says; read-only, lists the drift") { runbook };
        command.SetAction(async (parsed, stop) =>
        {
            var inventory = GlobalOptions.ReadInventory(parsed);
            var plan = GlobalOptions.ReadPlan(parsed, parsed.GetValue(runbook)!, inventory);
            using var session = Session.Look(plan, inventory.Hosts, RunSession.Ssh);
            return await new RunSession(parsed, session).RunAsync(stop);
        });
        return command;
    }
}

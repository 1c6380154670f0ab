using System.CommandLine;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard run RUNBOOK</c></summary>
public static class RunCommand
{
    public static Command Create()
    {
        var runbook = GlobalOptions.RunbookArgument();
        var yes = new Option<bool>("--yes", "-y") { Description = "Agree to the changes without being asked" };
        var step = new Option<bool>("--step") { Description = "Ask before every step" };
        var command = new Command("run", "Do it: check, change and verify every step on the hosts") { runbook, yes, step };
        command.SetAction((parsed, stop) =>
        {
            var inventory = GlobalOptions.ReadInventory(parsed);
            var plan = GlobalOptions.ReadPlan(parsed, parsed.GetValue(runbook)!, inventory);
            return new RunSession(parsed, plan, inventory.Hosts, looksOnly: false) { Yes = parsed.GetValue(yes), StepByStep = parsed.GetValue(step) }.RunAsync(stop);
        });
        return command;
    }
}

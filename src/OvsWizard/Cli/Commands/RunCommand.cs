using System.CommandLine;
using OvsWizard.Sessions;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard run RUNBOOK</c></summary>
public static class RunCommand
{
    public static Command Create()
    {
        var runbook = GlobalOptions.RunbookArgument();
        var step = new Option<bool>("--step") { Description = "Ask before every step" };
        var back = new Option<bool>("--rollback-on-failure") { Description = "Where a step fails, take back what the run has changed" };
        var command = new Command("run", "Do it: check, change and verify every step on the hosts") { runbook, GlobalOptions.Yes, step, back, GlobalOptions.Guard, GlobalOptions.TakeOver, GlobalOptions.Webhook };
        command.SetAction(async (parsed, stop) =>
        {
            var inventory = GlobalOptions.ReadInventory(parsed);
            var id = parsed.GetValue(runbook)!;
            var plan = GlobalOptions.ReadPlan(parsed, id, inventory);
            using var session = Session.Begin(plan, inventory.Hosts, GlobalOptions.RequestOf(parsed, id), RunSession.Ssh);
            return await new RunSession(parsed, session)
            {
                Yes = parsed.GetValue(GlobalOptions.Yes),
                StepByStep = parsed.GetValue(step),
                RollsBackOnFailure = parsed.GetValue(back),
            }.RunAsync(stop);
        });
        return command;
    }
}

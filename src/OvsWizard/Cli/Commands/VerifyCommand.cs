using System.CommandLine;
using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard verify RUNBOOK</c>, or <c>--run RUN</c></summary>
public static class VerifyCommand
{
    public static Command Create()
    {
        var runbook = GlobalOptions.OptionalRunbookArgument();
        var run = new Option<string?>("--run")
        {
            Description = "Are the hosts still as this run left them: its plan, its inventory",
            HelpName = "RUN",
            CompletionSources = { Suggestions.RunIds }
        };
        var command = new Command("verify",
            "Verify that the hosts are still as the runbook says; read-only, lists the drift") { runbook, run };
        command.SetAction(async (parsed, stop) =>
        {
            var (plan, hosts, left) = (parsed.GetValue(run), parsed.GetValue(runbook)) switch
            {
                ({ } id, null) => OfRun(parsed, id),
                (null, { } id) => OfRunbook(parsed, id),
                (null, null) => throw new Failure(FailureKind.Input, $"verify needs a runbook, or a run",
                    now: $"name one: ovswizard verify RUNBOOK, or --run RUN"),
                _ => throw GlobalOptions.RunbookAndRun(),
            };
            using var session = Session.ToVerify(plan, hosts, RunSession.Ssh, left);
            return await new RunSession(parsed, session).RunAsync(stop);
        });
        return command;
    }

    private static (Plan, IReadOnlyList<Host>, RunState?) OfRunbook(ParseResult parsed, string runbook)
    {
        var inventory = GlobalOptions.ReadInventory(parsed);
        return (GlobalOptions.ReadPlan(parsed, runbook, inventory), inventory.Hosts, null);
    }

    private static (Plan, IReadOnlyList<Host>, RunState?) OfRun(ParseResult parsed, string run)
    {
        GlobalOptions.RefuseAnswers(parsed, "a run has its values already");
        var record = RunRecord.Read(RunFolder.Find(run));
        return (record.State.Plan, FormerRun.ToVerify(record, GlobalOptions.InventoryNamed(parsed)).Hosts,
            record.State);
    }
}

using System.CommandLine;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard run RUNBOOK</c></summary>
public static class RunCommand
{
    public static Command Create()
    {
        var runbook = GlobalOptions.RunbookArgument();
        var step = new Option<bool>("--step") { Description = "Ask before every step" };
        var back = new Option<bool>("--rollback-on-failure")
            { Description = "If a step fails, roll back what the run has changed" };
        var serial = new Option<string?>("--serial")
        {
            Description = "Run in batches of these sizes, each tested before the next starts; the last size repeats",
            HelpName = "N|N%,…"
        };
        var canary = new Option<string?>("--canary")
        {
            Description =
                "Run on this host first, and test it, before the others are touched; with one more where the runbook needs two",
            HelpName = "HOST",
            CompletionSources = { Suggestions.Hosts }
        };
        var maxFail = new Option<string?>("--max-fail")
        {
            Description = "Continue with the next batch, without failed hosts, as long as at most this many failed",
            HelpName = "N|N%"
        };
        var detach = new Option<bool>("--detach")
            { Description = "After consent, continue in a background process; 'ovswizard attach' shows it" };
        var command = new Command("run", "Do it: check, change and verify every step on the hosts")
        {
            runbook, GlobalOptions.Yes, step, back,
            serial, canary, maxFail, detach, GlobalOptions.Guard, GlobalOptions.TakeOver, GlobalOptions.Webhook
        };
        command.SetAction((parsed, stop) =>
        {
            if (parsed.GetValue(back) && parsed.GetValue(maxFail) is not null)
                throw new Failure(FailureKind.Input, $"--max-fail and --rollback-on-failure exclude each other",
                    $"one continues after a failure, the other rolls the batch back", $"remove one of them");
            if (parsed.GetValue(detach) && (parsed.GetValue(step) || parsed.GetValue(back)))
                throw new Failure(FailureKind.Input, $"--detach goes with neither --step nor --rollback-on-failure",
                    $"there is nobody to ask, and what has failed waits for an answer", $"remove one of them");
            var inventory = GlobalOptions.ReadInventory(parsed);
            var id = parsed.GetValue(runbook)!;
            var procedure = RunbookLibrary.Default().Find(id);
            var batches = Batches.Of(procedure, [.. inventory.Hosts.Select(h => h.Name)], parsed.GetValue(serial),
                parsed.GetValue(canary), parsed.GetValue(maxFail));
            var request = GlobalOptions.RequestOf(parsed, id);
            if (parsed.GetValue(detach) && batches.Total > 1)
                throw new Failure(FailureKind.Input, $"--detach does not go with batches",
                    $"each batch waits for the one before it", $"remove --detach, or --serial and --canary");
            // Of all hosts, also where a batch comes first: what is wrong with the whole shows before anything is done.
            var plan = GlobalOptions.ReadPlan(parsed, procedure, inventory);
            if (batches.Total > 1)
                return new BatchRuns(parsed, procedure, inventory, request, Of).RunAsync(batches, stop);
            return AloneAsync(Session.Begin(plan, inventory.Hosts, request, RunSession.Ssh), stop);

            async Task<int> AloneAsync(Session session, CancellationToken stop)
            {
                using (session) return await Of(session).RunAsync(stop);
            }

            RunSession Of(Session session) => new(parsed, session)
            {
                Yes = parsed.GetValue(GlobalOptions.Yes),
                StepByStep = parsed.GetValue(step),
                RollsBackOnFailure = parsed.GetValue(back),
                Detaches = parsed.GetValue(detach)
            };
        });
        return command;
    }
}

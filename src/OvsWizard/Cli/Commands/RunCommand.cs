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
        var back = new Option<bool>("--rollback-on-failure") { Description = "Where a step fails, take back what the run has changed" };
        var serial = new Option<string?>("--serial") { Description = "In batches of so many hosts, each proved before the next begins; the last size goes on", HelpName = "N|N%,…" };
        var canary = new Option<string?>("--canary") { Description = "This host first, and proved, before the others are touched; one more with it where the runbook needs two", HelpName = "HOST", CompletionSources = { Suggestions.Hosts } };
        var maxFail = new Option<string?>("--max-fail") { Description = "Go on with the next batch, without those that failed, while no more hosts than this have", HelpName = "N|N%" };
        var detach = new Option<bool>("--detach") { Description = "Once agreed to, go on in a process of its own; 'ovswizard attach' shows it" };
        var command = new Command("run", "Do it: check, change and verify every step on the hosts") { runbook, GlobalOptions.Yes, step, back, serial, canary, maxFail, detach, GlobalOptions.Guard, GlobalOptions.TakeOver, GlobalOptions.Webhook };
        command.SetAction((parsed, stop) =>
        {
            if (parsed.GetValue(back) && parsed.GetValue(maxFail) is not null)
                throw new Failure(FailureKind.Input, $"--max-fail and --rollback-on-failure contradict each other", $"one goes on after a failure, the other takes the batch back", $"leave one of them out");
            if (parsed.GetValue(detach) && (parsed.GetValue(step) || parsed.GetValue(back)))
                throw new Failure(FailureKind.Input, $"--detach goes with neither --step nor --rollback-on-failure", $"nobody is there to be asked, and what has failed waits for you", $"leave one of them out");
            var inventory = GlobalOptions.ReadInventory(parsed);
            var id = parsed.GetValue(runbook)!;
            var procedure = RunbookLibrary.Default().Find(id);
            var batches = Batches.Of(procedure, [.. inventory.Hosts.Select(h => h.Name)], parsed.GetValue(serial), parsed.GetValue(canary), parsed.GetValue(maxFail));
            var request = GlobalOptions.RequestOf(parsed, id);
            if (parsed.GetValue(detach) && batches.Total > 1)
                throw new Failure(FailureKind.Input, $"--detach does not go with batches", $"each batch waits for the one before it", $"leave --detach out, or --serial and --canary");
            // Of all hosts, also where a batch comes first: what is wrong with the whole shows before anything is done.
            var plan = GlobalOptions.ReadPlan(parsed, procedure, inventory);
            if (batches.Total > 1) return new BatchRuns(parsed, procedure, inventory, request, Of).RunAsync(batches, stop);
            return AloneAsync(Session.Begin(plan, inventory.Hosts, request, RunSession.Ssh), stop);

            async Task<int> AloneAsync(Session session, CancellationToken stop)
            {
                using (session) return await Of(session).RunAsync(stop);
            }

            RunSession Of(Session session) => new(parsed, session) { Yes = parsed.GetValue(GlobalOptions.Yes), StepByStep = parsed.GetValue(step), RollsBackOnFailure = parsed.GetValue(back), Detaches = parsed.GetValue(detach) };
        });
        return command;
    }
}

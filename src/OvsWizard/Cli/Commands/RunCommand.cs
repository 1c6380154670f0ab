using System.CommandLine;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Texts;

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
        var canary = new Option<string?>("--canary") { Description = "This host first, and proved, before any other is touched", HelpName = "HOST", CompletionSources = { Suggestions.Hosts } };
        var command = new Command("run", "Do it: check, change and verify every step on the hosts") { runbook, GlobalOptions.Yes, step, back, serial, canary, GlobalOptions.Guard, GlobalOptions.TakeOver, GlobalOptions.Webhook };
        command.SetAction(async (parsed, stop) =>
        {
            var inventory = GlobalOptions.ReadInventory(parsed);
            var id = parsed.GetValue(runbook)!;
            var names = inventory.Hosts.Select(h => h.Name).ToList();
            var procedure = RunbookLibrary.Default().Find(id);
            var batches = Batches.Of(procedure, names, parsed.GetValue(serial), parsed.GetValue(canary));
            var parts = batches.Count > 1 ? [.. batches.Select(batch => inventory.Limit([.. batch]))] : new[] { inventory };
            // All of them, before anything is done to the first batch.
            var plans = parts.Select(part => GlobalOptions.ReadPlan(parsed, procedure, part)).ToList();
            var request = GlobalOptions.RequestOf(parsed, id);
            for (var i = 0; i < parts.Length; i++)
            {
                if (batches.Count > 1) Say(parsed, $"batch {i + 1} of {batches.Count}: {string.Join(", ", batches[i].Except(i > 0 ? batches[i - 1] : []))}");
                using var session = Session.Begin(plans[i], parts[i].Hosts, batches.Count > 1 ? request with { Limit = batches[i] } : request, RunSession.Ssh);
                var exit = await new RunSession(parsed, session)
                {
                    Yes = parsed.GetValue(GlobalOptions.Yes),
                    StepByStep = parsed.GetValue(step),
                    RollsBackOnFailure = parsed.GetValue(back),
                }.RunAsync(stop);
                if (exit == 0) continue;
                if (i + 1 < batches.Count) Say(parsed, $"stopped after batch {i + 1} of {batches.Count}: {string.Join(", ", names.Except(batches.Take(i + 1).SelectMany(b => b)))} not touched; mend what failed and say the same again");
                return exit;
            }
            return 0;
        });
        return command;
    }

    private static void Say(ParseResult parsed, FormattableString text)
    {
        if (!parsed.GetValue(GlobalOptions.Json)) Console.Error.WriteLine(Colours.For(parsed, Console.IsErrorRedirected).Strong(GlobalOptions.LanguageOf(parsed).Say(text)));
    }
}

using System.CommandLine;
using OvsWizard.Engine;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli.Commands;

/// <summary><c>ovswizard rollback [RUN]</c></summary>
public static class RollbackCommand
{
    public static Command Create()
    {
        var run =
            GlobalOptions.RunArgument("Id of a run ('ovswizard runs'); default: the newest that has changed something");
        var to = new Option<string?>("--to")
        {
            Description = "Roll back only to this step, which stays",
            HelpName = "STEP",
            CompletionSources = { Suggestions.Steps }
        };
        var skip = new Option<string[]>("--skip")
        {
            Description = "Leave this step as it is, on one host or on all (repeatable)", HelpName = "STEP[@HOST]",
            DefaultValueFactory = _ => [], CompletionSources = { Suggestions.Steps },
        };
        var command = new Command("rollback",
            "Roll back a run on all its hosts, the last step first; what others have changed since stays, or is asked about")
        {
            run, GlobalOptions.Yes, to, skip, GlobalOptions.TakeOver, GlobalOptions.Webhook,
        };
        command.SetAction((parsed, stop) =>
        {
            GlobalOptions.RefuseParameters(parsed, "rollback takes back what the run did");
            return ChosenRun.ToRollBack(parsed, parsed.GetValue(run)) is { } record
                ? RunAsync(parsed, record, parsed.GetValue(to), GlobalOptions.Limited(parsed), stop,
                    parsed.GetValue(skip))
                : Task.FromResult(NothingToDo(parsed, $"no run has changes left to roll back"));
        });
        return command;
    }

    internal static async Task<int> RunAsync(
        ParseResult parsed, RunRecord record, string? to, IReadOnlyList<string>? hosts, CancellationToken stop,
        IReadOnlyList<string>? skip = null)
    {
        SkippedSteps.Check(record, skip ?? []);
        string[] steps = [.. record.State.Plan.Hosts.SelectMany(h => h.Steps).Select(s => s.Id).Distinct()];
        if (to is not null && !steps.Contains(to))
            throw Nearest.Of(to, steps) is { } near
                ? new Failure(FailureKind.Input, $"run {record.Id} has no step '{to}'", now: $"did you mean '{near}'?")
                : new Failure(FailureKind.Input, $"run {record.Id} has no step '{to}'",
                    now: $"it has: {string.Join(", ", steps)}");
        if (hosts?.FirstOrDefault(name => record.State.Hosts.All(h => h.Name != name)) is { } absent)
            throw new Failure(FailureKind.Input, $"run {record.Id} has no host '{absent}'",
                now: $"it has: {string.Join(", ", record.State.Hosts.Select(h => h.Name))}");
        if (!record.Changes.Any(c => hosts?.Contains(c.Host.Name) != false))
            return NothingToDo(parsed, $"run {record.Id} has no changes left to roll back");
        using var session = Session.Open(FormerRun.ToRollBack(record, GlobalOptions.InventoryNamed(parsed), hosts),
            RunSession.Ssh);
        return await new RunSession(parsed, session)
        {
            Yes = parsed.GetValue(GlobalOptions.Yes),
            Hosts = hosts,
            Skips = SkippedSteps.Of(skip ?? [])
        }.RollBackAsync(to, stop);
    }

    private static int NothingToDo(ParseResult parsed, FormattableString why)
    {
        Report.Prose.WriteLine(GlobalOptions.LanguageOf(parsed).Say(why));
        return 0;
    }
}

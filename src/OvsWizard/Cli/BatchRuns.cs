using System.CommandLine;
using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>Batches of hosts, one run after the other: begun with <c>run</c>, gone on with by <c>resume</c>.</summary>
internal sealed class BatchRuns(ParseResult parsed, Runbook runbook, Inventory inventory, RunRequest request,
    Func<Session, RunSession> sessions)
{
    private readonly Language language = GlobalOptions.LanguageOf(parsed);

    /// <summary>
    /// Does them until one ends other than well, or too many hosts have failed; returns the exit code of the first that
    /// did.
    /// </summary>
    public async Task<int> RunAsync(BatchesLeft left, CancellationToken stop)
    {
        var failure = 0;
        while (left.Left.Count > 0)
        {
            Say(
                $"batch {left.Number} of {left.Total}: {string.Join(", ", left.New.Count > 0 ? left.New : left.Left[0])}");
            using var session = Session.BeginBatch(runbook, inventory, request, left, RunSession.Ssh);
            var exit = await sessions(session).RunAsync(stop);
            var failed = session.State.Hosts.Where(HasFailed).Select(h => h.Name).ToList();
            string[] heldUp = exit == 0 ? [] : [.. session.State.Hosts.Where(h => !HasFailed(h)
                && !h.Steps.All(s => s.Status is StepStatus.Done or StepStatus.Satisfied or StepStatus.Skipped))
                .Select(h => h.Name)];
            var next = left.After(failed, heldUp);
            if (failure == 0) failure = exit;
            if (exit != 0 && (session.State.Ended!.Status is not (RunStatus.Failed or RunStatus.Unfit)
                || failed.Count == 0 || next.TooManyFailed))
            {
                if (left.Untouched is [_, ..] untouched)
                    Say(
                        $"stopped after batch {left.Number} of {left.Total}: {string.Join(", ", untouched)} not touched; fix what failed, then: ovswizard resume {session.Folder!.Id}");
                return failure;
            }
            if (exit != 0)
                Say(
                    $"continuing without {string.Join(", ", next.Failed)}: {next.Failed.Count} failed, and --max-fail allows {next.MaxFail}");
            left = next;
        }
        if (failure != 0) Say(
            $"left out because they failed: {string.Join(", ", left.Failed)}; fix them and run the same command again");
        return failure;
    }

    private static bool HasFailed(HostState host) =>
        host.Lost is not null || host.Steps.Any(s => s.Status is StepStatus.Failed or StepStatus.Interrupted);

    private void Say(FormattableString text)
    {
        if (!parsed.GetValue(GlobalOptions.Json))
            Console.Error.WriteLine(Colours.For(parsed, Console.IsErrorRedirected).Strong(language.Say(text)));
    }
}

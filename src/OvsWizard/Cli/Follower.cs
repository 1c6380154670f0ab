using System.CommandLine;
using System.Text.Json;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>A run of another process, shown as it happens: what show --follow and attach share.</summary>
internal static class Follower
{
    /// <summary>Shows it to its end, or until <paramref name="stop"/>; returns the exit code of the run.</summary>
    public static async Task<int> FollowAsync(ParseResult parsed, RunFolder folder, CancellationToken stop)
    {
        var (json, language) = (parsed.GetValue(GlobalOptions.Json), GlobalOptions.LanguageOf(parsed));
        var colours = Colours.For(parsed, Console.IsErrorRedirected);
        var state = new RunState(folder.ReadPlan());
        using var printer = new RunPrinter(
            state.Plan, colours, language, parsed.GetValue(GlobalOptions.Verbose), colours.On && !json, Console.Error)
            .Start();
        try
        {
            await foreach (var happened in JournalFollower.FollowAsync(folder, stop))
            {
                state.Apply(happened);
                if (json) Console.Out.WriteLine(JsonSerializer.Serialize(happened, JournalJson.Default.RunEvent));
                else printer.See(happened, state);
            }
        }
        catch (OperationCanceledException)
        {
            printer.Dispose();
            await Console.Error.WriteLineAsync(
                language.Say($"run {folder.Id} continues; 'ovswizard attach {folder.Id}' shows it again"));
            return (int)FailureKind.Interrupted;
        }
        printer.Dispose();
        // A journal without an end: its process died.
        if (state.Ended is null) state.Apply(new RunEnded(RunStatus.Interrupted, 0));
        if (!json) Conclude(parsed, folder, state, language);
        return RunSession.ExitCodeOf(state);
    }

    private static void Conclude(ParseResult parsed, RunFolder folder, RunState state, Language language)
    {
        var results = Colours.For(parsed, Console.IsOutputRedirected);
        new MatrixPrinter(Console.Out, results, language).Print([.. state.Plan.Hosts.Select(h => h.Host)], state.Pairs);
        Report.Prose.WriteLine(RunPrinter.Conclusion(state, folder.Id, results, language));
    }
}

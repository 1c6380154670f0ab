using System.CommandLine;
using System.Text.Json;
using OvsWizard.Engine;
using OvsWizard.Hosts;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Cli;

/// <summary>A plan carried out, or looked at, from the command line: what run, verify and practice share.</summary>
internal sealed class RunSession(ParseResult parsed, Plan plan, IReadOnlyList<Host> hosts, bool looksOnly)
{
    private readonly Colours colours = Colours.For(parsed, Console.IsErrorRedirected);
    private readonly Language language = GlobalOptions.LanguageOf(parsed);
    private readonly bool json = parsed.GetValue(GlobalOptions.Json);

    public bool Yes { get; init; }
    public bool StepByStep { get; init; }

    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (StepByStep && Console.IsInputRedirected)
            throw new Failure(FailureKind.Input, $"--step asks before every step, and there is no terminal to answer on", now: $"leave --step out, and say --yes");
        var folder = looksOnly ? null : RunFolder.Create(plan, DateTimeOffset.UtcNow);
        using var journal = folder is null ? null : new RunJournal(folder.JournalPath);
        await using var connections = new Connections(hosts);
        var runner = new Runner(plan, connections.OpenShellAsync, journal, TimeProvider.System);
        using var printer = new RunPrinter(plan, colours, language, parsed.GetValue(GlobalOptions.Verbose), colours.On).Start();
        if (json) runner.Observers.Add((e, _) => Console.Out.WriteLine(JsonSerializer.Serialize(e, JournalJson.Default.RunEvent)));
        else runner.Observers.Add(printer.See);

        var state = await runner.RunAsync(new RunOptions(folder?.Id, looksOnly, StepByStep, parsed.GetValue(GlobalOptions.Forks), ConsentAsync, NextStepAsync), stop);
        printer.Dispose();
        if (!json) Conclude(state, folder?.Id);
        return ExitCodeOf(state);
    }

    /// <summary>The exit code the table in the README gives for how a run ended.</summary>
    public static int ExitCodeOf(RunState state)
    {
        var lost = state.Hosts.Where(h => h.Lost is not null).Select(h => h.Lost!.ExitCode).ToList();
        var steps = state.Hosts.SelectMany(h => h.Steps).ToList();
        return state.Ended!.Status switch
        {
            RunStatus.Done when steps.Any(s => s.Status is StepStatus.Drifted) => (int)FailureKind.Drift,
            RunStatus.Done => 0,
            RunStatus.Declined => (int)FailureKind.Declined,
            RunStatus.Interrupted => (int)FailureKind.Interrupted,
            _ when lost.Contains((int)FailureKind.Input) => (int)FailureKind.Input,
            _ when lost.Count > 0 && steps.All(s => s.Status is not StepStatus.Failed) => lost.Max(),
            _ => (int)FailureKind.Step,
        };
    }

    private void Conclude(RunState state, string? run)
    {
        var results = Colours.For(parsed, Console.IsOutputRedirected);
        new MatrixPrinter(Console.Out, results).Print([.. plan.Hosts.Select(h => h.Host)], state.Pairs);
        if (!looksOnly)
        {
            Console.Out.WriteLine(RunPrinter.Conclusion(state, run, results));
            return;
        }
        foreach (var host in state.Hosts)
            foreach (var step in host.Steps.Where(s => s.Status is StepStatus.Drifted))
            {
                Console.Out.WriteLine($"{results.Bad("drift")}  {host.Name}  {step.Planned.Key}: {step.Planned.Title.In(language)}");
                foreach (var line in step.Result!.Output.TrimEnd('\n').Split('\n').Where(l => l.Length > 0))
                    Console.Out.WriteLine($"    {Report.Harmless(line)}");
            }
        if (ExitCodeOf(state) == 0) Console.Out.WriteLine(results.Good($"no drift: {state.Hosts.Count} hosts are as {plan.Runbook} says"));
    }

    private async Task<bool> ConsentAsync(RunState state)
    {
        if (Yes) return true;
        var stops = state.Interruptions.GroupBy(i => i.Host).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key}: {string.Join(", ", g.Select(i => i.What))}").ToList();
        if (Console.IsInputRedirected || json)
            throw new Failure(FailureKind.Input, $"the run would change {plan.Hosts.Count} hosts, and there is no terminal to ask on",
                stops.Count > 0 ? (FormattableString)$"it would interrupt {string.Join("; ", stops)}" : null, $"say --yes to agree; nothing was changed");
        foreach (var line in stops) await Console.Error.WriteLineAsync($"  {colours.Changed("will be stopped and started again:")} {line}");
        return await AskAsync($"{plan.Interrupts.In(language)}\n  Change {plan.Hosts.Count} hosts?");
    }

    private async Task<bool> NextStepAsync(PlannedStep step)
    {
        if (step.Prompt is not { } prompt) return await AskAsync($"next: {step.Id}, {step.Title.In(language)}. Go on?");
        if (Yes) return true;
        if (Console.IsInputRedirected || json)
            throw new Failure(FailureKind.Input, $"step '{step.Id}' is yours to do, and there is no terminal to confirm it on", $"{prompt.In(language)}", $"do it, then run again with --yes");
        return await AskAsync($"{prompt.In(language)}\n  Done?");
    }

    private static async Task<bool> AskAsync(string question)
    {
        await Console.Error.WriteAsync($"  {question} [y/N] ");
        return (await Console.In.ReadLineAsync())?.Trim() is "y" or "Y" or "yes";
    }
}

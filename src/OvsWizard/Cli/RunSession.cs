using System.CommandLine;
using System.Text;
using System.Text.Json;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Ssh;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>A session at the command line: what run, verify, resume, rollback and practice share.</summary>
internal sealed class RunSession(ParseResult parsed, Session session)
{
    private readonly Colours colours = Colours.For(parsed, Console.IsErrorRedirected);
    private readonly Language language = GlobalOptions.LanguageOf(parsed);
    private readonly bool json = parsed.GetValue(GlobalOptions.Json);

    public bool Yes { get; init; }
    public bool StepByStep { get; init; }

    /// <summary>Somebody answers, also where standard input is no terminal.</summary>
    public bool IsAttended { get; init; }

    public bool RollsBackOnFailure { get; init; }

    /// <summary>Once agreed to, the run goes on in a process of its own.</summary>
    public bool Detaches { get; init; }

    /// <summary>A rollback of these hosts alone; null: of all.</summary>
    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>A rollback: steps that stay as they are, on a host.</summary>
    public Func<string, PlannedStep, bool> Skips { get; init; } = (_, _) => false;

    /// <summary>How the command line connects: secrets are asked for where somebody is there to answer.</summary>
    public static SshOptions Ssh { get; } =
        new() { Secrets = Console.IsInputRedirected ? Secrets.Unattended : new Secrets(AskWithoutEcho) };

    /// <summary>Does what is left to do, or looks; returns the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        if (StepByStep && Console.IsInputRedirected)
            throw new Failure(FailureKind.Input,
                $"--step asks before every step, and there is no terminal to answer on",
                now: $"remove --step, and use --yes");
        if (!json && session.Folder is not null)
            foreach (var advice in session.State.Plan.Advice ?? []) await Console.Error.WriteLineAsync(
                $"{colours.Changed(language.Say($"advice: "))}{advice.In(language)}");
        var state = await WorkAsync(options => session.RunAsync(options, stop));
        var exit = ExitCodeOf(state);
        if (Detaches && state.Ended!.Status is RunStatus.Interrupted && !stop.IsCancellationRequested)
            return await DetachAsync(stop);
        if (!RollsBackOnFailure || state.Ended!.Status is not RunStatus.Failed) return exit;
        await Console.Error.WriteLineAsync(
            colours.Changed(language.Say($"the run failed: rolling back what it changed")));
        await WorkAsync(options => session.RollBackAsync(options, null, stop), agreed: true);
        return exit;
    }

    /// <summary>The run was parked as soon as it was agreed to; its own process resumes it.</summary>
    private async Task<int> DetachAsync(CancellationToken stop)
    {
        var folder = session.Folder!;
        session.Dispose();
        DetachedRun.RefuseTyped(folder, Ssh.Secrets);
        string[] options = ["--guard", $"{GlobalOptions.GuardOf(parsed)}",
            .. parsed.GetValue(GlobalOptions.TakeOver) ? ["--take-over"] : Array.Empty<string>()];
        await DetachedRun.StartAsync(folder, options, stop);
        Console.Out.WriteLine(json ? $$"""{"run":"{{folder.Id}}"}"""
            : language.Say($"run {folder.Id} continues in the background; 'ovswizard attach {folder.Id}' shows it"));
        return 0;
    }

    /// <summary>Takes the run back; returns the exit code.</summary>
    public async Task<int> RollBackAsync(string? to, CancellationToken stop) =>
        ExitCodeOf(await WorkAsync(options => session.RollBackAsync(options, to, stop)));

    /// <summary>The exit code the table in the README gives for how a run ended.</summary>
    public static int ExitCodeOf(RunState state)
    {
        var lost = state.Hosts.Where(h => h.Lost is not null).Select(h => h.Lost!.ExitCode).ToList();
        var steps = state.Hosts.SelectMany(h => h.Steps).ToList();
        return state.Ended!.Status switch
        {
            RunStatus.Done when steps.Any(s => s.Status is StepStatus.Drifted) => (int)FailureKind.Drift,
            RunStatus.Done or RunStatus.RolledBack => 0,
            RunStatus.Declined => (int)FailureKind.Declined,
            RunStatus.Interrupted => (int)FailureKind.Interrupted,
            _ when lost.Contains((int)FailureKind.Input) => (int)FailureKind.Input,
            _ when lost.Count > 0 && steps.All(s => s.Status is not StepStatus.Failed) => lost.Max(),
            _ => (int)FailureKind.Step,
        };
    }

    private async Task<RunState> WorkAsync(Func<RunOptions, Task<RunState>> work, bool agreed = false)
    {
        var guard = GlobalOptions.GuardOf(parsed);
        if (GlobalOptions.WebhookOf(parsed) is { } webhook) session.Webhook = webhook;
        using var printer = new RunPrinter(session.State.Plan, colours, language,
            parsed.GetValue(GlobalOptions.Verbose), colours.On, Console.Error).Start();
        session.Observers.Clear();
        session.Observers.Add(json
            ? (e, _) => Console.Out.WriteLine(JsonSerializer.Serialize(e, JournalJson.Default.RunEvent)) : printer.See);
        if (session.IsTorn && !json)
            printer.Tell(
                $"  {colours.Changed(language.Say($"the journal's last line is incomplete: what it recorded is checked on the hosts"))}");
        using var asks = new TerminalOperator(session.State.Plan, colours, language, Yes || agreed,
            (Console.IsInputRedirected && !IsAttended) || json, printer) { Skips = Skips };
        var control = new RunControl { StepByStep = StepByStep };
        var state = await work(new RunOptions(null, Detaches ? new ParksOnceAgreed(asks, control) : asks, control)
        {
            Fused = !StepByStep,
            Forks = parsed.GetValue(GlobalOptions.Forks),
            TakeOver = parsed.GetValue(GlobalOptions.TakeOver),
            GuardLimit = guard,
            Hosts = Hosts,
            Skips = Skips,
        });
        printer.Dispose();
        if (!json && !(Detaches && control.IsParked)) Conclude(state);
        if (session.WebhookTrouble is { } trouble) await Console.Error.WriteLineAsync(colours.Changed(trouble));
        return state;
    }

    private void Conclude(RunState state)
    {
        var results = Colours.For(parsed, Console.IsOutputRedirected);
        new MatrixPrinter(Console.Out, results, language).Print([.. state.Plan.Hosts.Select(h => h.Host)], state.Pairs);
        if (session.Folder is { } folder)
        {
            Report.Prose.WriteLine(RunPrinter.Conclusion(state, folder.Id, results, language));
            return;
        }
        foreach (var host in state.Hosts)
            foreach (var step in host.Steps.Where(s => s.Status is StepStatus.Drifted))
            {
                Console.Out.WriteLine(
                    $"{results.Bad(language.Say($"drift"))}  {host.Name}  {step.Planned.Key}: {step.Planned.Title.In(language)}");
                foreach (var line in step.Result!.Output.TrimEnd('\n').Split('\n').Where(l => l.Length > 0))
                    Console.Out.WriteLine($"    {Report.Printable(line)}");
            }
        if (ExitCodeOf(state) == 0) Console.Out.WriteLine(
            results.Good(language.Say($"no drift: {state.Hosts.Count} hosts are as {state.Plan.Runbook} says")));
    }

    private static string? AskWithoutEcho(FormattableString prompt)
    {
        Console.Error.Write(Report.Printable(CommandLine.Language.Say(prompt)));
        var answer = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key is ConsoleKey.Escape)
            {
                Console.Error.WriteLine();
                return null;
            }
            if (key.Key is ConsoleKey.Backspace && answer.Length > 0) answer.Length--;
            else if (!char.IsControl(key.KeyChar)) answer.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return answer.ToString();
    }
}

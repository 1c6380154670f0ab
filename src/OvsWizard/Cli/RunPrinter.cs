using System.Diagnostics;
using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// A run as lines on standard error: one line a step when all hosts have passed it, so that two hosts and two hundred
/// read alike; what fails is told at once and whole. In a terminal a last line shows what is under way and for how
/// long.
/// </summary>
public sealed class RunPrinter(Plan plan, Colours colours, Language language, bool verbose, bool terminal,
    TextWriter to) : IDisposable
{
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private readonly int idWidth = plan.Hosts.SelectMany(h => h.Steps).Max(s => s.Id.Length);
    private readonly List<List<(string Host, PlannedStep Step)>> rows = [.. plan.Hosts
        .SelectMany(h => h.Steps.Select(s => (h.Host, Step: s)))
        .GroupBy(s => s.Step.Order).OrderBy(g => g.Key).Select(g => g.ToList())];

    /// <summary>
    /// Of each row, how many from its first need not be checked again: each event is told in a time that does not grow
    /// with the hosts.
    /// </summary>
    private readonly Dictionary<(int Order, bool Back), int> passed = [];

    /// <summary>On which host each failure was told whole.</summary>
    private readonly Dictionary<(string Step, string What, string Output, string? Why, string? Now), string> failures =
        [];

    private readonly HashSet<(string? Why, string? Now)> losses = [];
    private Timer? ticker;
    private bool quiet;
    private string doing = "";
    private int told;

    /// <summary>Begins to show what is under way; without a terminal there is nothing to show it on.</summary>
    public RunPrinter Start()
    {
        if (terminal)
            ticker = new Timer(_ => Tick(), null, TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(250));
        return this;
    }

    /// <summary>A line of its own.</summary>
    public void Tell(string text)
    {
        lock (gate) Line(text);
    }

    /// <summary>Shows nothing of what is under way until disposed: the operator is being asked.</summary>
    public IDisposable Quiet()
    {
        lock (gate)
        {
            Clear();
            quiet = true;
            // How long somebody thinks about it is not how long the run takes.
            watch.Stop();
        }
        return new Silence(this);
    }

    public void See(RunEvent happened, RunState state)
    {
        lock (gate)
        {
            switch (happened)
            {
                case StepPhase e: doing = Say($"{e.Step}: {e.Phase} on {e.Host}"); break;
                case StepOutput e when verbose:
                    Line($"  {colours.Dim($"{e.Host} {e.Step}:")} {Cli.Report.Printable(e.Line)}"); break;
                case StepEnded { Status: StepStatus.Failed or StepStatus.Interrupted or StepStatus.UndoFailed } e:
                    Failed(e, state); break;
                case Remarked e when !verbose: Line(
                    $"  {colours.Changed("!")} {e.Step.PadRight(idWidth)}  {e.Host}: {Cli.Report.Printable(e.Text)}");
                    break;
                case HostLost e: Lost(e); break;
                case GuardArmed e:
                    Line(
                        $"  {colours.Changed("!")} {e.Step.PadRight(idWidth)}  {Say($"{e.Host}: guarded: the host undoes it by itself in {e.Seconds} s unless a new login confirms it")}");
                    break;
            }
            if (happened is StepEnded { Status: StepStatus.Left } left)
                Line($"  {colours.Dim("-")} {left.Step.PadRight(idWidth)}  {Say($"{left.Host}: left as it is")}");
            else if (happened is StepEnded { Status: StepStatus.Undone } back) TellTakenBack(back, state);
            else if (happened is StepEnded) TellFinished(state);
        }
    }

    /// <summary>The line at the end, and what can be done next.</summary>
    public static string Conclusion(RunState state, string? run, Colours colours, Language language)
    {
        var steps = state.Hosts.SelectMany(h => h.Steps).ToList();
        var changed = steps.Count(s => s.Status is StepStatus.Done);
        var hosts = state.Hosts.Count(h => h.Steps.Any(s => s.Status is StepStatus.Done));
        var seconds = $"{state.Ended!.Milliseconds / 1000.0:0.00} s";
        return state.Ended.Status switch
        {
            RunStatus.Done when changed == 0 => colours.Good(
                language.Say($"nothing to change: {state.Hosts.Count} hosts are as the runbook says ({seconds})")),
            RunStatus.Done =>
                language.Say(
                    $"{colours.Good(language.Say($"done"))}: {changed} steps changed {hosts} of {state.Hosts.Count} hosts in {seconds}{(run is null ? "" : language.Say($"; run {run}"))}"),
            RunStatus.Unfit or RunStatus.Declined when steps.Any(s => s.Intended) =>
                language.Say(
                    $"{Refused(state, colours, language)}: nothing more was changed; earlier changes stay: 'ovswizard resume {run}' continues, 'ovswizard rollback {run}' rolls them back"),
            RunStatus.Unfit or RunStatus.Declined =>
                language.Say($"{Refused(state, colours, language)}: nothing was changed on any host"),
            RunStatus.RolledBack when steps.Count(s => s.Status is StepStatus.Left) is > 0 and var left =>
                colours.Changed(
                    language.Say(
                        $"rolled back: {steps.Count(s => s.Status is StepStatus.Undone)} steps were undone in {seconds}; {left} were left as they are")),
            RunStatus.RolledBack =>
                colours.Good(
                    language.Say(
                        $"rolled back: {steps.Count(s => s.Status is StepStatus.Undone)} steps were undone on {state.Hosts.Count(h => h.Steps.Any(s => s.Status is StepStatus.Undone))} hosts in {seconds}")),
            RunStatus.Interrupted =>
                language.Say(
                    $"{colours.Changed(language.Say($"interrupted"))} after {changed} steps; 'ovswizard resume {run}' continues, 'ovswizard rollback {run}' rolls back what was done"),
            _ when state.Resumed?.Mode is "rollback" =>
                language.Say(
                    $"{colours.Bad(language.Say($"the rollback failed"))}: {steps.Count(s => s.Intended)} steps were not undone; 'ovswizard show {run}' shows details, 'ovswizard rollback {run}' tries them again"),
            _ =>
                language.Say(
                    $"{colours.Bad(language.Say($"failed"))} after {changed} steps were done; 'ovswizard resume {run}' continues, 'ovswizard rollback {run}' rolls them back, 'ovswizard show {run}' shows details"),
        };
    }

    private static string Refused(RunState state, Colours colours, Language language) =>
        state.Ended!.Status is RunStatus.Unfit ? colours.Bad(language.Say($"refused")) : language.Say($"declined");

    private string Say(FormattableString text) => language.Say(text);

    public void Dispose()
    {
        ticker?.Dispose();
        lock (gate) Clear();
    }

    private void TellFinished(RunState state)
    {
        while (told < rows.Count && IsPast(rows[told], state, false, s => HasEnded(s.Status)))
        {
            var row = rows[told++];
            var states = row.Select(r => state[r.Host][r.Step.Key]).ToList();
            var longest = states.Max(s => s.Result?.Milliseconds ?? 0);
            var first = row[0].Step;
            Line(
                $"  {Sign(states)} {first.Id.PadRight(idWidth)}  {first.Title.In(language)}  {colours.Dim($"{Counts(states)}, {longest / 1000.0:0.00} s")}");
        }
    }

    /// <summary>A line a step when it is undone everywhere; the last step comes first.</summary>
    private void TellTakenBack(StepEnded back, RunState state)
    {
        var step = state[back.Host][back.Step].Planned;
        var row = rows.Find(r => r[0].Step.Order == step.Order)!;
        if (!IsPast(row, state, true, s => !s.Intended)) return;
        Line(
            $"  {colours.Changed("↩")} {step.Id.PadRight(idWidth)}  {step.Title.In(language)}  {colours.Dim(Say($"undone on {row.Count(r => state[r.Host][r.Step.Key].Status is StepStatus.Undone)}"))}");
    }

    /// <summary>All of the row are so; what was so stays so.</summary>
    private bool IsPast(List<(string Host, PlannedStep Step)> row, RunState state, bool back,
        Func<StepState, bool> isSo)
    {
        var at = passed.GetValueOrDefault((row[0].Step.Order, back));
        while (at < row.Count && isSo(state[row[at].Host][row[at].Step.Key])) at++;
        passed[(row[0].Step.Order, back)] = at;
        return at == row.Count;
    }

    private string Sign(List<StepState> states) =>
        states.Any(s => s.Status is StepStatus.Drifted) ? colours.Bad("≠")
        : states.Any(s => s.Status is StepStatus.Done) ? colours.Changed("✔") : colours.Good("=");

    private string Counts(List<StepState> states)
    {
        if (states[0].Planned.OnlyAsserts && states.All(s => s.Status is StepStatus.Satisfied))
            return Say($"holds on {states.Count}");
        var words = states.GroupBy(s => s.Status).OrderBy(g => g.Key).Select(g => g.Key switch
        {
            StepStatus.Done => Say($"changed on {g.Count()}"),
            StepStatus.Skipped => Say($"skipped on {g.Count()}"),
            StepStatus.Drifted => Say($"drifted on {g.Count()}"),
            _ => Say($"unchanged on {g.Count()}"),
        });
        return string.Join(", ", words);
    }

    /// <summary>
    /// It failed or was interrupted: that was told already, and a resumed run may yet bring it to an end.
    /// </summary>
    private static bool HasEnded(StepStatus status) =>
        status is StepStatus.Done or StepStatus.Satisfied or StepStatus.Drifted or StepStatus.Skipped;

    private void Failed(StepEnded e, RunState state)
    {
        var step = state[e.Host][e.Step].Planned;
        var what = e switch
        {
            { Status: StepStatus.UndoFailed } => Say($"could not be undone"),
            { Status: StepStatus.Failed, ExitStatus: { } exit } => Say($"failed with exit status {exit}"),
            { Status: StepStatus.Failed } => Say($"failed"),
            _ => Say($"was interrupted; unknown whether it took effect"),
        };
        var failure = (step.Id, what, e.Output, e.Why?.In(language), e.Now?.In(language));
        var isNew = failures.TryAdd(failure, e.Host);
        Line(
            $"  {colours.Bad("✘")} {step.Id.PadRight(idWidth)}  {colours.Bad(isNew ? $"{e.Host}: {step.Title.In(language)}: {what}" : Say($"{e.Host}: the same as on {failures[failure]}"))}");
        if (!isNew) return;
        if (!verbose)
            foreach (var line in e.Output.TrimEnd('\n').Split('\n').TakeLast(12).Where(l => l.Length > 0))
                Line($"      {Cli.Report.Printable(line)}");
        Because(e.Why?.In(language), e.Now?.In(language));
    }

    private void Because(string? why, string? now)
    {
        if (why is not null) Line($"    {language.Say($"why: ")}{why}");
        if (now is not null) Line($"    {language.Say($"fix: ")}{now}");
    }

    private void Lost(HostLost e)
    {
        var told = e.In(language);
        Line($"  {colours.Bad("✘")} {colours.Bad($"{e.Host}: {told.What}")}");
        if (losses.Add((told.Why, told.Now))) Because(told.Why, told.Now);
    }

    private void Tick()
    {
        lock (gate)
        {
            if (quiet || watch.Elapsed < TimeSpan.FromSeconds(1)) return;
            Clear();
            to.Write(
                colours.Dim(Columns.Cut($"  {watch.Elapsed.TotalSeconds:0} s  {doing}", WrappingWriter.Width - 1)));
        }
    }

    private void Line(string text)
    {
        Clear();
        to.WriteLine(text);
    }

    private void Clear()
    {
        if (terminal) to.Write(PrintableWriter.ClearLine);
    }

    private sealed class Silence(RunPrinter printer) : IDisposable
    {
        public void Dispose()
        {
            lock (printer.gate) printer.quiet = false;
            printer.watch.Start();
        }
    }
}

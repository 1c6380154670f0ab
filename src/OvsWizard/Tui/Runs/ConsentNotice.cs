using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Runbooks;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Runs;

/// <summary>What the operator agrees to before the first change: taken from the run's state at that moment, so that another thread can show it.</summary>
/// <param name="Stops">What will be stopped for a while.</param>
/// <param name="Guarded">Steps that touch what carries the operator's own session: host, step, interface.</param>
/// <param name="Drifted">Steps of a resumed run that are no longer as it left them: host, step.</param>
/// <param name="Irreversible">Steps that cannot be taken back, and why.</param>
/// <param name="Back">To take a run back: so many steps. 0: this is no rollback.</param>
public sealed record ConsentNotice(
    int Hosts,
    Text Interrupts,
    IReadOnlyList<WillInterrupt> Stops,
    IReadOnlyList<(string Host, string Step, string Interface)> Guarded,
    IReadOnlyList<(string Host, string Step)> Drifted,
    IReadOnlyList<(string Step, Text Why)> Irreversible,
    IReadOnlyList<(string Step, Text What)> Back,
    int StepsBack)
{
    /// <summary>Changes that were made before the run was taken up again, and stand.</summary>
    public int StepsBefore { get; init; }

    public static ConsentNotice Of(RunState state)
    {
        var isRollback = state.Resumed?.Mode is "rollback";
        var steps = state.Hosts.SelectMany(h => h.Steps.Select(s => (Host: h, Step: s))).ToList();
        var back = isRollback ? steps.Where(s => s.Step.Intended).ToList() : [];
        return new ConsentNotice(
            state.Hosts.Count,
            state.Plan.Interrupts,
            [.. state.Interruptions],
            [.. steps.Where(s => s.Host.Session?.IsTouchedBy(s.Step.Planned.Touches) ?? false).Select(s => (s.Host.Name, s.Step.Planned.Key, s.Host.Session!.Interface))],
            [.. steps.Where(s => s.Step.Status is StepStatus.Drifted).Select(s => (s.Host.Name, s.Step.Planned.Key))],
            [.. (isRollback ? back : steps).Select(s => s.Step.Planned).Where(s => s.Irreversible is not null).DistinctBy(s => s.Id).Select(s => (s.Id, s.Irreversible!.Value))],
            [.. back.Select(s => s.Step.Planned).Where(s => s.Risk.Level >= RiskLevel.Interrupts).DistinctBy(s => s.Id).Select(s => (s.Id, s.Risk.Interrupts))],
            back.Count)
        {
            StepsBefore = isRollback ? 0 : steps.Count(s => s.Step.Intended),
        };
    }

    public Question Ask(Language language)
    {
        var title = StepsBack > 0 ? language.Say($"Take {StepsBack} steps back on {Hosts} hosts?") : language.Say($"Change {Hosts} hosts?");
        return new Question(title, Tell(language),
        [
            new Answer(new('y'), StepsBack > 0 ? language.Say($"take them back") : language.Say($"change them")),
            new Answer(new('n'), language.Say($"change nothing")),
        ]);
    }

    private List<Line> Tell(Language language)
    {
        var lines = new List<Line>();
        if (StepsBack == 0)
        {
            lines.Add(StepsBefore == 0 ? language.Say($"Every host was looked at and is fit. Nothing has been changed yet.")
                : language.Say($"Every host was looked at and is fit. What the run changed before stands ({StepsBefore} steps); nothing has been changed since."));
            if (Interrupts.In(language).Length > 0) lines.Add(Interrupts.In(language));
            lines.Add(Stops.Count > 0 ? new Line(language.Say($"Will be stopped for a while:"), Tone.Changed) : language.Say($"Nothing that runs now will be stopped."));
            foreach (var (host, what) in Stops.ByHost(language)) lines.Add(new Line { $"  {host}: ", { what, Tone.Changed } });
        }
        foreach (var (step, what) in Back) lines.Add(new Line { { $"{step}: ", Tone.Changed }, what.In(language) });
        foreach (var (host, step) in Drifted)
            lines.Add(new Line(language.Say($"{host}: {step} is no longer as the run left it, and is done again."), Tone.Changed));
        foreach (var (host, step, device) in Guarded)
            lines.Add(new Line(language.Say($"{host}: {step} touches {device}, which carries your session. The host takes it back by itself unless a fresh login finds it well."), Tone.Bad));
        foreach (var (step, why) in Irreversible)
            lines.Add(new Line { { language.Say($"{step} cannot be taken back: "), Tone.Bad }, why.In(language) });
        return lines;
    }
}

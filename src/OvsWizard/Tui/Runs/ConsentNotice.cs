using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Sessions;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Runs;

/// <summary>
/// What the operator agrees to before the first change: taken from the run's state at that moment, so that another
/// thread can show it.
/// </summary>
/// <param name="Stops">What will be stopped for a while.</param>
/// <param name="Guarded">Steps that touch what carries the operator's own session: host, step, interface.</param>
/// <param name="Drifted">Steps of a resumed run that are no longer as it left them: host, step.</param>
/// <param name="Irreversible">Steps that cannot be rolled back, and why.</param>
/// <param name="Back">To roll a run back: the steps in the order in which they are undone, each with its hosts.</param>
public sealed record ConsentNotice(
    int Hosts,
    Text Interrupts,
    IReadOnlyList<WillInterrupt> Stops,
    IReadOnlyList<(string Host, string Step, string Interface)> Guarded,
    IReadOnlyList<(string Host, string Step)> Drifted,
    IReadOnlyList<(string Step, Text Why)> Irreversible,
    IReadOnlyList<(PlannedStep Step, IReadOnlyList<string> Hosts)> Back)
{
    /// <summary>Changes that were made before the run was taken up again, and stand.</summary>
    public int StepsBefore { get; init; }

    /// <summary>What the hosts would have changed when they were last checked; null: that is not known.</summary>
    public PlanRefresh? Preview { get; init; }

    private int StepsBack => Back.Sum(b => b.Hosts.Count);

    private bool IsRollback { get; init; }

    /// <summary>Of a rollback: what others have changed since the run, and whether in the same place.</summary>
    public IReadOnlyList<(string Host, ChangedSince What)> Since { get; init; } = [];

    /// <param name="skips">Steps that a rollback leaves as they are, on a host.</param>
    public static ConsentNotice Of(RunState state, Func<string, PlannedStep, bool>? skips = null) =>
        Of(state, state.Resumed?.Mode is "rollback", skips);

    /// <summary>What taking the run back would undo, as it is now.</summary>
    public static ConsentNotice OfRollback(RunState state) => Of(state, isRollback: true);

    public Question Ask(Language language)
    {
        if (IsRollback)
            return new Question(language.Say($"Roll back {StepsBack} steps on {HostsBack} hosts?"),
                TellRollback(language),
                [new Answer(new('y'), language.Say($"roll back")),
                    new Answer(new('n'), language.Say($"change nothing"))]);
        return Preview is { HasNoChanges: true }
            ? new Question(language.Say($"No changes are expected. Run anyway?"), Tell(language),
                [new Answer(new('y'), language.Say($"run it")), new Answer(new('n'), language.Say($"change nothing"))])
            : new Question(language.Say($"Change {Hosts} hosts?"), Tell(language),
                [new Answer(new('y'), language.Say($"change them")),
                    new Answer(new('n'), language.Say($"change nothing"))]);
    }

    private int HostsBack => Back.SelectMany(b => b.Hosts).Distinct().Count();

    private static ConsentNotice Of(RunState state, bool isRollback, Func<string, PlannedStep, bool>? skips = null)
    {
        var steps = state.Hosts.SelectMany(h => h.Steps.Select(s => (Host: h, Step: s))).ToList();
        // A rollback under way is of the hosts, and back to the step, that it was asked for.
        var asked = state.Resumed is { Mode: "rollback" } rollback ? rollback : null;
        var after = state.Plan.LastKept(asked?.To);
        var back = isRollback ? steps.Where(s => s.Step.Intended && s.Step.Planned.Order > after
            && asked?.Hosts?.Contains(s.Host.Name) != false
            && skips?.Invoke(s.Host.Name, s.Step.Planned) != true).ToList() : [];
        return new ConsentNotice(
            state.Hosts.Count,
            state.Plan.Interrupts,
            [.. state.Interruptions],
            [.. steps.Where(s => s.Host.Session?.IsTouchedBy(s.Step.Planned.Touches) ?? false)
                .Select(s => (s.Host.Name, s.Step.Planned.Key, s.Host.Session!.Interface))],
            [.. steps.Where(s => s.Step.Status is StepStatus.Drifted).Select(s => (s.Host.Name, s.Step.Planned.Key))],
            [.. (isRollback ? back : steps).Select(s => s.Step.Planned).Where(s => s.Irreversible is not null)
                .DistinctBy(s => s.Id).Select(s => (s.Id, s.Irreversible!.Value))],
            [.. back.GroupBy(s => (s.Step.Planned.Order, s.Step.Planned.Id)).OrderByDescending(g => g.Key.Order)
                .Select(g => (g.First().Step.Planned, (IReadOnlyList<string>)[.. g.Select(s => s.Host.Name)]))])
        {
            StepsBefore = isRollback ? 0 : steps.Count(s => s.Step.Intended),
            IsRollback = isRollback,
            Since = [.. back.SelectMany(b => b.Step.Since.Select(since => (b.Host.Name, since)))],
        };
    }

    private List<Line> Tell(Language language)
    {
        var lines = new List<Line>
        {
            StepsBefore > 0
                ? language.Say(
                    $"Every host meets the prerequisites. Earlier changes of the run stay ({StepsBefore} steps); the remaining steps are done now.")
                : language.Say($"Every host meets the prerequisites. Nothing has been changed yet."),
        };
        if (Preview is { HasNoChanges: true }) lines.Add(new Line(language.Say(
            $"Every step held when the hosts were checked; a step that no longer holds is done again."), Tone.Good));
        else if (Preview is { } found) lines.Add(
            new Line(language.Say($"{found.Changes.Count} to change, {found.Holding} hold, {found.Unknown} unknown"),
                Tone.Changed));
        if (Preview is not { InterruptsNothing: true })
        {
            if (Interrupts.In(language).Length > 0) lines.Add(Interrupts.In(language));
            lines.Add(Stops.Count > 0 ? new Line(language.Say($"Will be stopped for a while:"), Tone.Changed)
                : language.Say($"Nothing that runs now will be stopped."));
        }
        foreach (var (host, what) in Stops.ByHost(language))
            lines.Add(new Line { $"  {host}: ", { what, Tone.Changed } });
        foreach (var (host, step) in Drifted)
            lines.Add(new Line(language.Say($"{host}: {step} has drifted since the run, and is done again."),
                Tone.Changed));
        lines.AddRange(Risks(language));
        return lines;
    }

    /// <summary>What is undone, in its order: only what those steps interrupt is said.</summary>
    private List<Line> TellRollback(Language language)
    {
        var lines = new List<Line>();
        foreach (var (step, hosts) in Back)
        {
            lines.Add(new Line { { "↩ ", Tone.Changed }, step.Title.In(language),
                { $"  {string.Join(", ", hosts.Distinct())}", Tone.Dim } });
            if (step.Risk.Level >= RiskLevel.Interrupts)
                lines.Add(new Line($"  {step.Risk.Interrupts.In(language)}", Tone.Changed));
        }
        lines.AddRange(ChangedByOthers(language));
        lines.AddRange(Risks(language));
        return lines;
    }

    /// <summary>What others have changed since: it stays, or is asked about.</summary>
    public IEnumerable<Line> ChangedByOthers(Language language) => Since.Select(s => new Line
    {
        { language.Say($"changed since:"), Tone.Changed }, $" {s.Host}: {s.What.Step}: {s.What.What.In(language)} ",
        { s.What.Clashes ? language.Say($"(the run changed the same)") : language.Say($"(stays)"), Tone.Dim },
    });

    public IEnumerable<Line> Risks(Language language)
    {
        foreach (var (host, step, device)
            in Guarded.Where(g => !IsRollback || Back.Any(b => b.Step.Key == g.Step && b.Hosts.Contains(g.Host))))
            yield return new Line(
                language.Say(
                    $"{host}: {step} touches {device}, which carries your session. The host undoes it by itself unless a new login confirms it."),
                Tone.Bad);
        foreach (var (step, why) in Irreversible)
            yield return new Line { { language.Say($"{step} cannot be rolled back: "), Tone.Bad }, why.In(language) };
    }
}

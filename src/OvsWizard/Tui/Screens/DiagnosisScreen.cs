using OvsWizard.Diagnosis;
using OvsWizard.Journal;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>The probes, one by one: why, what was asked, what each host printed, what that means, and what comes next.</summary>
public sealed class DiagnosisScreen : Screen
{
    private const int MostRows = 9;

    private readonly IReadOnlyList<Probe> probes;
    private readonly Dictionary<Probe, Text> titles;
    private readonly Func<Action<RunEvent>, CancellationToken, Task<DiagnosisResult>> look;
    private readonly Action<DiagnosisResult> repair;
    private readonly CancellationTokenSource leaving = new();
    private readonly Page summary = new() { X = 1, Y = 1, Height = 1, CanFocus = false };
    private readonly Table<Probe> table = new() { X = 1, Y = 3 };
    private readonly Page page = new() { X = 1, Indent = 2 };
    private DiagnosisResult? result;
    private string doing = "";
    private bool hasBegun;
    private bool isLooking;

    /// <param name="look">Takes all probes on all hosts.</param>
    /// <param name="repair">Repairs what a diagnosis says can be repaired.</param>
    public DiagnosisScreen(
        Wizard wizard, Subject subject, Symptom? symptom, Func<Action<RunEvent>, CancellationToken, Task<DiagnosisResult>> look, Action<DiagnosisResult> repair)
        : base(wizard)
    {
        (this.look, this.repair) = (look, repair);
        titles = subject.LooksFor(symptom).ToDictionary(l => l.Probe, l => l.Title);
        probes = [.. titles.Keys];
        table.Columns =
        [
            new("", MarkOf),
            new("", p => new Line(p.Layer.Name(wizard.Language), Tone.Dim)),
            new("", p => TitleOf(p), Fills: true),
            new("", HostsOf),
        ];
        table.Rows = probes;
        table.Moved = Describe;
        table.Height = Math.Min(probes.Count, MostRows);
        page.Y = Pos.Bottom(table) + 1;
        StartsAt = table;
        Add(summary, table, page);
    }

    public override string Heading => Say($"Diagnosis");

    public override ISearched? Searched => table;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"what comes next"), Next) { WhyNot = result is null ? Say($"is being looked at") : null },
        new(Key.C, Say($"to the cause"), ToTheCause) { WhyNot = Cause is null ? Say($"there is no finding") : null },
        new(Key.F, Say($"repair"), () => repair(result!))
        {
            WhyNot = result is null ? Say($"is being looked at") : Subject.RepairsOf(result.Findings).Count == 0 ? Say($"nothing was found that can be repaired from here") : null,
        },
        new(Key.G, Say($"look again"), Look) { WhyNot = isLooking ? Say($"is being looked at") : null },
        new(Key.Tab, Say($"list or text"), () => (page.HasFocus ? (View)table : page).SetFocus()),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say($"Each line is a probe; it only looks. Enter goes to the next one, arrows to any; c goes to the likeliest cause. Below is why it is taken, what was asked of the hosts, what they printed and what that means."),
        Say($"A finding that follows from another says so: mend the cause, and it goes too. f repairs what can be repaired, after you have seen and agreed to every step; it can be rolled back like any run."),
    ];

    public override void Refresh()
    {
        summary.Lines = [Summary()];
        table.Redraw();
        Describe();
    }

    public override void Tick()
    {
        if (!hasBegun) Look();
        hasBegun = true;
        if (isLooking) summary.Lines = [Summary()];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) leaving.Cancel();
        base.Dispose(disposing);
    }

    private Finding? Cause => result?.Findings.Count > 0 ? result.Findings[0] : null;

    private void Look() => Wizard.Do(LookAsync);

    private async Task LookAsync()
    {
        (isLooking, result) = (true, null);
        Refresh();
        try
        {
            result = await Task.Run(() => look(See, leaving.Token), leaving.Token);
            if (Cause is { } cause) table.Selected = cause.Probe;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        finally
        {
            isLooking = false;
        }
        Refresh();
    }

    private void See(RunEvent happened)
    {
        if (happened is StepPhase phase) Wizard.Post(() => doing = $"{phase.Host}: {phase.Step}");
    }

    private Line Summary()
    {
        if (result is null) return new Line { { Say($"is being looked at"), Tone.Key }, $" …  {doing}" };
        var causes = result.Causes.Count();
        var line = causes == 0
            ? new Line(Say($"nothing wrong was found on {result.HostsLookedAt} hosts"), Tone.Good)
            : new Line(Say($"causes found: {causes}; hosts looked at: {result.HostsLookedAt}"), Tone.Bad);
        foreach (var lost in result.Lost) line.Add($"  {lost.Host}: {lost.In(Wizard.Language).What}", Tone.Bad);
        return line;
    }

    private IEnumerable<Finding> FindingsOf(Probe probe) => result?.Findings.Where(f => f.Probe.Step.Id == probe.Step.Id) ?? [];

    private Line MarkOf(Probe probe) =>
        result is null ? new Line("·", Tone.Dim)
        : !FindingsOf(probe).Any() ? new Line("✔", Tone.Good)
        : FindingsOf(probe).Any(f => f.ExplainedBy is null) ? new Line("✘", Tone.Bad)
        : new Line("✘", Tone.Changed);

    private Line HostsOf(Probe probe) => new(string.Join(" ", FindingsOf(probe).Select(f => f.Host)), FindingsOf(probe).Any(f => f.ExplainedBy is null) ? Tone.Bad : Tone.Changed);

    private string TitleOf(Probe probe) => titles[probe].In(Wizard.Language);

    private void Next()
    {
        table.Selected = (table.Selected is { } probe ? Following(probe) : null) ?? probes[0];
        Describe();
    }

    private void ToTheCause()
    {
        table.Selected = Cause!.Probe;
        Describe();
    }

    private void Describe()
    {
        page.Lines = table.Selected is { } probe ? [.. About(probe)] : [];
        page.ScrollTo(0);
    }

    private IEnumerable<Line> About(Probe probe)
    {
        var language = Wizard.Language;
        yield return new Line(probe.Step.Why.In(language), Tone.Dim);
        foreach (var finding in FindingsOf(probe))
        {
            yield return Line.Empty;
            yield return new Line { { $"{finding.Host}: ", Tone.Strong }, { finding.Reading.Cause.In(language), Tone.Bad }, { $"  ({finding.Reading.Likelihood.Name(language)})", Tone.Dim } };
            if (finding.ExplainedBy is { } cause) yield return new Line($"  {Say($"follows from {cause.Probe.Step.Id} on {cause.Host}")}", Tone.Changed);
            yield return $"  {finding.Reading.Consequence.In(language)}";
            yield return new Line { { "  → ", Tone.Strong }, finding.Reading.Now.In(language) };
            foreach (var line in finding.Output.Split('\n').Where(l => l.Length > 0)) yield return new Line($"  | {line}", Tone.Dim);
        }
        if (result is not null && !FindingsOf(probe).Any()) yield return new Line(Say($"as it should be on every host that was asked"), Tone.Good);
        if (Following(probe) is { } next) yield return new Line(Say($"next: {TitleOf(next)}"), Tone.Strong);
        if (Asked(probe) is { } planned)
        {
            yield return Line.Empty;
            yield return new Line(Say($"asked of {planned.Host}:"), Tone.Dim);
            foreach (var line in planned.Script.Split('\n')) yield return new Line($"  {line}", Tone.Dim);
        }
    }

    private Probe? Following(Probe probe) => probes.SkipWhile(p => p != probe).Skip(1).FirstOrDefault();

    /// <summary>What was asked, of a host with a finding where there is one.</summary>
    private (string Host, string Script)? Asked(Probe probe)
    {
        if (result is null) return null;
        var wanted = FindingsOf(probe).Select(f => f.Host).FirstOrDefault();
        foreach (var host in result.State.Hosts.OrderBy(h => h.Name != wanted))
            if (host.Steps.FirstOrDefault(s => s.Planned.Id == probe.Step.Id) is { } step)
                return (host.Name, step.Planned.LookScript);
        return null;
    }
}

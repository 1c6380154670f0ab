using OvsWizard.Diagnosis;
using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>
/// The probes, one by one: why, what was asked, what each host printed, what that means, and what comes next.
/// </summary>
public sealed class DiagnosisScreen : Screen
{
    private const int MostRows = 9;

    private readonly Subject subject;
    private readonly Symptom? symptom;
    private readonly IReadOnlyList<Probe> probes;
    private readonly Dictionary<Probe, Text> titles;
    private readonly Func<Action<RunEvent>, CancellationToken, Task<DiagnosisResult>> look;
    private readonly Action<DiagnosisResult> repair;
    private readonly CancellationTokenSource leaving = new();
    private readonly Page summary = new() { X = 1, Y = 1, Height = 1, CanFocus = false };
    private readonly Table<Probe> table = new() { X = 1, Y = 3 };
    private readonly Page page = new() { X = 1, Indent = 2 };
    private DiagnosisResult? result;

    /// <summary>What has been found so far, while the hosts are probed.</summary>
    private RunState? found;

    /// <summary>What it adds up to.</summary>
    private IReadOnlyList<Finding> findings = [];
    private bool isNews;
    private string doing = "";
    private bool hasBegun;
    private bool isProbing;

    /// <param name="look">Takes all probes on all hosts.</param>
    /// <param name="repair">Repairs what a diagnosis says can be repaired.</param>
    public DiagnosisScreen(
        Wizard wizard, Subject subject, Symptom? symptom,
        Func<Action<RunEvent>, CancellationToken, Task<DiagnosisResult>> look, Action<DiagnosisResult> repair)
        : base(wizard)
    {
        (this.subject, this.symptom, this.look, this.repair) = (subject, symptom, look, repair);
        titles = subject.ProbesFor(symptom).ToDictionary(l => l.Probe, l => l.Title);
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
        Divide(table, page, top: 3, () => probes.Count, MostRows);
        StartsAt = table;
        Add(summary, table, page);
    }

    public override string Heading => Say($"Diagnosis");

    public override ISearched? Searched => table;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"what comes next"),
            Next) { WhyNot = result is null ? Say($"the hosts are being probed") : null },
        new(Key.C, Say($"to the cause"), ToTheCause) { WhyNot = Cause is null ? Say($"no finding") : null },
        new(Key.F, Say($"repair"), () => repair(result!))
        {
            WhyNot = result is null ? Say($"the hosts are being probed") : Subject.RepairsOf(result.Findings).Count == 0
                ? Say($"nothing was found that can be repaired automatically") : null,
        },
        new(Key.G, Say($"probe again"), Probe) { WhyNot = isProbing ? Say($"the hosts are being probed") : null },
        new(Key.Tab, Say($"list or text"), () => (page.HasFocus ? (View)table : page).SetFocus()),
    ];

    public override Host? HostHere => table.Selected is { } probe && FindingsOf(probe).FirstOrDefault() is { } finding
        ? subject.Inventory.Hosts.FirstOrDefault(h => h.Name == finding.Host) : null;

    public override IReadOnlyList<(string What, string Text)> Copies => table.Selected is not { } probe ? [] :
    [
        .. FindingsOf(probe).FirstOrDefault() is { } finding
            ? [(Say($"finding"), $"{finding.Host}: {finding.Reading.Cause.In(Wizard.Language)}\n{finding.Output}")]
            : Array.Empty<(string, string)>(),
        .. Asked(probe) is { } asked ? [(Say($"command"), asked.Script)] : Array.Empty<(string, string)>(),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"Each line is a probe; it is read-only. Enter goes to the next one, arrows to any; c goes to the most likely cause. Below: why it is made, what was sent to the hosts, what they printed, and what that means."),
        Say(
            $"A finding that follows from another says so: fix the cause and it disappears too. f repairs what can be repaired, after you have seen and agreed to every step; the repair can be rolled back like any run."),
    ];

    public override void Refresh()
    {
        summary.Lines = [Summary()];
        table.Redraw();
        Describe();
    }

    public override void Tick()
    {
        if (!hasBegun) Probe();
        hasBegun = true;
        if (!isNews) return;
        isNews = false;
        if (found is not null) findings = Finding.Of(probes, found);
        Refresh();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) leaving.Cancel();
        base.Dispose(disposing);
    }

    private Finding? Cause => result?.Findings.Count > 0 ? result.Findings[0] : null;

    private void Probe() => Wizard.Do(ProbeAsync);

    private async Task ProbeAsync()
    {
        (isProbing, result, findings, found) = (true, null, [], new RunState(subject.PlanOfProbes(symptom)));
        Refresh();
        try
        {
            result = await Task.Run(() => look(See, leaving.Token), leaving.Token);
            findings = result.Findings;
            if (Cause is { } cause) table.Selected = cause.Probe;
        }
        catch (OperationCanceledException)
        {
            return;
        }
        finally
        {
            isProbing = false;
        }
        Refresh();
    }

    private void See(RunEvent happened) => Wizard.Post(() =>
    {
        if (!isProbing || found is null) return;
        found.Apply(happened);
        if (happened is StepPhase phase) doing = $"{phase.Host}: {phase.Step}";
        isNews = happened is StepPhase or StepEnded or HostLost || isNews;
    });

    private Line Summary()
    {
        if (result is null)
        {
            var steps = found?.Hosts.SelectMany(h => h.Steps).ToList() ?? [];
            var line = new Line
            {
                { Say($"probing: {steps.Count(s => s.Result is not null)} of {steps.Count}"), Tone.Key }, $"  {doing}"
            };
            return findings.Count == 0 ? line : line.Add($"  {Say($"found so far: {findings.Count}")}", Tone.Bad);
        }
        var causes = result.Causes.Count();
        var sum = causes == 0
            ? new Line(Say($"no fault found on {result.HostsProbed} hosts"), Tone.Good)
            : new Line(Say($"causes found: {causes}; hosts probed: {result.HostsProbed}"), Tone.Bad);
        foreach (var lost in result.Lost) sum.Add($"  {lost.Host}: {lost.In(Wizard.Language).What}", Tone.Bad);
        return sum;
    }

    private IEnumerable<Finding> FindingsOf(Probe probe) => findings.Where(f => f.Probe.Step.Id == probe.Step.Id);

    /// <summary>On every host that is asked, there is an answer.</summary>
    private bool IsOver(Probe probe) => result is not null
        || (found?.Hosts.SelectMany(h => h.Steps).Where(s => s.Planned.Id == probe.Step.Id).ToList()
            is { Count: > 0 } steps && steps.TrueForAll(s => s.Result is not null));

    private Line MarkOf(Probe probe) =>
        !FindingsOf(probe).Any() ? IsOver(probe) ? new Line("✔", Tone.Good) : new Line("·", Tone.Dim)
        : FindingsOf(probe).Any(f => f.ExplainedBy is null) ? new Line("✘", Tone.Bad)
        : new Line("✘", Tone.Changed);

    private Line HostsOf(Probe probe) => new(string.Join(" ", FindingsOf(probe).Select(f => f.Host)),
        FindingsOf(probe).Any(f => f.ExplainedBy is null) ? Tone.Bad : Tone.Changed);

    private string TitleOf(Probe probe) => titles[probe].In(Wizard.Language);

    private void Next()
    {
        table.Selected = (table.Selected is { } probe ? Following(probe) : null)
            ?? (probes.Count > 0 ? probes[0] : null);
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
            yield return new Line { { $"{finding.Host}: ", Tone.Strong },
            {
                finding.Reading.Cause.In(language), Tone.Bad
            }, { $"  ({finding.Reading.Likelihood.Name(language)})", Tone.Dim } };
            if (finding.ExplainedBy is { } cause)
                yield return new Line($"  {Say($"follows from {cause.Probe.Step.Id} on {cause.Host}")}", Tone.Changed);
            yield return $"  {finding.Reading.Consequence.In(language)}";
            yield return new Line { { "  → ", Tone.Strong }, finding.Reading.Now.In(language) };
            foreach (var line in finding.Output.Split('\n').Where(l => l.Length > 0))
                yield return new Line($"  | {line}", Tone.Dim);
        }
        if (IsOver(probe) && !FindingsOf(probe).Any())
            yield return new Line(Say($"as expected on every host that was probed"), Tone.Good);
        if (Following(probe) is { } next) yield return new Line(Say($"next: {TitleOf(next)}"), Tone.Strong);
        if (Asked(probe) is { } planned)
        {
            yield return Line.Empty;
            yield return new Line(Say($"sent to {planned.Host}:"), Tone.Dim);
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
                return (host.Name, step.Planned.CheckScript);
        return null;
    }
}

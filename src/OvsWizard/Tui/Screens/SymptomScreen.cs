using OvsWizard.Diagnosis;
using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>
/// Where troubleshooting begins: what is seen. Below the list stand the probes that look for its causes.
/// </summary>
public sealed class SymptomScreen : Screen
{
    private const int MostRows = 12;
    private const int LayerWidth = 11;

    private readonly Action<Symptom?> begin;
    private readonly Table<Entry> table = new() { X = 1, Y = 1 };
    private readonly Page page = new() { X = 1 };

    /// <param name="begin">Probes for the causes of a symptom; null: at everything.</param>
    public SymptomScreen(Wizard wizard, Subject subject, Action<Symptom?> begin) : base(wizard)
    {
        this.begin = begin;
        table.Columns = [new("", e => new Line(TitleOf(e), Tone.Strong), Fills: true),
            new("", e => new Line(Say($"{e.Probes.Count} probes"), Tone.Dim))];
        table.Rows =
            [.. subject.Troubleshooting.Symptoms.Prepend(null).Select(s => new Entry(s, subject.ProbesFor(s)))];
        table.Moved = Describe;
        Divide(table, page, top: 1, () => table.Rows.Count, MostRows);
        StartsAt = table;
        Add(table, page);
    }

    public override string Heading => Say($"Troubleshoot");

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"find the cause"), () => begin(table.Selected!.Symptom))
            { WhyNot = table.Selected is null ? Say($"no symptom is selected") : null },
        new(Key.Tab, Say($"list or text"), () => (page.HasFocus ? (View)table : page).SetFocus()),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"Choose a symptom. The probes below then run on all hosts in parallel, from the lowest layer up; they are read-only. The same from the command line: ovswizard diagnose"),
        Say(
            $"The expected state is taken from the newest run on these hosts, or from the inventory if there was none."),
    ];

    public override void Refresh()
    {
        table.Redraw();
        Describe();
    }

    private string TitleOf(Entry entry) =>
        entry.Symptom?.Title.In(Wizard.Language) ?? Say($"Unknown fault: probe everything");

    private void Describe()
    {
        page.Lines = table.Selected is not { } entry ? [] :
        [
            .. entry.Probes.Select(look => new Line {
            {
                Columns.Fit(look.Probe.Layer.Name(Wizard.Language), LayerWidth), Tone.Dim
            }, look.Title.In(Wizard.Language) }),
        ];
        page.ScrollTo(0);
    }

    private sealed record Entry(Symptom? Symptom, IReadOnlyList<(Probe Probe, Text Title)> Probes);
}

using OvsWizard.Diagnosis;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>Where troubleshooting begins: what is seen. Below the list stand the probes that look for its causes.</summary>
public sealed class SymptomScreen : Screen
{
    private const int MostRows = 12;

    private readonly Troubleshooting troubleshooting;
    private readonly Action<Symptom?> begin;
    private readonly Table<Entry> table = new() { X = 1, Y = 1 };
    private readonly Page page = new() { X = 1 };

    /// <param name="begin">Looks for the causes of a symptom; null: at everything.</param>
    public SymptomScreen(Wizard wizard, Troubleshooting troubleshooting, Action<Symptom?> begin) : base(wizard)
    {
        (this.troubleshooting, this.begin) = (troubleshooting, begin);
        table.Columns = [new("", e => new Line(TitleOf(e), Tone.Strong), Fills: true), new("", e => new Line(Say($"{troubleshooting.ProbesOf(e.Symptom).Count} probes"), Tone.Dim))];
        table.Rows = [new Entry(null), .. troubleshooting.Symptoms.Select(s => new Entry(s))];
        table.Moved = Describe;
        table.Height = Math.Min(table.Rows.Count, MostRows);
        page.Y = Pos.Bottom(table) + 1;
        StartsAt = table;
        Add(table, page);
    }

    public override string Heading => Say($"Troubleshoot");

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"find the cause"), () => begin(table.Selected!.Symptom)) { WhyNot = table.Selected is null ? Say($"no symptom is selected") : null },
        new(Key.Tab, Say($"list or text"), () => (page.HasFocus ? (View)table : page).SetFocus()),
    ];

    public override IReadOnlyList<Line> Help =>
    [
        Say($"Choose what is seen. The probes below are then taken on every host at once, from the lowest layer up; they only look. The same from the command line: ovswizard diagnose"),
        Say($"What is right is known from the newest run on these hosts, or from the inventory where there was none."),
    ];

    public override void Refresh()
    {
        table.Redraw();
        Describe();
    }

    private string TitleOf(Entry entry) => entry.Symptom?.Title.In(Wizard.Language) ?? Say($"Something is wrong: look at everything");

    private void Describe()
    {
        page.Lines = table.Selected is not { } entry ? [] :
        [
            .. troubleshooting.ProbesOf(entry.Symptom).Select(p => new Line { { $"{p.Layer.Name(Wizard.Language)}  ", Tone.Dim }, p.Step.Title.In(Wizard.Language) }),
        ];
        page.ScrollTo(0);
    }

    private sealed record Entry(Symptom? Symptom);
}

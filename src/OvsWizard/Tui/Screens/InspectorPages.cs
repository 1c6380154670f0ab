using OvsWizard.Inspection;
using OvsWizard.Texts;
using OvsWizard.Tui.Inspection;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>All of a row, on every host that has it.</summary>
public sealed class RowScreen : Screen
{
    private readonly HostView view;
    private readonly TableRow row;
    private readonly Page page = new() { X = 1, Indent = 22 };

    public RowScreen(Wizard wizard, HostView view, TableRow row) : base(wizard)
    {
        (this.view, this.row) = (view, row);
        Add(page);
        page.SetFocus();
    }

    public override string Heading => view.Title.In(Wizard.Language);

    public override IReadOnlyList<Line> Help => [view.Shows.In(Wizard.Language)];

    public override IReadOnlyList<(string What, string Text)> Copies =>
        [(Say($"the row"), string.Join("\n", row.Whole.Select(w => string.Join('\t', w.Values.Prepend(w.Host)))))];

    public override void Refresh() => page.Lines = [.. row.Whole.SelectMany(Tell)];

    private IEnumerable<Line> Tell((string Host, IReadOnlyList<string> Values) whole)
    {
        yield return new Line(whole.Host, Tone.Strong);
        for (var column = 0; column < view.Columns.Count; column++)
            yield return new Line {
            {
                $"  {Columns.Fit(view.Columns[column].Title.In(Wizard.Language), 20)}", Tone.Dim
            }, whole.Values[column] is { Length: > 0 } value ? value : "–" };
        yield return Line.Empty;
    }
}

/// <summary>What each host said, word by word, and the command that asked.</summary>
public sealed class OutputScreen : Screen
{
    private readonly HostView view;
    private readonly IReadOnlyList<HostTable> tables;
    private readonly Page page = new() { X = 1, Indent = 4 };

    public OutputScreen(Wizard wizard, HostView view, IReadOnlyList<HostTable> tables) : base(wizard)
    {
        (this.view, this.tables) = (view, tables);
        Add(page);
        page.SetFocus();
    }

    public override string Heading => view.Title.In(Wizard.Language);

    public override IReadOnlyList<Line> Help => [view.Shows.In(Wizard.Language)];

    public override void Refresh() => page.Lines =
    [
        .. view.Command.TrimEnd().Split('\n').Select(line => new Line(line, Tone.Key)),
        .. tables.SelectMany(Tell),
    ];

    private IEnumerable<Line> Tell(HostTable table)
    {
        yield return Line.Empty;
        yield return new Line(table.Host, Tone.Strong);
        if (table.Failure?.In(Wizard.Language) is { } failure)
            yield return new Line($"  {failure.What}: {failure.Why}", Tone.Bad);
        foreach (var line in table.Output.TrimEnd('\n').Split('\n')) yield return $"  {line}";
    }
}

/// <summary>The views to choose from, and what the programs of Open vSwitch are for.</summary>
public sealed class ViewListScreen : Screen
{
    private readonly IReadOnlyList<Component> components;
    private readonly Table<HostView> table = new() { Height = Dim.Fill(4) };
    private readonly Page about = new() { X = 1, Y = Pos.AnchorEnd(4), Height = 4, CanFocus = false };
    private readonly Action<int> choose;

    public ViewListScreen(Wizard wizard, IReadOnlyList<HostView> views, IReadOnlyList<Component> components,
        Action<int> choose) : base(wizard)
    {
        (this.components, this.choose) = (components, choose);
        table.Rows = views;
        table.Moved = Refresh;
        Add(table, about);
        table.SetFocus();
    }

    public override string Heading => Say($"Views");

    public override IReadOnlyList<ScreenKey> Keys => [new(Key.Enter, Say($"open"), Choose)];

    public override IReadOnlyList<Line> Help =>
    [
        new Line(Say($"The programs of Open vSwitch"), Tone.Strong),
        .. components.Select(c => new Line { { $"{c.Id}: ", Tone.Strong }, c.What.In(Wizard.Language) }),
    ];

    public override void Refresh()
    {
        table.Columns =
        [
            new("", v => new Line(v.Title.In(Wizard.Language))),
            new("", v => new Line(v.Id, Tone.Dim)),
            new("", v => new Line(string.Join(", ", v.Components), Tone.Dim), Fills: true),
        ];
        about.Lines = table.Selected is { } view ? [view.Shows.In(Wizard.Language)] : [];
    }

    private void Choose()
    {
        var chosen = table.Rows.ToList().IndexOf(table.Selected!);
        Wizard.Back();
        choose(chosen);
    }
}

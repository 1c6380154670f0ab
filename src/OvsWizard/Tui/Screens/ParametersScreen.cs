using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>
/// The values of a run: a grid of what each host has of its own, a list of what holds for all, and about the selected
/// one what it is and why it is refused.
/// </summary>
public sealed class ParametersScreen : Screen
{
    private const int HelpRows = 5;
    private const int MostHostRows = 6;

    private readonly NewRun run;
    private readonly Table<Host> grid = new() { X = 1, Y = 0 };
    private readonly Table<Parameter> site = new() { X = 1, Height = Dim.Fill(HelpRows + 2) };
    private readonly Page label =
        new() { X = 3, Y = Pos.AnchorEnd(HelpRows + 1), Width = 30, Height = 1, CanFocus = false };
    private readonly Field editor = new() { Y = Pos.AnchorEnd(HelpRows + 1), Width = Dim.Fill(3), Visible = false };
    private readonly Page help =
        new() { X = 3, Y = Pos.AnchorEnd(HelpRows), Height = HelpRows, CanFocus = false, Indent = 2 };
    private View from;
    private bool isWarned;
    private string before = "";
    private int column;

    public ParametersScreen(Wizard wizard, NewRun run) : base(wizard)
    {
        this.run = run;
        var hasGrid = Form.HostParameters.Count > 0;
        grid.Rows = run.Hosts;
        grid.Height = hasGrid ? Dim.Func(_ => Math.Max(2,
            Math.Min(Math.Min(run.Hosts.Count, MostHostRows), (Viewport.Height - HelpRows - 3) / 2) + 1)) : 0;
        grid.Visible = hasGrid;
        grid.Moved = site.Moved = Describe;
        site.Rows = [.. Form.SiteFields.Select(f => f.Parameter)];
        site.Y = hasGrid ? Pos.Bottom(grid) + 1 : 0;
        editor.X = Pos.Right(label) + 1;
        editor.Typed = Typed;
        grid.HasFocusChanged += (_, _) => Describe();
        site.HasFocusChanged += (_, _) => Describe();
        StartsAt = from = hasGrid ? grid : site;
        Add(grid, site, label, editor, help);
    }

    public override string Heading => Say($"Parameters");

    public override Stage? Stage => OvsWizard.Tui.Stage.Parameters;

    public override Stage LastStage => run.LastStage;

    public override IReadOnlyList<ScreenKey> Keys => editor.Visible
        ?
        [
            new(Key.Enter, Say($"add it"), () => EndEdit(keep: true)),
            new(Key.Esc, Say($"cancel"), PutBack),
        ]
        :
        [
            new(Key.Enter, Say($"go on"), () => Wizard.Do(NextAsync)) { WhyNot = WhyNot, Points = ShowRefused },
            new(Key.E, Say($"edit"), Edit) { WhyNot = Current is null ? Say($"nothing is selected") : null },
            new(Key.Space, Say($"next choice"),
                () => Choose(1)) { WhyNot = Current is { Offers.Count: > 0 } ? null : Say($"no choices: e edits") },
            new(Key.R, Say($"reset"),
                Reset) { WhyNot = Current is { Origin: FieldOrigin.Typed } ? null : Say($"nothing was entered here") },
            .. grid.HasFocus && Form.HostParameters.Count > 1
                ? [new(Key.CursorLeft, Say($"column"), () => Move(-1)),
                    new(Key.CursorRight, Say($"column"), () => Move(1))]
                : Array.Empty<ScreenKey>(),
            .. grid.Visible
                ? [new(Key.Tab, Say($"each host, all hosts"), () => (grid.HasFocus ? (View)site : grid).SetFocus())]
                : Array.Empty<ScreenKey>(),
        ];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"The runbook's parameters. Above: values per host. Below: values for all hosts. Values found on the hosts are filled in; the inventory and the command line take precedence over them, and what is entered here over everything."),
        Say(
            $"Values are checked as they are entered, each by itself and all together, as on the command line: -p NAME=VALUE, or -p HOST:NAME=VALUE."),
    ];

    private ParameterForm Form => run.Form!;

    /// <summary>The field that keys act on.</summary>
    private FormField? Current => (editor.Visible ? ReferenceEquals(from, grid) : grid.HasFocus)
        ? grid.Selected is { } host ? Form[Form.HostParameters[column].Name, host.Name] : null
        : site.Selected is { } parameter ? Form[parameter.Name, null] : null;

    private string? WhyNot => Form.IsValid ? null
        : Form.Wrong is { } wrong
        ? $"{(wrong.Host is { } host ? $"{host}: " : "")}{wrong.Refusal!.In(Wizard.Language).What}"
        : Form.Refusal!.In(Wizard.Language).What;

    public override void Refresh()
    {
        grid.Columns =
        [
            new(Say($"host"), h => new Line(h.Name, Tone.Strong)),
            .. Form.HostParameters.Select((p, index) => new Column<Host>(
                index == column ? $"▸{p.Name}" : $" {p.Name}",
                h => new Line(" ").Add(Value(Form[p.Name, h.Name], index == column ? Tone.Key : Tone.Plain)))),
        ];
        site.Columns =
        [
            new(Say($"for all hosts"), p => new Line(p.Name, Tone.Strong)),
            new("", p => Value(Form[p.Name, null], Tone.Plain)),
            new("", p => new Line(Origin(Form[p.Name, null].Origin), Tone.Dim)),
        ];
        grid.Redraw();
        site.Redraw();
        Describe();
    }

    private Line Value(FormField field, Tone tone) =>
        field.Refusal is not null || ReferenceEquals(field, Form.Refused)
            ? new Line(field.Text.Length > 0 ? field.Text : "?", Tone.Bad)
        : field.Text.Length > 0 ? new Line(field.Text, tone)
        : new Line(Form.ValueOf(field) is { Length: > 0 } worked ? worked : "–", Tone.Dim);

    private void Describe()
    {
        if (Current is not { } field) return;
        label.Lines = [new Line { { field.Host is null ? "" : $"{field.Host}: ", Tone.Dim },
            { field.Parameter.Name, Tone.Strong } }];
        var lines = new List<Line>();
        if (field.Refusal is { } wrong) lines.AddRange(Refused(wrong));
        else if (Form.Refusal is { } together) lines.AddRange(Refused(together));
        lines.Add(field.Parameter.Help.In(Wizard.Language));
        if (field.Parameter.Choices.FirstOrDefault(c => c.Value == field.Text) is { } choice)
            lines.Add(new Line { { $"{choice.Value}: ", Tone.Dim }, choice.Help.In(Wizard.Language) });
        if (field.Offers.Count > 0) lines.Add(new Line(Say($"choices: {string.Join(", ", field.Offers)}"), Tone.Dim));
        if (Origin(field.Origin) is { Length: > 0 } origin) lines.Add(new Line(origin, Tone.Dim));
        help.Lines = lines;
    }

    private IEnumerable<Line> Refused(Failure failure)
    {
        var told = failure.In(Wizard.Language);
        yield return new Line(told.What, Tone.Bad);
        if (told.Now is { } now) yield return new Line { { Say($"fix: "), Tone.Dim }, now };
    }

    private string Origin(FieldOrigin origin) => origin switch
    {
        FieldOrigin.Found => Say($"found on the host"),
        FieldOrigin.Given => Say($"as given"),
        FieldOrigin.Typed => Say($"entered here"),
        _ => "",
    };

    private void Move(int by)
    {
        column = (column + by + Form.HostParameters.Count) % Form.HostParameters.Count;
        Refresh();
    }

    /// <summary>Goes to what is refused, which may be out of sight.</summary>
    private void ShowRefused()
    {
        if ((Form.Wrong ?? Form.Refused) is not { } field) return;
        if (field.Host is null) site.Selected = field.Parameter;
        else
        {
            grid.Selected = run.Hosts.First(h => h.Name == field.Host);
            column = Form.HostParameters.ToList().FindIndex(p => p.Name == field.Parameter.Name);
        }
        (field.Host is null ? site : (View)grid).SetFocus();
        Refresh();
    }

    private void Edit()
    {
        var field = Current!;
        from = grid.HasFocus ? grid : site;
        before = field.Text;
        isWarned = false;
        editor.Visible = true;
        editor.Text = Printable.Typed(field.Text);
        editor.SetFocus();
        editor.MoveEnd();
    }

    /// <summary>Esc is close to other keys: what was typed is not lost by one.</summary>
    private void PutBack()
    {
        if (editor.Text == before || isWarned)
        {
            EndEdit(keep: false);
            return;
        }
        isWarned = true;
        Wizard.Tell(new Line(Say($"Esc again discards what was entered"), Tone.Changed));
    }

    private void EndEdit(bool keep)
    {
        if (!keep && Current is { } field && field.Text != before) Form.Set(field.Parameter.Name, field.Host, before);
        editor.Visible = false;
        from.SetFocus();
        Refresh();
    }

    private void Typed(string text)
    {
        if (!editor.Visible || Current is not { } field || field.Text == text) return;
        Form.Set(field.Parameter.Name, field.Host, text);
        Refresh();
    }

    private void Choose(int by)
    {
        var field = Current!;
        var index = field.Offers.ToList().IndexOf(field.Text);
        Form.Set(field.Parameter.Name, field.Host,
            field.Offers[(index + by + field.Offers.Count) % field.Offers.Count]);
        Refresh();
    }

    private void Reset()
    {
        Form.Reset(Current!.Parameter.Name, Current!.Host);
        Refresh();
    }

    private async Task NextAsync()
    {
        Wizard.Tell(new Line(Say($"computing the plan …"), Tone.Dim));
        (run.Plan, run.Preview) = (await Task.Run(Form.Plan), null);
        Wizard.Tell(Line.Empty);
        Wizard.Show(run.Plan.Topology is null ? new PlanScreen(Wizard, run) : new TopologyScreen(Wizard, run));
    }
}

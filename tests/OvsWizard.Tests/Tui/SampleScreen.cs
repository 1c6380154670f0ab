using OvsWizard.Tui;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tests.Tui;

/// <summary>A screen with one of everything: a list, a field, a text, and questions.</summary>
internal sealed class SampleScreen : Screen
{
    public SampleScreen(Wizard wizard, IReadOnlyList<string> rows) : base(wizard)
    {
        Table = new Table<string> { X = 1, Width = 30, Columns = [new("host", r => r), new("columns",
            r => OvsWizard.Texts.Columns.Width(r).ToString(), Right: true)], Rows = rows, Nothing = "none" };
        Field = new Field { X = 34, Y = 1 };
        Page = new Page { X = 34, Y = 3, Width = Dim.Fill(), Height = Dim.Fill() };
        Add(Table, Field, Page);
        StartsAt = Table;
    }

    public Table<string> Table { get; }
    public Field Field { get; }
    public Page Page { get; }
    public string Happened { get; private set; } = "";

    public override string Heading => "Sample";

    public override Stage? Stage => OvsWizard.Tui.Stage.Hosts;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, "choose", () => Happened += $"chose {Table.Selected};"),
        new(Key.D, "delete", () => Wizard.Do(DeleteAsync)),
        new(Key.T, "name", () =>
            Wizard.Do(async () => Happened += $"named {await Wizard.AskTextAsync("Name", ["Which?"], "add it")};")),
        new(Key.W, "wipe", () => Wizard.Do(async () =>
            Happened += $"{await Wizard.AskAsync(new Question("Wipe?", ["Type wipe."], [new(Key.Y, "wipe")])
            {
                MustType = "wipe"
            })};")),
        new(Key.E, "fail", () => Wizard.Do(() =>
            throw new Failure(FailureKind.Host, $"no route", $"the cable is cut", $"plug it in", "docker01"))),
        new(Key.X, "export", () => { }) { WhyNot = "there is no run to export" },
    ];

    public override IReadOnlyList<Line> Help => ["Only for tests."];

    private async Task DeleteAsync() =>
        Happened += await Wizard.ConfirmAsync("Delete?", [$"{Table.Selected} is deleted."], Key.Y, "delete it")
            ? "deleted;" : "kept;";
}

using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Screens;

/// <summary>A command of the palette.</summary>
/// <param name="Name">In a few words; what is typed is looked for in it.</param>
/// <param name="Key">The key that does the same, where there is one.</param>
/// <param name="About">Where it belongs, or what it is.</param>
/// <param name="WhyNot">Why it does nothing now; null where it works.</param>
public sealed record PaletteEntry(string Name, string Key, string About, Action Act, string? WhyNot = null);

/// <summary>All commands of the screen below and all places of the wizard: some letters of a name, and Enter.</summary>
public sealed class PaletteScreen : Screen
{
    private readonly IReadOnlyList<PaletteEntry> commands;
    private readonly Field field = new() { X = 3, Y = 0, Width = Dim.Fill(2) };
    private readonly Page prompt =
        new() { X = 1, Y = 0, Width = 2, Height = 1, CanFocus = false, Lines = [new Line(":", Tone.Key)] };
    private readonly Table<PaletteEntry> table = new() { X = 1, Y = 2, CanFocus = false };

    public PaletteScreen(Wizard wizard, IReadOnlyList<PaletteEntry> commands) : base(wizard)
    {
        this.commands = commands;
        table.Columns =
        [
            new("", c => new Line(c.Name, c.WhyNot is null ? Tone.Plain : Tone.Dim)),
            new("", c => new Line(c.Key, Tone.Key)),
            new("", c => new Line(c.WhyNot ?? c.About, Tone.Dim), Fills: true),
        ];
        field.Typed = Filter;
        StartsAt = field;
        Add(prompt, field, table);
        Filter("");
    }

    public override string Heading => Say($"Commands");

    public override ISearched? Searched => null;

    public override IReadOnlyList<ScreenKey> Keys =>
    [
        new(Key.Enter, Say($"do it"),
            Choose) { WhyNot = table.Selected is { } command ? command.WhyNot : Say($"no command matches") },
        new(Key.CursorUp, Say($"up"), () => table.Go(-1)),
        new(Key.CursorDown, Say($"down"), () => table.Go(1)),
    ];

    public override IReadOnlyList<Line> Help =>
        [Say($"All commands and screens. Type some letters of a name, in order; Enter runs the selected one.")];

    public override void Refresh() => table.Nothing = Say($"no command matches");

    /// <summary>The best first; those that work before those that do not.</summary>
    private void Filter(string typed)
    {
        table.Rows = [.. commands.Select(c => (Command: c, Score: Fuzzy.Score(c.Name, typed.Trim())))
            .Where(c => c.Score is not null)
            .OrderByDescending(c => c.Command.WhyNot is null).ThenByDescending(c => c.Score).Select(c => c.Command)];
        table.Selected = table.Rows.Count > 0 ? table.Rows[0] : null;
    }

    private void Choose()
    {
        var act = table.Selected!.Act;
        Wizard.Back();
        act();
    }
}

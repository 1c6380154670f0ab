using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Screens;

/// <summary>Language, theme and mouse: shown at once, and kept.</summary>
public sealed class SettingsScreen : Screen
{
    private readonly Table<Setting> table = new() { X = 1, Y = 1 };

    public SettingsScreen(Wizard wizard) : base(wizard)
    {
        table.Columns =
        [
            new("", s => s.Name),
            new("", s => new Line(s.Value, Tone.Key)),
            new("", s => new Line(s.About, Tone.Dim), Fills: true),
        ];
        Add(table);
    }

    public override string Heading => Say($"Settings");

    public override ISearched? Searched => null;

    public override IReadOnlyList<ScreenKey> Keys => [new(Key.Enter, Say($"change"), () => table.Selected?.Change())];

    public override IReadOnlyList<Line> Help =>
    [
        Say(
            $"Your own keys and colours go into the same file: 'keys: {{ j: Down, k: Up }}' makes j do what Down does; 'colours: {{ good: \"#00ff00\" }}' replaces a colour of the theme (background, raised, marked, plain, dim, strong, good, changed, bad, key)."),
        Say(
            $"Settings take effect at once and are saved in {Settings.DefaultPath}. Options of the command line (--lang, --no-color) and NO_COLOR take precedence."),
        Say(
            $"With the mouse off, the terminal's own selection and copying work as usual; with it on, hold Shift for that."),
    ];

    public override void Refresh()
    {
        var settings = Wizard.Settings;
        var row = table.Rows.ToList().FindIndex(r => ReferenceEquals(r, table.Selected));
        table.Rows =
        [
            new(Say($"language"), Wizard.Language is Language.Chinese ? "中文" : "English", Say($"F2 does this anywhere"),
                () => Wizard.Prefer(settings
                    with { Language = Wizard.Language is Language.Chinese ? Language.English : Language.Chinese })),
            new(Say($"theme"), Wizard.NameOf(Wizard.Theme.Name), Say($"F3 does this anywhere"),
                () => Wizard.Prefer(settings with { Theme = Wizard.Theme.Next })),
            new(Say($"mouse"), settings.Mouse ? Say($"on") : Say($"off"),
                Say($"off: the terminal's own selection works as usual"),
                () => Wizard.Prefer(settings with { Mouse = !settings.Mouse })),
            new(Say($"bell"), settings.Bell ? Say($"on") : Say($"off"),
                Say($"bell and notice when a run waits for you or ends"),
                () => Wizard.Prefer(settings with { Bell = !settings.Bell })),
        ];
        if (row >= 0) table.Selected = table.Rows[row];
    }

    private sealed record Setting(string Name, string Value, string About, Action Change);
}

using OvsWizard.Tui.Panes;

namespace OvsWizard.Tui.Screens;

/// <summary>F1: what a screen is, its keys, and what stands behind it.</summary>
public sealed class HelpScreen : Screen
{
    private readonly Screen about;
    private readonly Page page = new() { X = 1, Y = 1 };

    public HelpScreen(Wizard wizard, Screen about) : base(wizard)
    {
        this.about = about;
        Add(page);
    }

    public override string Heading => Say($"Help");

    public override IReadOnlyList<Line> Help => [];

    public override void Refresh()
    {
        var lines = new List<Line>();
        foreach (var paragraph in about.Help)
        {
            lines.Add(paragraph);
            lines.Add(Line.Empty);
        }
        lines.Add(new Line(Say($"Keys here"), Tone.Strong));
        foreach (var key in about.Keys)
        {
            var line = new Line { { $"  {Wizard.Settings.Keys.NameOf(key.Key),-8}", Tone.Key }, key.Label };
            if (key.WhyNot is { } why) line.Add($"  ({why})", Tone.Dim);
            lines.Add(line);
        }
        lines.Add(Line.Empty);
        lines.Add(new Line(Say($"Keys everywhere"), Tone.Strong));
        foreach (var (key, label) in Everywhere()) lines.Add(new Line { { $"  {key,-8}", Tone.Key }, label });
        page.Lines = lines;
    }

    private IEnumerable<(string Key, string Label)> Everywhere() =>
    [
        ("Esc", Say($"back; asks where something would be lost")),
        (":", Say($"all commands and screens, by some letters of their names")),
        ("F1 ?", Say($"help for the screen that is shown")),
        ("F2", Say($"English or Chinese")),
        ("F3", Say($"the next theme")),
        ("/", Say($"search, where there is a list or a text")),
        ("Tab", Say($"to the next part of the screen")),
        ("!", Say($"a shell on the host that is selected, and back")),
        ("y", Say($"copy what is selected to the clipboard (OSC 52)")),
        ("Ctrl-Z", Say($"suspend the wizard; fg in the shell comes back, a run continues meanwhile")),
        ("Ctrl-L", Say($"redraw the screen")),
        ("Ctrl-C", Say($"leave the wizard; asks while a run is under way")),
    ];
}

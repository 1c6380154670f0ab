namespace OvsWizard.Tests.Tui.Walks;

/// <summary>Presses keys and keeps the screens that come of them.</summary>
internal sealed class Recorder(Headless wizard)
{
    private readonly List<string> pressed = [];
    private readonly List<WalkFrame> frames = [];
    private Text part;

    public IReadOnlyList<WalkFrame> Frames => frames;

    /// <summary>The frames as text, each under what is shown and what was pressed.</summary>
    public string Text => string.Concat(frames.Select(f =>
        $"=== {f.Part.In(wizard.Wizard.Language)}{(f.Keys.Length > 0 ? $"  [{f.Keys}]" : "")}\n{f.Screen}"));

    public void Begin(string en, string zh) => part = new Text(en, zh);

    public Recorder Press(params string[] keys)
    {
        pressed.AddRange(keys);
        wizard.Keys(keys);
        return this;
    }

    /// <summary>Keeps the screen as soon as it has come to show this.</summary>
    public void Keep(Func<bool> isThere, double seconds = 2)
    {
        // As the next second would show it: what was told just now is on it.
        wizard.Until(isThere).Do(w => w.Top?.Refresh()).Keys();
        frames.Add(new WalkFrame(part, string.Join(' ', pressed), wizard.Screen,
            (Terminal.Gui.Drawing.Cell[,])wizard.Cells.Clone(), seconds));
        pressed.Clear();
    }

    public void Keep(double seconds = 2) => Keep(() => true, seconds);

    /// <summary>Keeps the screen of this kind, where it shows the text.</summary>
    public void Keep<T>(string text = "", double seconds = 2) where T : OvsWizard.Tui.Screen =>
        Keep(() => wizard.Wizard.Top is T && wizard.Screen.Contains(text, StringComparison.Ordinal), seconds);
}

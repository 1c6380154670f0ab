using OvsWizard.Texts;
using OvsWizard.Tui.Panes;

namespace OvsWizard.Tui.Runs;

/// <summary>Two lines above the grid: where the run stands, and how far it is or whom it waits for.</summary>
internal sealed class RunBar : Pane
{
    public RunBar() => Height = 2;

    public Line Status { get; set; } = Line.Empty;

    /// <summary>Stands behind the status where it fits: a name that is cut names nothing.</summary>
    public string Name { get; set; } = "";

    /// <summary>What the run waits for; empty where it waits for nothing.</summary>
    public string Waiting { get; set; } = "";

    /// <summary>From 0 to 1.</summary>
    public double Progress { get; set; }

    public string Counted { get; set; } = "";

    protected override void Draw(int width, int height)
    {
        var named = new Line { Status, { $"  {Name}", Tone.Dim } };
        Put(0, 1, width - 2, named.Width <= width - 2 ? named : Status);
        if (Waiting.Length > 0)
        {
            Put(1, 1, width - 2,
                new Line { { "▸ ", Tone.Changed }, { Waiting, Tone.Changed }, { "  Enter", Tone.Key } });
            return;
        }
        var text = $" {Math.Floor(Progress * 100):0} %  {Counted}";
        var room = Math.Clamp(width - 2 - Columns.Width(text), 0, 60);
        var full = (int)Math.Round(Progress * room);
        Put(1, 1, width - 2,
            new Line { { new string('█', full), Tone.Good }, { new string('░', room - full), Tone.Dim }, text });
    }
}

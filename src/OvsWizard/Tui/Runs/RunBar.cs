using OvsWizard.Texts;
using OvsWizard.Tui.Panes;

namespace OvsWizard.Tui.Runs;

/// <summary>Two lines above the grid: where the run stands, and how far it is or whom it waits for.</summary>
internal sealed class RunBar : Pane
{
    public RunBar() => Height = 2;

    public Line Status { get; set; } = Line.Empty;

    /// <summary>What the run waits for; empty where it waits for nothing.</summary>
    public string Waiting { get; set; } = "";

    /// <summary>From 0 to 1.</summary>
    public double Progress { get; set; }

    public string Counted { get; set; } = "";

    /// <summary>The columns that a line has.</summary>
    public int Room => Viewport.Width - 2;

    protected override void Draw(int width, int height)
    {
        Put(0, 1, width - 2, Status);
        if (Waiting.Length > 0)
        {
            Put(1, 1, width - 2, new Line { { "▸ ", Tone.Changed }, { Waiting, Tone.Changed }, { "  Enter", Tone.Key } });
            return;
        }
        var text = $" {Math.Floor(Progress * 100):0} %  {Counted}";
        var room = Math.Clamp(width - 2 - Columns.Width(text), 0, 60);
        var full = (int)Math.Round(Progress * room);
        Put(1, 1, width - 2, new Line { { new string('█', full), Tone.Good }, { new string('░', room - full), Tone.Dim }, text });
    }
}

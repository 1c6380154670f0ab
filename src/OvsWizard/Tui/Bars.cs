using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;

namespace OvsWizard.Tui;

/// <summary>The first line: where one is, and the language and theme.</summary>
internal sealed class TitleBar : Pane
{
    public TitleBar()
    {
        IsRaised = true;
        Height = 1;
    }

    protected override void Draw(int width, int height)
    {
        var settings = Wizard.Language is Language.Chinese ? "中文" : "English";
        settings = $"{settings} · {Wizard.NameOf(Wizard.Theme.Name)} ";
        var room = width - Columns.Width(settings);
        Put(0, 0, room, Path(room - 1));
        Put(0, room, width - room, new Line(settings, Tone.Dim));
    }

    /// <summary>Where one is; where the way there is too long, its beginning is left out.</summary>
    private Line Path(int room)
    {
        var titles = Wizard.Titles.ToList();
        for (var left = 0; ; left++)
        {
            var path = new Line { { " OvsWizard", Tone.Strong } };
            if (left > 0) path.Add(" › …", Tone.Dim);
            foreach (var title in titles.Skip(left)) path.Add(" › ", Tone.Dim).Add(title);
            if (path.Width <= room || left >= titles.Count - 1) return path;
        }
    }
}

/// <summary>In the flow of a run: its stages, the current one marked.</summary>
internal sealed class StageBar : Pane
{
    public StageBar() => Height = 1;

    protected override void Draw(int width, int height)
    {
        if (Wizard.Top?.Stage is not { } now) return;
        var line = new Line(" ");
        foreach (var stage in Enum.GetValues<Stage>().Where(s => s <= Wizard.Top.LastStage))
        {
            if (line.Width > 1) line.Add(" · ", Tone.Dim);
            if (stage == now) line.Add($"▸{Name(stage)}", Tone.Key);
            else line.Add(Name(stage), stage < now ? Tone.Plain : Tone.Dim);
        }
        Put(0, 0, width, line);
    }

    private string Name(Stage stage) => stage switch
    {
        Stage.Runbook => Wizard.Language.Say($"Runbook"),
        Stage.Hosts => Wizard.Language.Say($"Hosts"),
        Stage.Parameters => Wizard.Language.Say($"Parameters"),
        Stage.Topology => Wizard.Language.Say($"Topology"),
        Stage.Plan => Wizard.Language.Say($"Plan"),
        Stage.Run => Wizard.Language.Say($"Run"),
        _ => Wizard.Language.Say($"Result"),
    };
}

/// <summary>The line above the keys: what was just said, such as why a key does nothing.</summary>
internal sealed class NoticeBar : Pane
{
    public NoticeBar() => Height = 1;

    protected override void Draw(int width, int height) => Put(0, 1, width - 2, Wizard.Notice);
}

/// <summary>The last lines: the keys that work here, each with what it does; a click presses it.</summary>
internal sealed class KeyBar : Pane
{
    private readonly List<(int Row, int From, int To, Key Key)> clickable = [];

    /// <summary>Rows it takes at this width.</summary>
    public int RowsFor(int width) => Arrange(width).LastOrDefault().Row + 1;

    protected override void Draw(int width, int height)
    {
        clickable.Clear();
        // The question has the keys, and shows its own.
        if (Wizard.IsAsking) return;
        foreach (var (key, row, column, line) in Arrange(width))
        {
            Put(row, column, Math.Min(line.Width, width - column), line);
            clickable.Add((row, column, column + line.Width, key));
        }
    }

    protected override bool OnMouseEvent(Mouse mouse)
    {
        if (!mouse.IsSingleClicked || mouse.Position is not { } at) return false;
        foreach (var (row, from, to, key) in clickable)
            if (row == at.Y && at.X >= from && at.X < to)
            {
                Wizard.Press(key);
                break;
            }
        return true;
    }

    private IEnumerable<(Key Key, int Row, int Column, Line Line)> Arrange(int width)
    {
        var (row, column) = (0, 1);
        foreach (var key in Wizard.KeysNow.Where(k => !k.IsShownElsewhere))
        {
            var line = new Line { { key.Name, key.WhyNot is null ? Tone.Key : Tone.Dim }, { $" {key.Label}", key.WhyNot is null ? Tone.Plain : Tone.Dim } };
            if (column > 1 && column + line.Width > width - 1) (row, column) = (row + 1, 1);
            yield return (key.Key, row, column, line);
            column += line.Width + 3;
        }
    }
}

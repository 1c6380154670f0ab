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
        // Where there is no room for all of them, those that are over are left out first.
        var stages = Enum.GetValues<Stage>().Where(s => s <= Wizard.Top.LastStage).ToList();
        var line = LineOf(stages, now, isWhole: true);
        while (line.Width > width && stages.Count > 1)
        {
            stages.RemoveAt(stages[0] < now ? 0 : stages.Count - 1);
            line = LineOf(stages, now, isWhole: stages[0] == Stage.Runbook);
        }
        Put(0, 0, width, line);
    }

    private Line LineOf(List<Stage> stages, Stage now, bool isWhole)
    {
        var line = new Line(isWhole ? " " : " … · ", Tone.Dim);
        foreach (var (index, stage) in stages.Index())
        {
            if (index > 0) line.Add(" · ", Tone.Dim);
            if (stage == now) line.Add($"▸{Name(stage)}", Tone.Key);
            else line.Add(Name(stage), stage < now ? Tone.Plain : Tone.Dim);
        }
        return line;
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

    protected override void Draw(int width, int height)
    {
        var line = Wizard.Notice;
        if (line.Width == 0 && Wizard is { IsSearching: false, Top.Kept: var kept })
            foreach (var searched in kept)
                line = new Line { { $"/{searched.Searched}", Tone.Key }, { $"  {Told(searched)}", Tone.Changed } };
        Put(0, 1, width - 2, line);
    }

    private string Told(ISearched searched) =>
        Wizard.Language.Say($"{searched.Hits.Found} of {searched.Hits.All} shown or marked; Esc ends the search");
}

/// <summary>The last lines: the keys that work here, each with what it does; a click presses it.</summary>
internal sealed class KeyBar : Pane
{
    private readonly List<(int Row, int From, int To, Key Key)> clickable = [];

    /// <summary>Rows it takes of a screen of this size.</summary>
    public int RowsFor(int width, int height) => Arrange(width, MostRows(height)).LastOrDefault().Row + 1;

    protected override void Draw(int width, int height)
    {
        clickable.Clear();
        // The question has the keys, and shows its own.
        if (Wizard.IsAsking) return;
        foreach (var (key, row, column, line) in Arrange(width, height))
        {
            Put(row, column, Math.Min(line.Width, width - column), line);
            clickable.Add((row, column, column + line.Width, key));
        }
    }

    protected override bool Point(Mouse mouse)
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

    /// <summary>Where there are so many rows for keys, one for F3 alone is no loss.</summary>
    private const int Many = 5;

    /// <summary>A small terminal is not to be filled with keys.</summary>
    private static int MostRows(int height) => Math.Max(1, height / 5);

    /// <summary>
    /// The keys in at most so many rows. Where they need more, those that one can do without are left out: they work
    /// all the same, and F1 tells them.
    /// </summary>
    private List<(Key Key, int Row, int Column, Line Line)> Arrange(int width, int mostRows)
    {
        var keys = Wizard.KeysNow.Where(k => !k.IsShownElsewhere).ToList();
        while (true)
        {
            var arranged = Flow(keys, width).ToList();
            if (arranged.Count < 2) return arranged;
            var least = keys.MinBy(Worth)!;
            var isLess = mostRows < Many && Worth(least) < 2
                && Flow([.. keys.Where(k => k != least)], width).LastOrDefault().Row < arranged[^1].Row;
            if (arranged[^1].Row < mostRows && !isLess) return arranged;
            keys.Remove(least);
        }
    }

    private IEnumerable<(Key Key, int Row, int Column, Line Line)> Flow(List<ScreenKey> keys, int width)
    {
        var (row, column) = (0, 1);
        foreach (var key in keys)
        {
            var line = new Line { { Wizard.Settings.Keys.NameOf(key.Key), key.WhyNot is null ? Tone.Key : Tone.Dim },
                { $" {key.Label}", key.WhyNot is null ? Tone.Plain : Tone.Dim } };
            if (column > 1 && column + line.Width > width - 1) (row, column) = (row + 1, 1);
            yield return (key.Key, row, column, line);
            column += line.Width + 3;
        }
    }

    private static int Worth(ScreenKey key) => key switch
    {
        _ when key.Key == Key.F3 => 0,
        _ when key.Key == Key.F2 => 1,
        { WhyNot: not null } when key.Key != Key.Enter => 2,
        _ when key.Key == Key.Tab => 3,
        _ when key.Key == Key.Enter || key.Key == Key.Esc || key.Key == Key.F1 => 5,
        _ => 4,
    };
}

using OvsWizard.Texts;
using Terminal.Gui.Input;
using Terminal.Gui.ViewBase;

namespace OvsWizard.Tui.Panes;

/// <summary>
/// A view that draws lines in tones. Everything a screen shows is drawn here, so nothing leaves its columns and nothing
/// from a host reaches the terminal raw.
/// </summary>
public abstract class Pane : View
{
    protected Pane()
    {
        Width = Dim.Fill();
        Height = Dim.Fill();
        ViewportSettings |= ViewportSettingsFlags.AllowNegativeLocation;
    }

    /// <summary>The wizard this pane is shown by.</summary>
    protected Wizard Wizard => Wizard.Of(this);

    /// <summary>Drawn as the bar and dialogs are.</summary>
    public bool IsRaised { get; init; }

    protected abstract void Draw(int width, int height);

    /// <summary>A key was pressed; true where it did something here.</summary>
    protected virtual bool Press(Key key) => false;

    /// <summary>The mouse did something; true where that meant something here.</summary>
    protected virtual bool Point(Mouse mouse) => false;

    protected sealed override bool OnClearingViewport() => true;

    protected sealed override bool OnKeyDown(Key key) => Wizard.Guard(() => Press(Wizard.Settings.Keys[key]));

    protected sealed override bool OnMouseEvent(Mouse mouse) => Wizard.Guard(() => Point(mouse));

    protected sealed override bool OnDrawingContent(DrawContext? context)
    {
        var (width, height) = (Viewport.Width, Viewport.Height);
        for (var row = 0; row < height; row++) Put(row, 0, width, Line.Empty);
        if (width > 0 && height > 0) Wizard.Guard(() => Draw(width, height));
        context?.AddDrawnRectangle(ViewportToScreen());
        return true;
    }

    /// <summary>
    /// Draws a line into exactly <paramref name="width"/> columns; what does not fit ends in an ellipsis.
    /// </summary>
    protected void Put(int row, int column, int width, Line line, bool isMarked = false)
    {
        var theme = Wizard.Theme;
        var left = width;
        var tone = Tone.Plain;
        foreach (var piece in line)
        {
            if (left <= 0) break;
            tone = piece.Tone;
            var text = Columns.Cut(piece.Text, left);
            SetAttribute(theme.Of(tone, isMarked, IsRaised));
            AddStr(column + width - left, row, text);
            left -= Columns.Width(text);
            if (text.Length < piece.Text.Length) break;
        }
        if (left <= 0) return;
        SetAttribute(theme.Of(Tone.Plain, isMarked, IsRaised));
        AddStr(column + width - left, row, new string(' ', left));
    }

    /// <summary>The last column of a pane that has more than it shows: where one is, and how much there is.</summary>
    protected void PutScrollBar(int column, int top, int shown, int first, int all)
    {
        if (all <= shown || shown < 2 || column < 0) return;
        var size = Math.Max(1, shown * shown / all);
        var begin = first * (shown - size) / Math.Max(1, all - shown);
        for (var row = 0; row < shown; row++)
            Put(top + row, column, 1, new Line(row >= begin && row < begin + size ? "█" : "│", Tone.Dim));
    }
}

/// <summary>What <c>/</c> searches.</summary>
public interface ISearched
{
    /// <summary>What is searched for; empty: nothing is.</summary>
    string Searched { get; }

    /// <summary>How many there are, and how many of them have the text.</summary>
    (int Found, int All) Hits { get; }

    /// <summary>
    /// Shows only, or goes to, what contains the text; an empty text ends the search. Case does not matter.
    /// </summary>
    void Search(string text);
}

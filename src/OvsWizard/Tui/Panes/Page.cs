using Terminal.Gui.Input;

namespace OvsWizard.Tui.Panes;

/// <summary>
/// Text to read: wrapped, scrolled by keys and wheel, searched with <c>/</c> (it goes to the next line that has the
/// word).
/// </summary>
public sealed class Page : Pane, ISearched
{
    private IReadOnlyList<Line> lines = [];
    private List<Line> wrapped = [];
    private int wrappedFor = -1;
    private int top;
    private string searched = "";

    public string Searched => searched;

    public (int Found, int All) Hits => (wrapped.Count(Has), wrapped.Count);

    public Page() => CanFocus = true;

    /// <summary>The text.</summary>
    public IReadOnlyList<Line> Lines
    {
        get => lines;
        set
        {
            lines = value;
            wrappedFor = -1;
            SetNeedsDraw();
        }
    }

    /// <summary>Columns that wrapped lines begin with, besides the blanks that the line itself begins with.</summary>
    public int Indent { get; init; }

    /// <summary>Off for drawings: a line too long is cut, and its columns stay where they are.</summary>
    public bool Wraps { get; init; } = true;

    /// <summary>Shows this line first, or as much of the end as there is.</summary>
    public void ScrollTo(int line)
    {
        top = Math.Max(0, line);
        SetNeedsDraw();
    }

    public void Search(string text)
    {
        var from = text == searched ? top + 1 : top;
        searched = text;
        if (text.Length > 0 && Enumerable.Range(from, wrapped.Count).Select(i => i % Math.Max(1, wrapped.Count))
            .FirstOrDefault(i => Has(wrapped[i]), -1) is >= 0 and var found)
            ScrollTo(found);
        SetNeedsDraw();
    }

    protected override void Draw(int width, int height)
    {
        Rewrap(width);
        top = Math.Clamp(top, 0, Math.Max(0, wrapped.Count - height));
        for (var row = 0; row < height && top + row < wrapped.Count; row++)
            Put(row, 0, width - 2, wrapped[top + row], isMarked: searched.Length > 0 && Has(wrapped[top + row]));
        PutScrollBar(width - 1, 0, height, top, wrapped.Count);
    }

    protected override bool Press(Key key)
    {
        var page = Math.Max(1, Viewport.Height - 1);
        var to = key switch
        {
            _ when key == Key.CursorUp => top - 1,
            _ when key == Key.CursorDown => top + 1,
            _ when key == Key.PageUp => top - page,
            _ when key == Key.PageDown || key == Key.Space => top + page,
            _ when key == Key.Home => 0,
            _ when key == Key.End => wrapped.Count,
            _ => (int?)null,
        };
        if (to is not { } line) return false;
        ScrollTo(line);
        return true;
    }

    protected override bool Point(Mouse mouse)
    {
        if (mouse.Flags.HasFlag(MouseFlags.WheeledUp)) ScrollTo(top - 3);
        else if (mouse.Flags.HasFlag(MouseFlags.WheeledDown)) ScrollTo(top + 3);
        else return false;
        return true;
    }

    private bool Has(Line line) => line.Text.Contains(searched, StringComparison.OrdinalIgnoreCase);

    private void Rewrap(int width)
    {
        if (wrappedFor == width) return;
        wrappedFor = width;
        wrapped = Wraps ? [.. lines.SelectMany(l => l.Wrap(width - 2, Indent + l.Indent))] : [.. lines];
    }
}

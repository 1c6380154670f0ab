using OvsWizard.Texts;
using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Runs;

/// <summary>
/// What the chosen step printed on the chosen host, live: it follows the end until it is scrolled, and End follows
/// again.
/// </summary>
internal sealed class OutputPane : Pane, ISearched
{
    private OutputRing ring = new(1);
    private string searched = "";
    private long top;

    public string Searched => searched;

    public (int Found, int All) Hits => (Enumerable.Range(0, ring.Count).Count(i => Has(ring[i])), ring.Count);

    public OutputPane() => CanFocus = true;

    /// <summary>The line above the output.</summary>
    public Line Heading { get; set; } = Line.Empty;

    /// <summary>Said where nothing was printed.</summary>
    public string Nothing { get; set; } = "";

    public bool Follows { get; private set; } = true;

    /// <summary>All that is kept of the output.</summary>
    public string Whole => string.Join('\n', Enumerable.Range(0, ring.Count).Select(i => ring[i]));

    public void Show(OutputRing output)
    {
        if (!ReferenceEquals(ring, output)) (ring, Follows, top) = (output, true, 0);
        SetNeedsDraw();
    }

    public void Follow()
    {
        Follows = true;
        SetNeedsDraw();
    }

    /// <summary>Goes to the nearest line above that has the text; asked the same again, to the next one.</summary>
    public void Search(string text)
    {
        var again = text == searched;
        searched = text;
        SetNeedsDraw();
        if (text.Length == 0 || ring.Count == 0) return;
        var from = First - 1 + (Follows || !again ? Room - 1 : -1);
        for (var step = 0; step < ring.Count; step++)
        {
            var index = (int)((((from - step) % ring.Count) + ring.Count) % ring.Count);
            if (!Has(ring[index])) continue;
            Scroll(index - (Room / 2));
            return;
        }
    }

    protected override void Draw(int width, int height)
    {
        Put(0, 0, width, Heading.Width >= width ? Heading
            : new Line().Add(Heading).Add(new string('─', width - Heading.Width), Tone.Dim));
        if (ring.Count == 0) Put(1, 1, width - 2, new Line(Nothing, Tone.Dim));
        var first = (int)First;
        for (var row = 0; row < Room && first + row < ring.Count; row++)
        {
            var text = ring[first + row];
            // What does not fit is not checked: a line may be very long.
            Put(1 + row, 1, width - 3, new Line(text.Length > 4 * width ? text[..(4 * width)] : text),
                isMarked: searched.Length > 0 && Has(text));
        }
        PutScrollBar(width - 1, 1, Room, first, ring.Count);
    }

    protected override bool Press(Key key)
    {
        var to = key switch
        {
            _ when key == Key.CursorUp => First - 1,
            _ when key == Key.CursorDown => First + 1,
            _ when key == Key.PageUp => First - Room + 1,
            _ when key == Key.PageDown => First + Room - 1,
            _ when key == Key.Home => 0,
            _ when key == Key.End => long.MaxValue,
            _ => -1L - ring.Count,
        };
        if (to < -ring.Count) return false;
        Scroll(to);
        return true;
    }

    protected override bool Point(Mouse mouse)
    {
        if (mouse.Flags.HasFlag(MouseFlags.WheeledUp)) Scroll(First - 3);
        else if (mouse.Flags.HasFlag(MouseFlags.WheeledDown)) Scroll(First + 3);
        else return false;
        return true;
    }

    private int Room => Math.Max(1, Viewport.Height - 1);

    /// <summary>
    /// The ring forgets its oldest lines while one reads: the place is kept as a count of all lines there ever were.
    /// </summary>
    private long First
    {
        get
        {
            var last = Math.Max(0, ring.Count - Room);
            return Follows ? last : Math.Clamp(top - (ring.Total - ring.Count), 0, last);
        }
    }

    private void Scroll(long first)
    {
        var last = Math.Max(0, ring.Count - Room);
        Follows = first >= last;
        top = ring.Total - ring.Count + Math.Clamp(first, 0, last);
        SetNeedsDraw();
    }

    private bool Has(string line) => Printable.Of(line).Contains(searched, StringComparison.OrdinalIgnoreCase);
}

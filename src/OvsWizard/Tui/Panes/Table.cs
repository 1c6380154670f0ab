using OvsWizard.Texts;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Panes;

/// <summary>A column of a <see cref="Table{T}"/>.</summary>
/// <param name="Title">Shown above it; empty for none.</param>
/// <param name="Fills">Takes the room that is left, and gives way where there is too little; one column at the
/// most.</param>
/// <param name="Right">Numbers stand at the right.</param>
/// <param name="Widest">Wider cells are cut to this where there is no room for all of them; null: never.</param>
/// <param name="Drops">Where there is too little room, the columns with the highest number are left out first; 0:
/// never.</param>
public sealed record Column<T>(string Title, Func<T, Line> Cell, bool Fills = false, bool Right = false,
    int? Widest = null, int Drops = 0);

/// <summary>
/// Rows to choose from: arrows and mouse move, a double click is the screen's Enter, <c>/</c> leaves only the rows that
/// have the word. Where rows can be marked, Space marks one, <c>*</c> all that are shown or none, <c>~</c> turns the
/// marks of those shown round. Columns are as wide as their widest cell and stay aligned with wide characters.
/// </summary>
public sealed class Table<T> : Pane, ISearched where T : class
{
    private const int Gap = 2;
    private IReadOnlyList<T> rows = [];
    private List<T> shown = [];
    private readonly HashSet<T> marked = [];
    private List<Column<T>> fitting = [];
    private int[] widths = [];
    private int widthsFor = -1;
    private string searched = "";
    private int selected;
    private int top;

    public Table() => CanFocus = true;

    public IReadOnlyList<Column<T>> Columns { get; set; } = [];

    /// <summary>The rows; the selected one stays selected while it is among them.</summary>
    public IReadOnlyList<T> Rows
    {
        get => rows;
        set
        {
            var before = Selected;
            rows = value;
            marked.IntersectWith(rows);
            Filter();
            Redraw();
            Selected = before;
        }
    }

    /// <summary>Rows can be marked, to have something done to all of them.</summary>
    public bool CanMark { get; init; }

    /// <summary>The marked rows, also those that a search hides; without any, the selected one.</summary>
    public IReadOnlyList<T> Chosen =>
        marked.Count > 0 ? [.. rows.Where(marked.Contains)] : Selected is { } one ? [one] : [];

    /// <summary>Rows that are marked.</summary>
    public int MarkCount => marked.Count;

    /// <summary>No row is marked any more: what they were marked for is done.</summary>
    public void Unmark()
    {
        marked.Clear();
        Redraw();
    }

    /// <summary>
    /// The row that keys act on; null where there is none. Setting a row that is not shown changes nothing.
    /// </summary>
    public T? Selected
    {
        get => selected < shown.Count ? shown[selected] : null;
        set
        {
            if (value is not null && shown.IndexOf(value) is >= 0 and var row) Select(row);
            else Select(Math.Min(selected, Math.Max(0, shown.Count - 1)));
        }
    }

    /// <summary>Called when another row is selected.</summary>
    public Action? Moved { get; set; }

    /// <summary>Said where no row is selected at all; where a search finds none, that is said.</summary>
    public string Nothing { get; set; } = "";

    public string Searched => searched;

    public (int Found, int All) Hits => (shown.Count, rows.Count);

    /// <summary>The rows that are shown: all, or those that the search finds.</summary>
    public IReadOnlyList<T> Shown => shown;

    /// <summary>Draws the rows anew: a cell's content has changed.</summary>
    public void Redraw()
    {
        widthsFor = -1;
        SetNeedsDraw();
    }

    /// <summary>Selects another row, so many below.</summary>
    public void Go(int by) => Select(selected + by);

    public void Search(string text)
    {
        searched = text;
        var before = Selected;
        Filter();
        Redraw();
        Selected = before;
    }

    private bool HasTitles => Columns.Any(c => c.Title.Length > 0);

    private int RoomForRows => Math.Max(1, Viewport.Height - (HasTitles ? 1 : 0));

    protected override void Draw(int width, int height)
    {
        Measure(width - 2);
        var first = HasTitles ? 1 : 0;
        // The selected row is shown, and no room is left empty while there are rows for it.
        top = Math.Min(Math.Clamp(top, Math.Max(0, selected - RoomForRows + 1), Math.Max(0, selected)),
            Math.Max(0, shown.Count - RoomForRows));
        if (HasTitles) PutCells(0, c => new Line(c.Title, Tone.Dim), width - 2, isMarked: false);
        if (shown.Count == 0) Put(first, 0, width - 2, new Line(rows.Count == 0 ? Nothing
            : Wizard.Language.Say($"no row has '{searched}'; Esc shows all {rows.Count}"), Tone.Dim));
        for (var row = 0; row < RoomForRows && top + row < shown.Count; row++)
        {
            var item = shown[top + row];
            PutCells(first + row, c => c.Cell(item), width - 2, isMarked: top + row == selected && HasFocus);
            if (top + row == selected && !HasFocus) Put(first + row, 0, 1, new Line("›", Tone.Key));
            if (marked.Contains(item))
                Put(first + row, 1, 1, new Line("*", Tone.Changed), isMarked: top + row == selected && HasFocus);
        }
        PutScrollBar(width - 1, first, RoomForRows, top, shown.Count);
    }

    protected override bool Press(Key key)
    {
        if (CanMark && Mark(key)) return true;
        var to = key switch
        {
            _ when key == Key.CursorUp => selected - 1,
            _ when key == Key.CursorDown => selected + 1,
            _ when key == Key.PageUp => selected - RoomForRows,
            _ when key == Key.PageDown => selected + RoomForRows,
            _ when key == Key.Home => 0,
            _ when key == Key.End => shown.Count - 1,
            _ => (int?)null,
        };
        if (to is not { } target) return false;
        Select(target);
        return true;
    }

    protected override bool Point(Mouse mouse)
    {
        if (mouse.Flags.HasFlag(MouseFlags.WheeledUp)) Select(selected - 1);
        else if (mouse.Flags.HasFlag(MouseFlags.WheeledDown)) Select(selected + 1);
        else if (mouse.IsSingleClicked || mouse.IsDoubleClicked)
        {
            SetFocus();
            var row = top + (mouse.Position?.Y ?? 0) - (HasTitles ? 1 : 0);
            if (row < 0 || row >= shown.Count) return true;
            Select(row);
            if (mouse.IsDoubleClicked) Wizard.Press(Key.Enter);
        }
        else return false;
        return true;
    }

    private bool Mark(Key key)
    {
        if (key == Key.Space && Selected is { } row)
        {
            if (!marked.Remove(row)) marked.Add(row);
            Select(selected + 1);
        }
        else if (key == new Key('*') && marked.IsSupersetOf(shown)) marked.ExceptWith(shown);
        else if (key == new Key('*')) marked.UnionWith(shown);
        else if (key == new Key('~')) marked.SymmetricExceptWith(shown);
        else return false;
        SetNeedsDraw();
        Moved?.Invoke();
        return true;
    }

    private void Select(int row)
    {
        var before = Selected;
        selected = Math.Clamp(row, 0, Math.Max(0, shown.Count - 1));
        SetNeedsDraw();
        if (!ReferenceEquals(before, Selected) || before is null) Moved?.Invoke();
    }

    private void Filter() => shown = [.. Fuzzy.Find(rows, r => Columns.Select(c => c.Cell(r).Text), searched)];

    private void PutCells(int row, Func<Column<T>, Line> cell, int width, bool isMarked)
    {
        Put(row, 0, width, Line.Empty, isMarked);
        var at = 2;
        for (var i = 0; i < fitting.Count && at < width; i++)
        {
            var line = cell(fitting[i]);
            var wide = Math.Min(widths[i], width - at);
            var indent = fitting[i].Right ? Math.Max(0, wide - line.Width) : 0;
            Put(row, at + indent, wide - indent, line, isMarked);
            at += widths[i] + Gap;
        }
    }

    private void Measure(int width)
    {
        if (widthsFor == width) return;
        widthsFor = width;
        // Of hundreds of columns most have no room, whatever is in them.
        var most = Columns.Any(c => c.Fills || c.Drops > 0) ? Columns.Count
            : Math.Min(Columns.Count, (width / Gap) + 1);
        var whole = Columns.Take(most).ToDictionary(c => c,
            c => Math.Max(Texts.Columns.Width(c.Title), shown.Select(r => c.Cell(r).Width).DefaultIfEmpty().Max()));
        fitting = [.. Columns.Take(most)];
        while (Needed() > width && fitting.Where(c => c.Drops > 0).MaxBy(c => c.Drops) is { } least)
            fitting.Remove(least);
        widths = [.. fitting.Select(c => whole[c])];
        Cut(width);
        var filling = fitting.FindIndex(c => c.Fills);
        if (filling < 0) return;
        var others = widths.Sum() - widths[filling] + (Gap * (fitting.Count - 1)) + 2;
        widths[filling] = Math.Max(8, width - others);

        int Needed() => 2 + fitting.Sum(c => Math.Min(whole[c], c.Widest ?? whole[c])) + (Gap * (fitting.Count - 1));
    }

    /// <summary>
    /// Cuts the columns that may be cut, each as little as the room allows: those that need least are whole first.
    /// </summary>
    private void Cut(int width)
    {
        var whole = widths;
        widths = [.. widths.Zip(fitting, (w, c) => Math.Min(w, Math.Max(c.Widest ?? w, Texts.Columns.Width(c.Title))))];
        var room = width - 2 - widths.Sum() - (Gap * (fitting.Count - 1));
        while (room > 0)
        {
            var cut = Enumerable.Range(0, widths.Length).Where(i => widths[i] < whole[i]).ToList();
            if (cut.Count == 0) return;
            foreach (var column in cut.Take(room)) widths[column]++;
            room -= cut.Count;
        }
    }
}

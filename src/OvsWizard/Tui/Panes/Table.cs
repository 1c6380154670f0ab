using Terminal.Gui.Input;

namespace OvsWizard.Tui.Panes;

/// <summary>A column of a <see cref="Table{T}"/>.</summary>
/// <param name="Title">Shown above it; empty for none.</param>
/// <param name="Fills">Takes the room that is left, and gives way where there is too little; one column at the most.</param>
/// <param name="Right">Numbers stand at the right.</param>
/// <param name="Widest">Wider cells are cut to this where there is no room for all of them; null: never.</param>
public sealed record Column<T>(string Title, Func<T, Line> Cell, bool Fills = false, bool Right = false, int? Widest = null);

/// <summary>
/// Rows to choose from: arrows and mouse move, a double click is the screen's Enter, <c>/</c> leaves only the rows that have the word.
/// Columns are as wide as their widest cell and stay aligned with wide characters.
/// </summary>
public sealed class Table<T> : Pane, ISearched where T : class
{
    private const int Gap = 2;
    private IReadOnlyList<T> rows = [];
    private List<T> shown = [];
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
            Filter();
            Selected = before;
        }
    }

    /// <summary>The row that keys act on; null where there is none. Setting a row that is not shown changes nothing.</summary>
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

    /// <summary>Said where there is no row.</summary>
    public string Nothing { get; set; } = "";

    /// <summary>Draws the rows anew: a cell's content has changed.</summary>
    public void Redraw()
    {
        widthsFor = -1;
        SetNeedsDraw();
    }

    public void Search(string text)
    {
        searched = text;
        var before = Selected;
        Filter();
        Selected = before;
    }

    private bool HasTitles => Columns.Any(c => c.Title.Length > 0);

    private int RoomForRows => Math.Max(1, Viewport.Height - (HasTitles ? 1 : 0));

    protected override void Draw(int width, int height)
    {
        Measure(width - 2);
        var first = HasTitles ? 1 : 0;
        top = Math.Clamp(top, Math.Max(0, selected - RoomForRows + 1), Math.Max(0, selected));
        if (HasTitles) PutCells(0, c => new Line(c.Title, Tone.Dim), width - 2, isMarked: false);
        if (shown.Count == 0) Put(first, 0, width - 2, new Line(Nothing, Tone.Dim));
        for (var row = 0; row < RoomForRows && top + row < shown.Count; row++)
        {
            var item = shown[top + row];
            PutCells(first + row, c => c.Cell(item), width - 2, isMarked: top + row == selected && HasFocus);
            if (top + row == selected && !HasFocus) Put(first + row, 0, 1, new Line("›", Tone.Key));
        }
        PutScrollBar(width - 1, first, RoomForRows, top, shown.Count);
    }

    protected override bool OnKeyDown(Key key)
    {
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

    protected override bool OnMouseEvent(Mouse mouse)
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

    private void Select(int row)
    {
        var before = Selected;
        selected = Math.Clamp(row, 0, Math.Max(0, shown.Count - 1));
        Redraw();
        if (!ReferenceEquals(before, Selected) || before is null) Moved?.Invoke();
    }

    private void Filter() =>
        shown = searched.Length == 0 ? [.. rows] : [.. rows.Where(r => Columns.Any(c => c.Cell(r).Text.Contains(searched, StringComparison.OrdinalIgnoreCase)))];

    private void PutCells(int row, Func<Column<T>, Line> cell, int width, bool isMarked)
    {
        Put(row, 0, width, Line.Empty, isMarked);
        var at = 2;
        for (var i = 0; i < Columns.Count && at < width; i++)
        {
            var line = cell(Columns[i]);
            var wide = Math.Min(widths[i], width - at);
            var indent = Columns[i].Right ? Math.Max(0, wide - line.Width) : 0;
            Put(row, at + indent, wide - indent, line, isMarked);
            at += widths[i] + Gap;
        }
    }

    private void Measure(int width)
    {
        if (widthsFor == width) return;
        widthsFor = width;
        widths = [.. Columns.Select(c => Math.Max(Texts.Columns.Width(c.Title), shown.Select(r => c.Cell(r).Width).DefaultIfEmpty().Max()))];
        Cut(width);
        var filling = Columns.ToList().FindIndex(c => c.Fills);
        if (filling < 0) return;
        var others = widths.Sum() - widths[filling] + (Gap * (Columns.Count - 1)) + 2;
        widths[filling] = Math.Max(8, width - others);
    }
    /// <summary>Cuts the columns that may be cut, each as little as the room allows: those that need least are whole first.</summary>
    private void Cut(int width)
    {
        var whole = widths;
        widths = [.. widths.Zip(Columns, (w, c) => Math.Min(w, Math.Max(c.Widest ?? w, Texts.Columns.Width(c.Title))))];
        var room = width - 2 - widths.Sum() - (Gap * (Columns.Count - 1));
        while (room > 0)
        {
            var cut = Enumerable.Range(0, widths.Length).Where(i => widths[i] < whole[i]).ToList();
            if (cut.Count == 0) return;
            foreach (var column in cut.Take(room)) widths[column]++;
            room -= cut.Count;
        }
    }
}

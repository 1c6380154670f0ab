using OvsWizard.Tui.Panes;
using Terminal.Gui.Input;

namespace OvsWizard.Tui.Runs;

/// <summary>The grid to move in: arrows and clicks choose the cell whose output is shown.</summary>
internal sealed class GridPane(RunView view, TimeProvider clock) : Pane
{
    private int top;

    public int Row { get; private set; }
    public int Column { get; private set; }

    /// <summary>Called when the operator chooses a cell.</summary>
    public Action? Chosen { get; set; }

    public Cell Cell =>
        Row < view.Grid.Rows.Count && Column < view.Grid.Hosts.Count ? view.Grid.Rows[Row].Cells[Column] : new Cell([]);

    public string Host => Column < view.Grid.Hosts.Count ? view.Grid.Hosts[Column].Name : "";

    /// <summary>Lines it would fill.</summary>
    public int Lines(int width) => view.Grid.Rows.Count + 1 + Picture(width).Attention.Count;

    public void Select(int row, int column)
    {
        Row = Math.Clamp(row, 0, Math.Max(0, view.Grid.Rows.Count - 1));
        Column = Math.Clamp(column, 0, Math.Max(0, view.Grid.Hosts.Count - 1));
        SetNeedsDraw();
    }

    protected override void Draw(int width, int height)
    {
        var picture = Picture(width - 3);
        var first = picture.Attention.Count;
        for (var i = 0; i < first; i++) Put(i, 1, width - 2, picture.AttentionAt(i));
        Put(first, 1, width - 2, picture.Header());
        var room = Math.Max(1, height - first - 1);
        top = Math.Min(Math.Clamp(top, Math.Max(0, Row - room + 1), Row), Math.Max(0, view.Grid.Rows.Count - room));
        for (var line = 0; line < room && top + line < view.Grid.Rows.Count; line++)
            DrawRow(picture, first + 1 + line, top + line, width);
        PutScrollBar(width - 1, first + 1, room, top, view.Grid.Rows.Count);
    }

    protected override bool Press(Key key)
    {
        var (row, column) = key switch
        {
            _ when key == Key.CursorUp => (Row - 1, Column),
            _ when key == Key.CursorDown => (Row + 1, Column),
            _ when key == Key.CursorLeft => (Row, Column - 1),
            _ when key == Key.CursorRight => (Row, Column + 1),
            _ when key == Key.Home => (0, Column),
            _ when key == Key.End => (view.Grid.Rows.Count - 1, Column),
            _ => (-1, -1),
        };
        if (row < 0 && column < 0) return false;
        Select(row, column);
        Chosen?.Invoke();
        return true;
    }

    protected override bool Point(Mouse mouse)
    {
        if (!mouse.IsSingleClicked || mouse.Position is not { } at) return false;
        SetFocus();
        var picture = Picture(Viewport.Width - 3);
        var line = at.Y - picture.Attention.Count - 1;
        if (at.Y < picture.Attention.Count) GoTo(picture.Attention[at.Y]);
        else if (line >= 0 && top + line < view.Grid.Rows.Count)
        {
            var column = picture.ColumnWidth > 0 ? (at.X - 1 - picture.TitleWidth) / picture.ColumnWidth : Column;
            Select(top + line, at.X - 1 < picture.TitleWidth ? Column : column);
        }
        Chosen?.Invoke();
        return true;
    }

    private void GoTo((int Column, Cell? Cell, Trouble Why) trouble)
    {
        var row = trouble.Cell is null ? Row
            : view.Grid.Rows.ToList().FindIndex(r => ReferenceEquals(r.Cells[trouble.Column], trouble.Cell));
        Select(row, trouble.Column);
    }

    private void DrawRow(GridPicture picture, int y, int row, int width)
    {
        var isRow = row == Row && HasFocus;
        if (row == Row) Put(y, 0, 1, new Line("›", Tone.Key));
        if (picture.Form is GridForm.Counts)
        {
            Put(y, 1, width - 2, picture.Counted(row), isRow);
            return;
        }
        Put(y, 1, picture.TitleWidth, picture.Title(row));
        for (var column = 0; column < view.Grid.Hosts.Count; column++)
            Put(y, 1 + picture.TitleWidth + (column * picture.ColumnWidth), picture.ColumnWidth,
                picture.CellAt(row, column), isRow && column == Column);
    }

    private GridPicture Picture(int width) => new(view, width, Wizard.Language, clock.GetUtcNow());
}

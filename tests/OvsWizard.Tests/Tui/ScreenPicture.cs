using System.Security;
using System.Text;
using OvsWizard.Texts;
using Terminal.Gui.Drawing;

namespace OvsWizard.Tests.Tui;

/// <summary>A screen as a picture (SVG), with its colours: what a terminal would show, without one.</summary>
internal static class ScreenPicture
{
    private const int CellWidth = 9, CellHeight = 18;

    /// <summary>
    /// Runs of cells of one colour, each a text of its own, so that the columns stand under each other in any
    /// monospaced font.
    /// </summary>
    public static string Of(Cell[,] cells)
    {
        var (rows, columns) = (cells.GetLength(0), cells.GetLength(1));
        var (width, height) = (columns * CellWidth, rows * CellHeight);
        var svg = new StringBuilder($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"
              font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="15" xml:space="preserve">
            <rect width="{width}" height="{height}" fill="{Hex(cells[0, 0].Attribute!.Value.Background)}"/>

            """);
        for (var row = 0; row < rows; row++)
            for (var (column, end) = (0, 0); column < columns; column = end)
            {
                var colours = cells[row, column].Attribute!.Value;
                var text = new StringBuilder();
                for (end = column; end < columns && cells[row, end].Attribute!.Value == colours;)
                {
                    var grapheme = cells[row, end].Grapheme;
                    text.Append(grapheme);
                    end += Math.Max(1, Columns.Width(grapheme));
                }
                Append(svg, row, column, Math.Min(end, columns), text.ToString(), colours);
            }
        return svg.Append("</svg>\n").ToString();
    }

    private static void Append(StringBuilder svg, int row, int column, int end, string text,
        Terminal.Gui.Drawing.Attribute colours)
    {
        var (x, y, width) = (column * CellWidth, row * CellHeight, (end - column) * CellWidth);
        svg.Append(
            $"""<rect x="{x}" y="{y}" width="{width}" height="{CellHeight}" fill="{Hex(colours.Background)}"/>""");
        if (text.AsSpan().Trim().Length > 0)
            svg.Append($"""<text x="{x}" y="{y + 14}" textLength="{width}" fill="{Hex(colours.Foreground)}">""")
                .Append(SecurityElement.Escape(text)).Append("</text>");
        svg.Append('\n');
    }

    private static string Hex(Color colour) => $"#{colour.R:x2}{colour.G:x2}{colour.B:x2}";
}

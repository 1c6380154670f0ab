using System.Globalization;
using System.Text;
using Terminal.Gui.Drawing;
using Terminal.Gui.Drivers;
using Attribute = Terminal.Gui.Drawing.Attribute;

namespace OvsWizard.Tui.Terminals;

/// <summary>
/// What is shown, in as many colours as the terminal has: the toolkit's own output knows 24 bits and 16 colours only,
/// and sends the cursor's place again and again while nothing changes.
/// </summary>
/// <param name="stopping">Called when the terminal is given back.</param>
internal sealed class TerminalOutput(ColourDepth depth, Action stopping) : AnsiOutput, IOutput
{
    private Cursor? shown;

    void IOutput.SetCursor(Cursor cursor)
    {
        if (cursor == shown) return;
        SetCursor(cursor);
        shown = cursor;
    }

    void IDisposable.Dispose()
    {
        stopping();
        Dispose();
    }

    /// <summary>Everything that moves the cursor writes: it is put back to its place after that.</summary>
    protected override void Write(StringBuilder output)
    {
        shown = null;
        base.Write(output);
    }

    protected override bool SetCursorPositionImpl(int col, int row)
    {
        shown = null;
        return base.SetCursorPositionImpl(col, row);
    }

    protected override void AppendOrWriteAttribute(StringBuilder output, Attribute attr, TextStyle redrawTextStyle) =>
        output.Append(Sgr.Of(attr, depth));
}

/// <summary>An attribute as SGR (ECMA-48, 8.3.117), whatever was before it.</summary>
internal static class Sgr
{
    private static readonly (TextStyle Style, string Code)[] styles =
        [(TextStyle.Bold, ";1"), (TextStyle.Faint, ";2"), (TextStyle.Italic, ";3"), (TextStyle.Underline, ";4"),
            (TextStyle.Reverse, ";7")];

    public static string Of(Attribute attribute, ColourDepth depth)
    {
        var code = new StringBuilder("\e[0");
        foreach (var (style, number) in styles) if (attribute.Style.HasFlag(style)) code.Append(number);
        if (attribute.Foreground != Color.None) code.Append(Code(attribute.Foreground, depth, 30));
        if (attribute.Background != Color.None) code.Append(Code(attribute.Background, depth, 40));
        return code.Append('m').ToString();
    }

    /// <param name="first">30: of the text; 40: of what is behind it.</param>
    private static string Code(Color colour, ColourDepth depth, int first) => depth switch
    {
        ColourDepth.Full =>
            string.Create(CultureInfo.InvariantCulture, $";{first + 8};2;{colour.R};{colour.G};{colour.B}"),
        ColourDepth.Palette =>
            string.Create(CultureInfo.InvariantCulture, $";{first + 8};5;{ColourDepths.InPalette(colour)}"),
        ColourDepth.Sixteen or ColourDepth.Eight =>
            string.Create(CultureInfo.InvariantCulture, $";{(int)colour.GetAnsiColorCode() - 30 + first}"),
        _ => "",
    };
}

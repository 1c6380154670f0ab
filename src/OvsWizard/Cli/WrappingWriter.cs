using System.Text;
using System.Text.RegularExpressions;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// Breaks what people read between words where the terminal's line ends; a terminal itself breaks within them. What
/// follows is indented as the line is, and two columns more. For sentences: tables, commands and JSON are written as
/// they are.
/// </summary>
/// <param name="width">Columns of the terminal, asked for with every line: it may be resized.</param>
internal sealed partial class WrappingWriter(TextWriter to, Func<int> width) : TextWriter
{
    private const int Hanging = 2;
    private readonly Lock gate = new();
    private int column;
    private int indent;
    private bool isIndenting = true;
    private string blanks = "";

    public override Encoding Encoding => to.Encoding;

    /// <summary>Standard output or error, wrapped where it is a terminal.</summary>
    public static TextWriter Of(TextWriter writer, bool redirected) =>
        redirected ? writer : new WrappingWriter(writer, () => Width);

    /// <summary>Columns of the terminal; many where it does not say.</summary>
    public static int Width
    {
        get
        {
            try
            {
                return Console.WindowWidth is > 0 and var columns ? columns : int.MaxValue;
            }
            catch (IOException)
            {
                return int.MaxValue;
            }
        }
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        lock (gate)
        {
            foreach (Match token in Token().Matches(value ?? "")) Take(token.Value);
            to.Write(blanks);
            column += blanks.Length;
            blanks = "";
            to.Flush();
        }
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void WriteLine() => Write("\n");

    public override void Flush() => to.Flush();

    private void Take(string token)
    {
        switch (token[0])
        {
            case '\n' or '\r':
                to.Write(token[0] == '\n' ? "\n" : blanks + "\r");
                (column, indent, isIndenting, blanks) = (0, 0, true, "");
                break;
            case '\e' when token == "\e[G":
                to.Write(blanks + token);
                (column, indent, isIndenting, blanks) = (0, 0, true, "");
                break;
            case '\e': to.Write(token); break;
            case ' ':
                if (isIndenting) indent += token.Length;
                blanks += token;
                break;
            default:
                var wide = Columns.Width(token);
                if (column + blanks.Length + wide > width() && column > indent)
                {
                    to.Write('\n' + new string(' ', indent + Hanging));
                    (column, blanks) = (indent + Hanging, "");
                }
                to.Write(blanks + token);
                column += blanks.Length + wide;
                (isIndenting, blanks) = (false, "");
                break;
        }
    }

    /// <summary>
    /// An escape sequence (CSI), a line's end, blanks, a Chinese character with the punctuation behind it, or a word.
    /// </summary>
    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]|\n|\r| +|[\u2e80-\uffef][，。；：！？、）》」』】]*|[^\e\n\r \u2e80-\uffef]+|\e")]
    private static partial Regex Token();
}

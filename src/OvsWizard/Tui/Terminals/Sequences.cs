using System.Text;
using OvsWizard.Texts;

namespace OvsWizard.Tui.Terminals;

/// <summary>
/// What a terminal is asked for besides showing text (xterm, ctlseqs). One that does not know a sequence ignores it.
/// </summary>
public static class Sequences
{
    /// <summary>More is not copied: terminals take so much at the most.</summary>
    public const int MostCopied = 50_000;

    public const string Bell = "\a";

    /// <summary>The title as it was before the wizard set it.</summary>
    public const string TitleBack = "\e[23;0t";

    /// <summary>Remembers the title that is there.</summary>
    public const string TitleKept = "\e[22;0t";

    /// <summary>
    /// Puts a text into the clipboard of the machine that the operator sits at, also through ssh (OSC 52).
    /// </summary>
    public static string Copy(string text) => $"\e]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\a";

    /// <summary>The title of the window (OSC 2).</summary>
    public static string Title(string text) => $"\e]2;{Plain(text)}\a";

    /// <summary>A notice on the desktop (OSC 9).</summary>
    public static string Notice(string text) => $"\e]9;{Plain(text)}\a";

    /// <summary>In one line, and without anything that would end the sequence.</summary>
    private static string Plain(string text) => Printable.Typed(Redactor.Clean(text));
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OvsWizard.Texts;

namespace OvsWizard.Cli;

/// <summary>
/// The one way to the terminal: all that is printed is made harmless, whoever said it. The program's own control
/// sequences begin with <see cref="Escape"/> instead of ESC; nobody else knows it, and so nobody else can send one.
/// </summary>
public sealed class PrintableWriter(TextWriter to) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>Stands for ESC until it is written: a noncharacter, and what only this process knows.</summary>
    public static string Escape { get; } = $"\uFDD0{RandomNumberGenerator.GetHexString(16)}";

    /// <summary>Empties the line that the cursor is in, and goes to its beginning (ECMA-48: CHA, EL).</summary>
    public static string ClearLine { get; } = $"{Escape}[G{Escape}[K";

    public override Encoding Encoding => to.Encoding;

    private static TextWriter? prose;

    /// <summary>Standard output for sentences: broken between words where it is a terminal.</summary>
    public static TextWriter Prose => prose ?? Console.Out;

    /// <summary>
    /// From now on standard output and standard error are harmless. What people read on standard error is broken
    /// between words.
    /// </summary>
    public static void Install()
    {
        prose = new PrintableWriter(WrappingWriter.Of(Console.Out, Console.IsOutputRedirected));
        Console.SetOut(new PrintableWriter(Console.Out));
        Console.SetError(new PrintableWriter(WrappingWriter.Of(Console.Error, Console.IsErrorRedirected)));
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value)) to.Write(string.Join('\e', value.Split(Escape).Select(Printable.Of)));
    }

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void Flush() => to.Flush();
}

using System.CommandLine;
using OvsWizard.Tui;

namespace OvsWizard.Cli;

/// <summary>
/// Colour with meaning: green is well, yellow is changed or at risk, red is wrong, dim is background. Off where it
/// cannot be seen.
/// </summary>
public sealed record Colours(bool On)
{
    public static Colours For(ParseResult parsed, bool redirected) =>
        new(!redirected && !parsed.GetValue(GlobalOptions.NoColor)
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"));

    public string Good(string text) => Wrap("32", text);
    public string Changed(string text) => Wrap("33", text);
    public string Bad(string text) => Wrap("31", text);
    public string Dim(string text) => Wrap("2", text);
    public string Strong(string text) => Wrap("1", text);

    /// <summary>A line of the screens' in the command line's colours.</summary>
    public string Paint(Line line) => string.Concat(line.Select(piece => piece.Tone switch
    {
        Tone.Good => Good(piece.Text),
        Tone.Changed => Changed(piece.Text),
        Tone.Bad => Bad(piece.Text),
        Tone.Dim => Dim(piece.Text),
        Tone.Strong or Tone.Key => Strong(piece.Text),
        _ => piece.Text,
    }));

    private string Wrap(string code, string text) =>
        On ? $"{PrintableWriter.Escape}[{code}m{text}{PrintableWriter.Escape}[0m" : text;
}

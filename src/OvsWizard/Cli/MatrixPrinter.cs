using OvsWizard.Journal;
using OvsWizard.Tui.Runs;

namespace OvsWizard.Cli;

/// <summary>The ping matrix on the command line: the screens' picture, as wide as an ordinary terminal.</summary>
public sealed class MatrixPrinter(TextWriter to, Colours colours, Language language)
{
    private const int Width = 78;

    public void Print(IReadOnlyList<string> hosts, IReadOnlyList<PairProved> pairs)
    {
        if (pairs.Count == 0) return;
        to.WriteLine();
        foreach (var (line, row) in MatrixPicture.Draw(hosts, pairs, Width, language)
            .Select((line, row) => (line, row)))
            to.WriteLine($"{(row == 0 ? "" : "  ")}{colours.Paint(line)}".TrimEnd());
    }
}

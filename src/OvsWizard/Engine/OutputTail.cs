using System.Text;

namespace OvsWizard.Engine;

/// <summary>
/// The end of what a step has printed, in whole lines: what was printed last says why something failed.
/// </summary>
internal sealed class OutputTail
{
    /// <summary>Characters of output that the end of a step carries.</summary>
    private const int Kept = 4096;

    private readonly StringBuilder lines = new();

    public string Text
    {
        get
        {
            Trim();
            return lines.ToString();
        }
    }

    public void Add(string line)
    {
        lines.Append(line).Append('\n');
        if (lines.Length > 2 * Kept) Trim();
    }

    public void Clear() => lines.Clear();

    private void Trim()
    {
        if (lines.Length <= Kept) return;
        lines.Remove(0, lines.Length - Kept);
        lines.Remove(0, lines.ToString().IndexOf('\n', StringComparison.Ordinal) + 1);
    }
}

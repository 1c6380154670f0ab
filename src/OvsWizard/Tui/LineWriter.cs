using System.Text;

namespace OvsWizard.Tui;

/// <summary>Hands on every line that is written, from whatever thread.</summary>
internal sealed class LineWriter(Action<string> hand) : TextWriter
{
    private readonly StringBuilder line = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (line)
        {
            if (value != '\n')
            {
                line.Append(value);
                return;
            }
            hand(line.ToString());
            line.Clear();
        }
    }
}

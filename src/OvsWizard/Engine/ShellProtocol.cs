namespace OvsWizard.Engine;

/// <summary>One thing a host shell said: a word of the protocol with its arguments, or a line of a command's output.</summary>
/// <param name="Word">step, phase, end, publish, pair, interrupts or idle; null for output.</param>
/// <param name="Rest">What follows the word, or the line of output.</param>
public readonly record struct ShellWord(string? Word, string Rest);

/// <summary>
/// The line protocol of <c>prelude.sh</c>. A line is the protocol's only with a record separator and this session's mark,
/// which no command on the host knows; it may follow output that did not end in a newline.
/// </summary>
public sealed class ShellProtocol(string mark)
{
    private readonly string lead = $"\u001e{mark} ";

    /// <summary>The words in a line: what a command left unfinished before a mark comes first, as output.</summary>
    public IEnumerable<ShellWord> Read(string line)
    {
        var at = line.IndexOf(lead, StringComparison.Ordinal);
        if (at < 0)
        {
            yield return new(null, line);
            yield break;
        }
        if (at > 0) yield return new(null, line[..at]);
        var said = line[(at + lead.Length)..];
        var space = said.IndexOf(' ', StringComparison.Ordinal);
        yield return space < 0 ? new(said, "") : new(said[..space], said[(space + 1)..]);
    }
}

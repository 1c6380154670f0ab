using OvsWizard.Ssh;

namespace OvsWizard.Engine;

/// <summary>
/// One thing a host shell said: a word of the protocol with its arguments, or a line of a command's output.
/// </summary>
/// <param name="Word">As <c>prelude.sh</c> lists them; null for output.</param>
/// <param name="Rest">What follows the word, or the line of output.</param>
/// <param name="IsOfStep">A script of the step in hand said it, and not the shell itself.</param>
public readonly record struct ShellWord(string? Word, string Rest, bool IsOfStep);

/// <summary>
/// The line protocol of <c>prelude.sh</c>. A line is the protocol's only where it begins with a record separator and a
/// token: the shell's own, which nothing that it starts is told, or that of the step in hand, which was made for this
/// turn of it. Everything else is output.
/// </summary>
public sealed class ShellProtocol(string token)
{
    /// <summary>Characters of the longest word with its arguments.</summary>
    public const int Longest = 32 * 1024;

    private readonly string lead = LeadOf(token);
    private string? stepLead;

    /// <summary>The token of the step in hand; null: none is.</summary>
    public string? StepToken
    {
        set => stepLead = value is null ? null : LeadOf(value);
    }

    public ShellWord Read(ShellLine line)
    {
        if (line.IsError) return new(null, line.Text, false);
        if (line.Text.StartsWith(lead, StringComparison.Ordinal))
            return Split(line.Text[lead.Length..], isOfStep: false);
        return stepLead is not null && line.Text.StartsWith(stepLead, StringComparison.Ordinal)
            ? Split(line.Text[stepLead.Length..], isOfStep: true)
            : new(null, line.Text, false);
    }

    private static string LeadOf(string token) => $"{LineSplitter.Separator}{token} ";

    private static ShellWord Split(string said, bool isOfStep)
    {
        var space = said.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? new(said, "", isOfStep) : new(said[..space], said[(space + 1)..], isOfStep);
    }
}

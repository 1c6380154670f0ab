using System.Collections.Concurrent;

namespace OvsWizard.Inventories;

/// <summary>
/// Asks ssh once about hosts that it must answer alike for: those to which the same Host blocks apply, with the same
/// arguments, of a configuration without Match. They differ in their name alone.
/// </summary>
/// <param name="arguments">Those by which ssh reads this configuration.</param>
internal sealed class SharedAnswers(OpenSsh ssh, SshConfigText text, IReadOnlyList<string> arguments) : ISshReader
{
    private readonly ConcurrentDictionary<string, SshQuestion> first = [];

    public SshAnswer Usual => ssh.Usual;

    public SshAnswer Answer(SshQuestion question)
    {
        if (ToAsk(question) is not var (asked, hostName)) return ssh.Answer(question);
        var answer = ssh.Answer(asked);
        return hostName is null ? answer : answer.With("hostname", hostName);
    }

    public void Prepare(IEnumerable<SshQuestion> questions) =>
        ssh.Prepare([.. questions.Select(q => ToAsk(q)?.Asked ?? q).DistinctBy(q => q.Key)]);

    /// <summary>
    /// The question that is asked in the place of this one, and the address where ssh would not tell this one's; null:
    /// it is asked itself.
    /// </summary>
    private (SshQuestion Asked, string? HostName)? ToAsk(SshQuestion question)
    {
        if (!text.IsPlain || !question.Arguments.Take(arguments.Count).SequenceEqual(arguments)) return null;
        var words = question.Arguments.Skip(arguments.Count).ToList();
        if (SshArguments.NamesConfiguration(words)) return null;
        var (rest, hostName) = SshArguments.WithoutHostName(words);
        List<string> shared = [.. arguments, .. rest];
        var (blocks, haveHostName) = text.BlocksOf(question.Name);
        var asked = first.GetOrAdd($"{string.Join('\0', shared)}\0{blocks}", _ =>
            new SshQuestion(question.Name, shared));
        if (hostName is not null) return (asked, hostName.Replace("%h", question.Name, StringComparison.Ordinal)
            .Replace("%%", "%", StringComparison.Ordinal));
        return (asked, haveHostName ? null : question.Name.ToLowerInvariant());
    }
}

using OvsWizard.Texts;

namespace OvsWizard.Journal;

/// <summary>What a run stops for a while, told host by host in the operator's language. Pure.</summary>
internal static class Interruptions
{
    /// <summary>
    /// A host and all that is stopped on it (container web, container db), the hosts in the order of their names.
    /// </summary>
    public static IEnumerable<(string Host, string What)> ByHost(this IEnumerable<WillInterrupt> interruptions,
        Language language) => interruptions
            .GroupBy(i => i.Host).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, string.Join(", ", g.Select(i => i.Told(language)))));

    /// <summary>A kind that only its runbook knows is said as the runbook says it.</summary>
    private static string Told(this WillInterrupt interruption, Language language) => interruption.What.Split(' ',
        2) switch
    {
        ["container", var name] => language.Say($"container {name}"),
        ["bridge", var name] => language.Say($"bridge {name}"),
        ["attachment", var name] => language.Say($"attachment {name}"),
        ["port", var name] => language.Say($"port {name}"),
        ["address", var name] => language.Say($"address {name}"),
        _ => interruption.What,
    };
}

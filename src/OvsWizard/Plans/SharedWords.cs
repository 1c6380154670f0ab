using System.Collections.Concurrent;

namespace OvsWizard.Plans;

/// <summary>
/// Texts of a plan: most steps read the same on every host, and a plan for a thousand holds each text once.
/// </summary>
internal sealed class SharedWords
{
    private readonly ConcurrentDictionary<string, string> texts = new(StringComparer.Ordinal);

    public string Share(string text) => texts.GetOrAdd(text, text);
}

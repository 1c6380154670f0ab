using System.Collections.Concurrent;

namespace OvsWizard;

/// <summary>
/// The secrets this process has come to know, and the one place that takes them out of a text before it is shown,
/// logged or journaled.
/// </summary>
public static class Redactor
{
    /// <summary>Shorter ones would be found in every text; nobody calls them secrets.</summary>
    private const int Shortest = 4;

    private static readonly ConcurrentDictionary<string, byte> Known = new();

    /// <summary>
    /// From now on the value is nowhere to be seen. Each of its lines counts by itself: host output comes in lines.
    /// </summary>
    public static void Hide(string? value)
    {
        foreach (var line in (value ?? "").Split('\n', StringSplitOptions.TrimEntries))
            if (line.Length >= Shortest) Known.TryAdd(line, 0);
    }

    public static string Clean(string text)
    {
        foreach (var value in Known.Keys) text = text.Replace(value, "***", StringComparison.Ordinal);
        return text;
    }
}

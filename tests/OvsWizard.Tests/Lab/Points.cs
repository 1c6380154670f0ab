namespace OvsWizard.Tests.Lab;

/// <summary>
/// Which of many points a test takes: OVSWIZARD_POINTS is a number of them, spread evenly, "all", or those from one to
/// another, as 20-40. All take an hour.
/// </summary>
internal static class Points
{
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, int usually)
    {
        var said = Environment.GetEnvironmentVariable("OVSWIZARD_POINTS");
        if (said is "all") return all;
        if (said?.Split('-') is [var from, var to]) return [.. all.Take(int.Parse(to)).Skip(int.Parse(from) - 1)];
        var count = Math.Min(said is null ? usually : int.Parse(said), all.Count);
        return [.. Enumerable.Range(0, count).Select(i => all[(int)((i + 0.5) * all.Count / count)])];
    }
}

using System.Collections.Concurrent;
using OvsWizard.Journal;

namespace OvsWizard.Tui.Runs;

/// <summary>
/// What happens in a run, on its way to the screen: the run adds from its thread and never waits, the screen takes what
/// is there once a frame.
/// </summary>
public sealed class RunFeed
{
    /// <summary>The most events taken in one frame, so that a flood of output leaves keys their turn.</summary>
    private const int Frame = 20_000;

    private readonly ConcurrentQueue<RunEvent> events = new();
    private int announced;

    /// <summary>Called from the run's thread when there is something to take again, once until it is taken.</summary>
    public Action? Arrived { get; set; }

    public bool IsEmpty => events.IsEmpty;

    public void Add(RunEvent happened)
    {
        events.Enqueue(happened);
        Announce();
    }

    /// <summary>Hands on what has come since the last time, or as much of it as a frame has room for.</summary>
    public void Drain(Action<RunEvent> take)
    {
        Volatile.Write(ref announced, 0);
        for (var left = Math.Min(events.Count, Frame); left > 0 && events.TryDequeue(out var happened); left--)
            take(happened);
        if (!events.IsEmpty) Announce();
    }

    private void Announce()
    {
        if (Interlocked.Exchange(ref announced, 1) == 0) Arrived?.Invoke();
    }
}

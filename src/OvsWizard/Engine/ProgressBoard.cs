namespace OvsWizard.Engine;

/// <summary>
/// How far every host has come, and who waits for it: the only place where hosts meet.
/// A step that needs its peers waits until all others have passed every step declared before it.
/// </summary>
public sealed class ProgressBoard
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> reached;
    private readonly List<(string Host, int Order, TaskCompletionSource<bool> Waiting)> waiters = [];
    private bool broken;

    public ProgressBoard(IEnumerable<string> hosts) => reached = hosts.ToDictionary(h => h, _ => -1);

    /// <summary>The host has passed every step before <paramref name="order"/>; <see cref="int.MaxValue"/> at its end.</summary>
    public void Reach(string host, int order)
    {
        lock (gate)
        {
            reached[host] = Math.Max(reached[host], order);
            Release();
        }
    }

    /// <summary>A host will not get any further: whoever waits for it, now or later, waits in vain.</summary>
    public void Break()
    {
        lock (gate)
        {
            broken = true;
            Release();
        }
    }

    /// <summary>Completes when every other host has passed every step before <paramref name="order"/>; false where one never will.</summary>
    public Task<bool> WaitForPeersAsync(string host, int order)
    {
        lock (gate)
        {
            var waiting = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((host, order, waiting));
            Release();
            return waiting.Task;
        }
    }

    private void Release()
    {
        waiters.RemoveAll(w =>
        {
            if (reached.All(r => r.Key == w.Host || r.Value >= w.Order)) return w.Waiting.TrySetResult(true);
            return broken && w.Waiting.TrySetResult(false);
        });
    }
}

namespace OvsWizard.Engine;

/// <summary>
/// How far every host has come, and who waits for it: the only place where hosts meet.
/// A step that needs its peers waits until all others have passed every step declared before it.
/// </summary>
public sealed class ProgressBoard
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> reached;
    private readonly Dictionary<int, Meeting> meetings = [];
    private bool broken;

    public ProgressBoard(IEnumerable<string> hosts) => reached = hosts.ToDictionary(h => h, _ => -1);

    /// <summary>Those who wait before a step; of thousands of hosts each comes in without asking all others.</summary>
    private sealed class Meeting
    {
        /// <summary>How many hosts have not come so far.</summary>
        public int Missing { get; set; }

        public List<(string Host, TaskCompletionSource<bool> Waiting)> Waiters { get; } = [];
    }

    /// <summary>
    /// The host has passed every step before <paramref name="order"/>; <see cref="int.MaxValue"/> at its end.
    /// </summary>
    public void Reach(string host, int order)
    {
        lock (gate)
        {
            var before = reached[host];
            if (order <= before) return;
            reached[host] = order;
            foreach (var (at, meeting) in meetings.Where(m => m.Key > before && m.Key <= order))
            {
                meeting.Missing--;
                Release(at, meeting);
            }
        }
    }

    /// <summary>A host will not get any further: whoever waits for it, now or later, waits in vain.</summary>
    public void Break()
    {
        lock (gate)
        {
            broken = true;
            foreach (var (at, meeting) in meetings) Release(at, meeting);
        }
    }

    /// <summary>
    /// Completes when every other host has passed every step before <paramref name="order"/>; false where one never
    /// will.
    /// </summary>
    public Task<bool> WaitForPeersAsync(string host, int order)
    {
        lock (gate)
        {
            if (!meetings.TryGetValue(order, out var meeting))
                meetings[order] = meeting = new Meeting { Missing = reached.Values.Count(r => r < order) };
            var waiting = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            meeting.Waiters.Add((host, waiting));
            Release(order, meeting);
            return waiting.Task;
        }
    }

    private void Release(int order, Meeting meeting)
    {
        // A host does not wait for itself, so the last one missing may be the one that waits.
        if (!broken && meeting.Missing > 1) return;
        meeting.Waiters.RemoveAll(w => meeting.Missing == 0 || (meeting.Missing == 1 && reached[w.Host] < order)
            ? w.Waiting.TrySetResult(true) : broken && w.Waiting.TrySetResult(false));
    }
}

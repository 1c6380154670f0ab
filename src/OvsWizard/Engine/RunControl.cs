namespace OvsWizard.Engine;

/// <summary>How the operator holds a run, lets it go on, or leaves it: from any thread, between two steps.</summary>
public sealed class RunControl
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource parked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? held;

    /// <summary>Raised with true when the run is held and with false when it goes on.</summary>
    public event Action<bool>? Changed;

    /// <summary>Ask before every step; may be switched while the run goes on.</summary>
    public bool StepByStep { get; set; }

    public bool IsPaused
    {
        get { lock (gate) return held is not null; }
    }

    public bool IsParked => parked.Task.IsCompleted;

    /// <summary>No step begins any more; those in hand are finished.</summary>
    public void Pause()
    {
        lock (gate)
        {
            if (held is not null) return;
            held = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        Changed?.Invoke(true);
    }

    public void Continue()
    {
        TaskCompletionSource? waiting;
        lock (gate) (waiting, held) = (held, null);
        if (waiting is null) return;
        Changed?.Invoke(false);
        waiting.TrySetResult();
    }

    /// <summary>
    /// Ends the run between two steps: those in hand are finished, nothing is undone, and it can be resumed.
    /// </summary>
    public void Park() => parked.TrySetResult();

    /// <summary>Completes with true when the next step may begin, with false when the run is to end here.</summary>
    public async Task<bool> PassAsync(CancellationToken stop)
    {
        while (!IsParked)
        {
            Task? wait;
            lock (gate) wait = held?.Task;
            if (wait is null) return true;
            await Task.WhenAny(wait, parked.Task).WaitAsync(stop);
        }
        return false;
    }
}

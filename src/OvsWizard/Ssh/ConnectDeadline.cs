namespace OvsWizard.Ssh;

/// <summary>
/// The time that a connection may take to come about, as a whole: a server that says a little now and then is given up,
/// too. It stands still while a person is asked, or touches a key.
/// </summary>
internal sealed class ConnectDeadline(CancellationToken cancellation) : IDisposable
{
    private readonly CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private readonly Lock one = new();
    private TimeSpan limit = Timeout.InfiniteTimeSpan;
    private int pauses;

    public CancellationToken Token => source.Token;

    /// <summary>The time of what has begun last.</summary>
    public TimeSpan Limit
    {
        get
        {
            lock (one) return limit;
        }
    }

    /// <summary>Begins the time of the next stage.</summary>
    public void Begin(TimeSpan time)
    {
        lock (one)
        {
            limit = time;
            if (pauses == 0) source.CancelAfter(time);
        }
    }

    /// <summary>Nobody is hurried until the result is disposed; then the stage's time begins anew.</summary>
    public IDisposable Pause()
    {
        lock (one)
            if (pauses++ == 0) source.CancelAfter(Timeout.InfiniteTimeSpan);
        return new Resumption(this);
    }

    public void Dispose() => source.Dispose();

    private void Resume()
    {
        lock (one)
            if (--pauses == 0 && !source.IsCancellationRequested) source.CancelAfter(limit);
    }

    private sealed class Resumption(ConnectDeadline deadline) : IDisposable
    {
        private ConnectDeadline? deadline = deadline;

        public void Dispose() => Interlocked.Exchange(ref deadline, null)?.Resume();
    }
}

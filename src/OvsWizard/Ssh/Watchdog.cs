namespace OvsWizard.Ssh;

/// <summary>
/// Notices a host that is silent because it, or the way to it, is dead: TCP tells only after a quarter of an hour, and
/// SSH.NET's keep-alive waits for no answer. While something runs, silence is followed by a probe that must succeed in
/// time.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private readonly TimeSpan _silence, _probeTimeout;
    private readonly Func<Task> _probe;
    private readonly Action<string> _lost;
    private readonly Timer _timer;
    private long _heard = Environment.TickCount64;
    private int _running;
    private int _probing;

    public Watchdog(TimeSpan silence, TimeSpan probeTimeout, Func<Task> probe, Action<string> lost)
    {
        (_silence, _probeTimeout, _probe, _lost) = (silence, probeTimeout, probe, lost);
        _timer = new Timer(_ => _ = CheckAsync(), null, silence / 5, silence / 5);
    }

    public void Heard() => Volatile.Write(ref _heard, Environment.TickCount64);

    /// <summary>Something runs until the result is disposed.</summary>
    public IDisposable Running()
    {
        // What was silent while nothing ran is not silent for a reason yet.
        if (Interlocked.Increment(ref _running) == 1) Heard();
        return new Run(this);
    }

    public void Dispose() => _timer.Dispose();

    private async Task CheckAsync()
    {
        var silent = TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _heard));
        if (Volatile.Read(ref _running) == 0 || silent < _silence || Interlocked.Exchange(ref _probing, 1) == 1) return;
        try
        {
            await _probe().WaitAsync(_probeTimeout).ConfigureAwait(false);
            Heard();
        }
        catch (TimeoutException)
        {
            // A host whose every channel is taken answers no probe, but is heard of.
            if (TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _heard)) >= _silence)
                _lost($"it has been silent for {(silent + _probeTimeout).TotalSeconds:0} s and answers no probe");
        }
        catch (Exception e)
        {
            _lost(e.Message);
        }
        finally
        {
            Volatile.Write(ref _probing, 0);
        }
    }

    private sealed class Run(Watchdog watchdog) : IDisposable
    {
        private Watchdog? _watchdog = watchdog;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _watchdog, null) is { } watchdog) Interlocked.Decrement(ref watchdog._running);
        }
    }
}

namespace OvsWizard.Tui.Terminals;

/// <summary>
/// When the screen's loop goes round: at once when something has happened, and for a while after it, since what was
/// typed may be the beginning of more (an escape sequence, a double click); else once a second, for what changes with
/// the time. Between that it sleeps.
/// </summary>
public sealed class Pulse : IDisposable
{
    private const long Settles = 400, Beat = 1000;

    /// <summary>As often the loop goes round while it settles.</summary>
    private const int Step = 15;

    private readonly AutoResetEvent woken = new(false);
    private long happened = Environment.TickCount64;

    /// <summary>Something has happened; from any thread.</summary>
    public void Wake()
    {
        Volatile.Write(ref happened, Environment.TickCount64);
        woken.Set();
    }

    /// <summary>Sleeps until the loop is to go round.</summary>
    public void Wait() =>
        woken.WaitOne(Environment.TickCount64 - Volatile.Read(ref happened) < Settles ? Step : (int)Beat);

    public void Dispose() => woken.Dispose();
}

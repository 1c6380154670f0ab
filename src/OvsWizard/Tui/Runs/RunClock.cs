namespace OvsWizard.Tui.Runs;

/// <summary>
/// How long a run has been at work: how long somebody thinks about a question is not how long it took.
/// </summary>
internal sealed class RunClock(TimeProvider clock)
{
    private TimeSpan waited;
    private DateTimeOffset seen = clock.GetUtcNow();
    private bool isWaiting;

    /// <summary>
    /// Takes note whether the run only waits; called whenever that may have changed, and now and then.
    /// </summary>
    public void See(bool waits)
    {
        var now = clock.GetUtcNow();
        if (isWaiting) waited += now - seen;
        (seen, isWaiting) = (now, waits);
    }

    /// <summary>What it has taken since it began.</summary>
    public TimeSpan Since(DateTimeOffset begun)
    {
        var took = clock.GetUtcNow() - begun - waited - (isWaiting ? clock.GetUtcNow() - seen : TimeSpan.Zero);
        return took > TimeSpan.Zero ? took : TimeSpan.Zero;
    }
}

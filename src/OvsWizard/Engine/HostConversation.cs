using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Engine;

/// <summary>Why the shell on a host waits.</summary>
internal enum WaitReason
{
    /// <summary>Everything asked for is done.</summary>
    Idle,

    /// <summary>One or more steps must change something; their before-images have arrived.</summary>
    Kept,

    /// <summary>A guarded step's change has run; a fresh login must confirm it.</summary>
    Changed,

    /// <summary>A step failed, or was ended because it took too long.</summary>
    Failed,
}

/// <summary>What the shell waits with: the step that it has come to, or all those that were kept.</summary>
internal sealed record Reply(WaitReason Reason, PlannedStep? Step, IReadOnlyList<KeptImage> Kept)
{
    public static Reply Idle { get; } = new(WaitReason.Idle, null, []);
}

/// <summary>A step that must change something, and its before-image.</summary>
internal sealed record KeptImage(PlannedStep Step, string Image);

/// <summary>A step's image that is another than the one it was left with.</summary>
/// <param name="Image">Null where it holds a secret.</param>
internal sealed record FoundNow(string? Image);

/// <summary>One shell on a host: gives it orders, listens, keeps time limits.</summary>
/// <param name="mark">Every process of the session carries it.</param>
/// <param name="token">The shell's own, which it alone is told.</param>
internal sealed class HostConversation(
    string host, string mark, string token, IHostShell shell, HostReporter reporter, RunOrder order,
    RunRecorder recorder) : IAsyncDisposable
{
    private readonly ShellProtocol protocol = new(token);
    private IAsyncEnumerator<ShellLine>? lines;
    private Task<bool>? pending;

    /// <summary>False once the shell was ended: a step took too long, or the conversation is over.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>A recheck of what was done earlier: only drift is worth telling.</summary>
    public bool IsRecheck
    {
        set => reporter.IsRecheck = value;
    }

    /// <summary>Where this session comes in; null where the host was not asked, or could not tell.</summary>
    public SessionFound? Session => reporter.Session;

    /// <inheritdoc cref="HostReporter.Found"/>
    public IReadOnlyDictionary<string, FoundNow> Found => reporter.Found;

    /// <summary>Writes what the shell says nothing to.</summary>
    /// <exception cref="Failure">Host: the connection ended.</exception>
    public async Task TellAsync(string script, CancellationToken stop)
    {
        try
        {
            await shell.WriteAsync(script, stop);
        }
        catch (Failure failure) when (failure.Kind is FailureKind.Step)
        {
            // The shell has ended: what it said until then is heard first, and then that it said no more.
        }
    }

    /// <summary>Gives the order and listens until the shell waits again.</summary>
    /// <exception cref="Failure">Host: the shell or the connection ended, or what it said does not fit. Refused:
    /// another run holds the host.</exception>
    public async Task<Reply> SayAsync(HostOrder given, CancellationToken stop)
    {
        reporter.Begin(given);
        lines ??= shell.ReadAllAsync(stop).GetAsyncEnumerator(stop);
        await TellAsync(given.Script + HostScript.Idle(), stop);
        while (true)
        {
            pending ??= lines.MoveNextAsync().AsTask();
            if (!await WithinLimitAsync(pending, stop)) return await OverdueAsync();
            var more = await pending;
            pending = null;
            if (!more)
                throw new Failure(FailureKind.Host, $"the shell on the host ended before its steps did",
                    $"the process was killed, or the host is shutting down",
                    $"check that the host is up, then: ovswizard resume", host: host);
            try
            {
                protocol.StepToken = reporter.StepToken;
                var said = protocol.Read(lines.Current);
                if (said is { Word: "idle", IsOfStep: false }) return reporter.Waiting();
                reporter.Hear(said);
            }
            catch (Failure failure) when (failure.Kind is FailureKind.Host)
            {
                // Whatever it does there must not go on while nobody follows it.
                await KillAsync();
                throw;
            }
            // A host that prints faster than anybody can look is heard no faster than that.
            if (recorder.IsBehind) await recorder.SettleAsync();
        }
    }

    /// <inheritdoc cref="SayAsync(HostOrder, CancellationToken)"/>
    public Task<Reply> SayAsync(string script, CancellationToken stop) => SayAsync(HostOrder.Of(script), stop);

    /// <summary>A command beside the shell; what it printed, without the last newline.</summary>
    public async Task<string> ExecAsync(string command, CancellationToken stop) =>
        (await shell.ExecAsync(command, null, TimeSpan.FromSeconds(10), stop)).Output.TrimEnd('\n');

    /// <summary>
    /// Carries the files of a step whose before-image was kept, which then has the host put them in place.
    /// </summary>
    /// <returns>False where that failed, and the step with it.</returns>
    public async Task<bool> CarryAsync(PlannedStep step, LocalFiles files, CancellationToken stop)
    {
        reporter.Carry(step);
        try
        {
            await StepTransfer.RunAsync(step, reporter.Offers, new FileTransfer(shell, reporter.Print), files, stop);
            return true;
        }
        catch (Failure failure) when (failure.Kind is FailureKind.Step)
        {
            reporter.CarryFailed(failure);
            return false;
        }
    }

    /// <summary>Ends the shell, what it runs, and what that would leave behind.</summary>
    public async Task KillAsync()
    {
        IsAlive = false;
        await shell.KillAsync();
        var tidy = HostScript.Tidy(reporter.Begun, order.StateFolderOf(host), order.Options.PathsOf(host).Lock, mark);
        await shell.ExecAsync(tidy, null, TimeSpan.FromSeconds(10), CancellationToken.None);
    }

    /// <summary>
    /// The operator has stopped everything: what runs is ended, and the step in hand is left interrupted.
    /// </summary>
    public async Task AbandonAsync()
    {
        try
        {
            if (IsAlive) await KillAsync();
        }
        catch (Failure failure)
        {
            recorder.Report(HostLost.Of(host, failure));
        }
        Interrupt();
    }

    /// <inheritdoc cref="HostReporter.TakeDrifted"/>
    public IReadOnlyList<PlannedStep> TakeDrifted() => reporter.TakeDrifted();

    /// <inheritdoc cref="HostReporter.Interrupt"/>
    public void Interrupt() => reporter.Interrupt();

    /// <inheritdoc cref="HostReporter.PutOff"/>
    public void PutOff() => reporter.PutOff();

    /// <inheritdoc cref="HostReporter.Leave"/>
    public void LeaveStep() => reporter.Leave();

    /// <summary>An enumerator must not be disposed while it is still asked for its next line.</summary>
    public async ValueTask DisposeAsync()
    {
        IsAlive = false;
        await shell.DisposeAsync();
        if (lines is null) return;
        try
        {
            if (pending is not null) await pending;
        }
        catch (Exception e) when (e is OperationCanceledException or Failure)
        {
            // Whatever ended the listening has been reported already.
        }
        await lines.DisposeAsync();
    }

    private async Task<bool> WithinLimitAsync(Task next, CancellationToken stop)
    {
        var left = (reporter.InHand is { } step ? TimeSpan.FromSeconds(step.TimeoutSeconds) : order.Options.Silence)
            - reporter.Elapsed;
        // A host that always has something more to say is not heard beyond its limit either.
        if (left <= TimeSpan.Zero) return false;
        if (next.IsCompleted)
        {
            await next;
            return true;
        }
        try
        {
            await next.WaitAsync(left, stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<Reply> OverdueAsync()
    {
        await KillAsync();
        return reporter.InHand is not null
            ? reporter.Overdue()
            : throw new Failure(FailureKind.Host,
                $"the host did not answer within {order.Options.Silence.TotalSeconds:0} s",
                $"its shell is running, but sends nothing that belongs to the protocol",
                $"check the host's load, then: ovswizard resume", host: host);
    }
}

using System.Threading.Channels;
using OvsWizard.Journal;

namespace OvsWizard.Engine;

/// <summary>
/// Where all hosts report: the one owner of a run's state and journal. Events of all hosts that arrive together are
/// written together, so that many hosts share one fsync.
/// </summary>
public sealed class RunRecorder(RunState state, RunJournal? journal,
    IReadOnlyList<Action<RunEvent, RunState>> observers, TimeProvider clock)
{
    private readonly Channel<Entry> reports = Channel.CreateUnbounded<Entry>(new() { SingleReader = true });

    /// <summary>Events that wait to be written and shown: more than these, and whoever reports waits himself.</summary>
    private const int MostWaiting = 10_000;

    private int waiting;

    /// <summary>Once the journal could not be written, nothing may follow: a later line would hide the gap.</summary>
    private Failure? broken;

    /// <summary>
    /// Something was reported that cannot be: a mistake of this program, and the run ends with it. Null: nothing was.
    /// </summary>
    public Failure? Defect { get; private set; }

    /// <param name="Durable">Completed when everything up to here is on disk.</param>
    /// <param name="Settled">Completed when everything up to here is in the state.</param>
    private readonly record struct Entry(RunEvent? Event, TaskCompletionSource? Durable, TaskCompletionSource? Settled);

    /// <summary>Takes note; does not wait until it is on disk.</summary>
    public void Report(RunEvent happened)
    {
        Interlocked.Increment(ref waiting);
        reports.Writer.TryWrite(new(happened with { At = clock.GetUtcNow() }, null, null));
    }

    /// <summary>More is reported than can be shown: a host that floods is to be heard no faster.</summary>
    public bool IsBehind => Volatile.Read(ref waiting) > MostWaiting;

    /// <summary>Completes when the event, and every one before it, is on disk.</summary>
    /// <exception cref="Failure">The journal cannot be written: nothing more may be sent to a host.</exception>
    public Task ReportAheadAsync(RunEvent happened)
    {
        Report(happened);
        return FlushAsync();
    }

    /// <summary>Completes when everything reported before is on disk.</summary>
    /// <exception cref="Failure">The journal cannot be written: nothing more may be sent to a host.</exception>
    public Task FlushAsync()
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        reports.Writer.TryWrite(new(null, durable, null));
        return durable.Task;
    }

    /// <summary>Completes when the state holds everything reported before.</summary>
    public Task SettleAsync()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        reports.Writer.TryWrite(new(null, null, settled));
        return settled.Task;
    }

    public void Close() => reports.Writer.TryComplete();

    /// <summary>
    /// Works until <see cref="Close"/>; every event is applied, written and shown in the order of its arrival.
    /// </summary>
    public async Task WorkAsync()
    {
        var flushed = new List<TaskCompletionSource>();
        while (await reports.Reader.WaitToReadAsync())
        {
            while (reports.Reader.TryRead(out var report))
            {
                if (report.Event is { } happened)
                {
                    Interlocked.Decrement(ref waiting);
                    Take(happened);
                }
                report.Settled?.TrySetResult();
                if (report.Durable is not null) flushed.Add(report.Durable);
            }
            if (flushed.Count == 0) continue;
            broken ??= Sync();
            foreach (var durable in flushed)
                if (broken is null) durable.TrySetResult();
                else durable.TrySetException(broken);
            flushed.Clear();
        }
        if (broken is null) Sync();
    }

    private void Take(RunEvent happened)
    {
        try
        {
            state.Apply(happened);
            broken ??= Write(happened);
            foreach (var observe in observers) observe(happened, state);
        }
        catch (InvalidOperationException defect)
        {
            // Nobody may wait for ever for a recorder that has died.
            Defect = broken ??= new Failure(FailureKind.Step, $"a defect of ovswizard: {defect.Message}",
                $"the event was {happened}", $"nothing more was sent to any host; then: ovswizard resume",
                cause: defect);
        }
    }

    private Failure? Write(RunEvent happened) => Attempt(() => journal?.Append(happened));

    private Failure? Sync() => Attempt(() => journal?.Flush());

    private static Failure? Attempt(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Failure(FailureKind.Step, $"the journal cannot be written", $"{e.Message}",
                $"nothing more was sent to any host; free some space, then: ovswizard resume", cause: e);
        }
    }
}

using System.Diagnostics;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Engine;

/// <summary>Carries a plan out on all its hosts at once, checks whether it still holds, or takes it back.</summary>
/// <param name="state">Of a new run, or as the journal of an earlier one adds up.</param>
/// <param name="connect">Opens the shell on a host, given its name and the mark of this session.</param>
public sealed class Runner(RunState state, Func<string, string, CancellationToken, Task<IHostShell>> connect,
    RunJournal? journal, TimeProvider clock)
{
    private readonly RunMachine machine = new();
    private readonly Stopwatch watch = new();
    private Failure? refusal;

    public List<Action<RunEvent, RunState>> Observers { get; } = [];

    private Plan Plan => state.Plan;

    /// <summary>
    /// From the first step that is not finished to the last. Returns the state at the end; failures of hosts and steps
    /// are in it.
    /// </summary>
    /// <exception cref="Failure">The operator could not be asked.</exception>
    public Task<RunState> RunAsync(RunOptions options, CancellationToken stop)
    {
        RunEvent first = state.Started is null
            ? new RunStarted(options.RunId ?? "", Plan.Runbook, options.ChecksOnly ? "verify" : "run", options.PlanHash
                ?? RunFolder.HashOf(Plan), Product.Version, [.. Plan.Hosts.Select(h => h.Host)], RunJournal.Format)
            : new RunResumed("run", Product.Version, null);
        if (options.ChecksOnly) Begin(RunTrigger.Start);
        var board = new ProgressBoard(Plan.Hosts.Select(h => h.Host));
        return WorkAsync(options, first, (order, recorder, lineTo) =>
            OnEach(Plan.Hosts, host => new HostRunner(host, lineTo(host), order, recorder, board).RunAsync(stop)),
            stop);
    }

    /// <summary>Takes back what the run has changed, the last step first, on all hosts at once.</summary>
    /// <param name="to">The step that stays, with all before it; null: nothing stays.</param>
    /// <exception cref="Failure">The operator could not be asked.</exception>
    public Task<RunState> RollBackAsync(RunOptions options, string? to, CancellationToken stop)
    {
        var after = Plan.LastKept(to);
        return WorkAsync(options, new RunResumed("rollback", Product.Version, to, options.Hosts),
            async (order, recorder, lineTo) =>
            {
                var hosts = Plan.Hosts.Where(host => options.Hosts?.Contains(host.Host) != false)
                    .Select(host => new HostRollback(host, lineTo(host), order, recorder, after)).ToList();
                try
                {
                    // Read-only: what others have changed since is part of what the operator agrees to.
                    await OnEach(hosts, host => host.CompareAsync(stop));
                    await recorder.SettleAsync();
                    if (stop.IsCancellationRequested) return [];
                    machine.Fire(RunTrigger.Ask);
                    var agreed = await AgreesAsync(async () =>
                    {
                        if (!await options.Operator.ConsentAsync(state)) return false;
                        foreach (var host in hosts) await host.DecideAsync();
                        return true;
                    });
                    machine.Fire(agreed ? RunTrigger.RollBack : RunTrigger.Decline);
                    return agreed ? await OnEach(hosts, host => host.RunAsync(stop)) : [];
                }
                finally
                {
                    foreach (var host in hosts) await host.DisposeAsync();
                }
            }, stop);
    }

    /// <summary>On all at once, off the caller's thread: connecting does its cryptography synchronously.</summary>
    private static Task<bool[]> OnEach<T>(IEnumerable<T> hosts, Func<T, Task<bool>> work) =>
        Task.WhenAll(hosts.Select(host => Task.Run(() => work(host), CancellationToken.None)));

    private async Task<RunState> WorkAsync(
        RunOptions options, RunEvent first, Func<RunOrder, RunRecorder, Func<HostPlan, HostLine>, Task<bool[]>> work,
        CancellationToken stop)
    {
        watch.Restart();
        var recorder = new RunRecorder(state, journal, Observers, clock);
        var recording = Task.Run(recorder.WorkAsync, CancellationToken.None);
        using var order = new RunOrder(state.Plan, state, options, (gate, step) => AskAsync(gate, step, options));
        using var forks = new SemaphoreSlim(options.Forks);
        void Tell(bool paused)
        {
            if (paused) machine.Hold();
            else machine.Release();
            recorder.Report(paused ? new RunPaused() : new RunContinued());
        }
        options.Control.Changed += Tell;
        bool[] results = [];
        try
        {
            await recorder.ReportAheadAsync(first);
            results = await work(order, recorder, host => new HostLine(host, order, recorder, forks, connect));
        }
        catch (Failure failure)
        {
            refusal = failure;
        }
        finally
        {
            options.Control.Changed -= Tell;
        }
        recorder.Report(new RunEnded(Conclude(results, stop.IsCancellationRequested || options.Control.IsParked),
            watch.ElapsedMilliseconds));
        recorder.Close();
        await recording;
        refusal ??= recorder.Defect;
        return refusal is null ? state : throw refusal;
    }

    private async Task<bool> AskAsync(SegmentGate gate, PlannedStep step, RunOptions options)
    {
        if (gate is SegmentGate.Consent)
        {
            machine.Fire(RunTrigger.Ask);
            var agreed = await AgreesAsync(() => options.Operator.ConsentAsync(state));
            machine.Fire(agreed ? RunTrigger.Start : RunTrigger.Decline);
            return agreed;
        }
        machine.Hold();
        var goesOn = await AgreesAsync(() => options.Operator.NextStepAsync(step));
        if (!goesOn) options.Control.Park();
        machine.Release();
        return goesOn;
    }

    /// <summary>All hosts wait meanwhile: how long somebody thinks about it is not how long the run took.</summary>
    private async Task<bool> AgreesAsync(Func<Task<bool>> ask)
    {
        watch.Stop();
        try
        {
            return await ask();
        }
        catch (Failure failure)
        {
            refusal = failure;
            return false;
        }
        finally
        {
            watch.Start();
        }
    }

    private void Begin(RunTrigger trigger)
    {
        machine.Fire(RunTrigger.Ask);
        machine.Fire(trigger);
    }

    private RunStatus Conclude(bool[] results, bool left)
    {
        if (machine.Status is RunStatus.Declined) return machine.Status;
        var all = results.Length > 0 && results.All(ok => ok);
        if (!all && left) machine.Fire(RunTrigger.Interrupt);
        else if (machine.Status is RunStatus.Preparing or RunStatus.Asking) machine.Fire(RunTrigger.RefuseHost);
        else machine.Fire(all ? RunTrigger.Finish : RunTrigger.Fail);
        return machine.Status;
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using OvsWizard.Hosts;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>How a run is to be done.</summary>
/// <param name="RunId">Null where nothing is kept: verify.</param>
/// <param name="LooksOnly">verify: read-only.</param>
/// <param name="Forks">The most hosts connected at the same moment.</param>
/// <param name="Consent">Asked when every host has been found fit, before the first change; sees what will be interrupted.</param>
/// <param name="NextStep">Asked before a step that the operator does, and with step by step before each.</param>
public sealed record RunOptions(
    string? RunId,
    bool LooksOnly,
    bool StepByStep,
    int Forks,
    Func<RunState, Task<bool>> Consent,
    Func<PlannedStep, Task<bool>> NextStep);

/// <summary>Carries a plan out on all its hosts at once, or looks whether it still holds.</summary>
/// <param name="connect">Opens the shell on a host, given its name and the mark of this session.</param>
public sealed class Runner(Plan plan, Func<string, string, CancellationToken, Task<IHostShell>> connect, RunJournal? journal, TimeProvider clock)
{
    private readonly RunMachine machine = new();
    private readonly RunState state = new(plan);
    private Failure? refusal;

    public List<Action<RunEvent, RunState>> Observers { get; } = [];

    /// <summary>The state at the end; failures of hosts and steps are in it.</summary>
    /// <exception cref="Failure">The operator could not be asked.</exception>
    public async Task<RunState> RunAsync(RunOptions options, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var desk = new RunDesk(state, journal, Observers, clock);
        var work = Task.Run(desk.WorkAsync, CancellationToken.None);
        var board = new ProgressBoard(plan.Hosts.Select(h => h.Host));
        desk.Report(new RunStarted(options.RunId ?? "", plan.Runbook, options.LooksOnly ? "verify" : "run", RunFolder.HashOf(plan), Product.Version, [.. plan.Hosts.Select(h => h.Host)]));

        var mark = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var order = new RunOrder(mark, $"/var/lib/ovswizard/{options.RunId ?? "verify"}", plan.Functions, options.LooksOnly, options.StepByStep,
            (gate, step) => AskAsync(gate, step, options));
        if (options.LooksOnly) Begin();
        using var forks = new SemaphoreSlim(options.Forks);
        var results = await Task.WhenAll(plan.Hosts.Select(host => RunHostAsync(host, order, desk, board, forks, stop)));

        desk.Report(new RunEnded(Conclude(results, stop.IsCancellationRequested), watch.ElapsedMilliseconds));
        desk.Close();
        await work;
        return refusal is null ? state : throw refusal;
    }

    private async Task<bool> RunHostAsync(HostPlan host, RunOrder order, RunDesk desk, ProgressBoard board, SemaphoreSlim forks, CancellationToken stop)
    {
        // Off the caller's thread: connecting does its cryptography synchronously.
        return await Task.Run(() => new HostRunner(host, order, desk, board).RunAsync(
            async token =>
            {
                await forks.WaitAsync(token);
                try
                {
                    return await connect(host.Host, order.Mark, token);
                }
                finally
                {
                    forks.Release();
                }
            }, stop), CancellationToken.None);
    }

    private async Task<bool> AskAsync(SegmentGate gate, PlannedStep step, RunOptions options)
    {
        var consent = gate is SegmentGate.Consent;
        machine.Fire(consent ? RunTrigger.Ask : RunTrigger.Pause);
        var agreed = false;
        try
        {
            agreed = consent ? await options.Consent(state) : await options.NextStep(step);
        }
        catch (Failure failure)
        {
            refusal = failure;
        }
        machine.Fire((consent, agreed) switch
        {
            (true, true) => RunTrigger.Start,
            (true, false) => RunTrigger.Decline,
            (false, true) => RunTrigger.Continue,
            _ => RunTrigger.Interrupt,
        });
        return agreed;
    }

    private void Begin()
    {
        machine.Fire(RunTrigger.Ask);
        machine.Fire(RunTrigger.Start);
    }

    private RunStatus Conclude(bool[] results, bool stopped)
    {
        if (machine.Status is RunStatus.Declined or RunStatus.Interrupted) return machine.Status;
        if (stopped) machine.Fire(RunTrigger.Interrupt);
        else if (machine.Status is RunStatus.Preparing or RunStatus.Asking) machine.Fire(RunTrigger.RefuseHost);
        else machine.Fire(results.All(ok => ok) ? RunTrigger.Finish : RunTrigger.Fail);
        return machine.Status;
    }
}

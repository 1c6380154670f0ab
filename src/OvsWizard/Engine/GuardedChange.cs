using System.Diagnostics;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>
/// A change that may cut this very session. The host arms a timed undo and makes the change apart from the session;
/// then a fresh login must come through and find it well, or the host puts itself back. One host at a time.
/// </summary>
internal sealed class GuardedChange(HostPlan plan, HostLine line, RunOrder order, PlannedStep step)
{
    /// <summary>How long the old session is listened to: it is of no further use, and it may be dead already.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>After its limit the host needs this long to be back as it was, at the most.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <returns>The conversation that goes on from here, and how the step ended: Idle or Failed.</returns>
    /// <exception cref="Failure">Host: it did not come back, not even after its limit.</exception>
    public async Task<(HostConversation Talk, Reply Reply)> RunAsync(HostConversation talk, CancellationToken stop)
    {
        await order.GuardTurn.WaitAsync(stop);
        try
        {
            var armed = Stopwatch.StartNew();
            var reply = await BeginAsync(talk, stop);
            if (reply?.Reason is WaitReason.Failed) return (talk, reply);
            talk.LeaveStep();
            await talk.DisposeAsync();
            return await ConfirmAsync(armed, stop);
        }
        finally
        {
            order.GuardTurn.Release();
        }
    }

    private async Task<Reply?> BeginAsync(HostConversation talk, CancellationToken stop)
    {
        var said = talk.SayAsync(line.Go([step]), stop);
        try
        {
            return await said.WaitAsync(Patience, stop);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (Failure failure) when (failure.Kind is FailureKind.Host)
        {
            return null;
        }
    }

    private async Task<(HostConversation, Reply)> ConfirmAsync(Stopwatch armed, CancellationToken stop)
    {
        var limit = TimeSpan.FromSeconds(order.Options.GuardLimit) + Grace;
        while (true)
        {
            HostConversation? talk = null;
            try
            {
                talk = await line.OpenAsync(plan.Steps, stop);
                var reply = await talk.SayAsync(line.Confirm(step), stop);
                return (talk, reply);
            }
            catch (Exception e) when (e is OperationCanceledException or Failure)
            {
                talk?.LeaveStep();
                if (talk is not null) await talk.DisposeAsync();
                // Not there yet, or not there any more: the host may be putting itself back at this moment.
                if (e is not Failure { Kind: FailureKind.Host } || armed.Elapsed >= limit) throw;
                await Task.Delay(Pause, stop);
            }
        }
    }
}

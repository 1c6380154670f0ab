using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>Takes one host back: every step that may have changed it, the last first, from its before-image.</summary>
/// <param name="after">The place of the step that stays; steps declared after it are taken back.</param>
internal sealed class HostRollback(HostPlan plan, HostLine line, RunOrder order, RunDesk desk, int after)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Attempts to reach a host that taking a guarded step back has cut off.</summary>
    private const int Attempts = 60;

    private HostState State => order.State[plan.Host];

    /// <summary>True where nothing is left to take back.</summary>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        HostConversation? talk = null;
        try
        {
            if (!Left().Any()) return true;
            talk = await line.OpenAsync(plan.Steps, stop);
            foreach (var step in Left().ToList())
            {
                if (!await order.Options.Control.PassAsync(stop)) return false;
                if (order.GuardOf(step.Planned, talk.Session) is null) await talk.SayAsync(ScriptOf(step, apart: false), stop);
                else talk = await TakeBackApartAsync(talk, step, stop);
                // Before an earlier step goes: a step taken back once more after that would find less than its before-image.
                await desk.FlushAsync();
            }
            if (State.Steps.Any(s => s.Status is StepStatus.UndoFailed)) return false;
            if (!State.Steps.Any(s => s.Intended)) await talk.SayAsync(HostScript.Forget(), stop);
            return true;
        }
        catch (Failure failure)
        {
            talk?.Interrupt();
            desk.Report(HostLost.Of(plan.Host, failure));
            return false;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (talk is not null) await talk.AbandonAsync();
            return false;
        }
        finally
        {
            if (talk is not null) await talk.DisposeAsync();
        }
    }

    private string ScriptOf(StepState step, bool apart)
    {
        var number = line.NumberOf(step.Planned);
        if (!step.HasBegun) return HostScript.TakeBackBegun(number, apart);
        return apart ? HostScript.TakeBackApart(number, step.Image) : HostScript.TakeBack(number, step.Image);
    }

    private IEnumerable<StepState> Left() => State.Steps.Reverse().Where(s => s.Intended && s.Planned.Order > after);

    /// <summary>Taking a guarded step back may cut this session, as the change itself might have: it is done apart, and looked at by whoever comes through.</summary>
    private async Task<HostConversation> TakeBackApartAsync(HostConversation talk, StepState step, CancellationToken stop)
    {
        await order.GuardTurn.WaitAsync(stop);
        try
        {
            await talk.SayAsync(ScriptOf(step, apart: true), stop);
            return talk;
        }
        catch (Failure failure) when (failure.Kind is FailureKind.Host)
        {
            talk.LeaveStep();
            await talk.DisposeAsync();
            talk = await ReachAsync(stop);
            await talk.SayAsync(ScriptOf(step, apart: false), stop);
            return talk;
        }
        finally
        {
            order.GuardTurn.Release();
        }
    }

    private async Task<HostConversation> ReachAsync(CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await line.OpenAsync(plan.Steps, stop);
            }
            catch (Failure failure) when (failure.Kind is FailureKind.Host && attempt < Attempts)
            {
                await Task.Delay(Pause, stop);
            }
        }
    }
}

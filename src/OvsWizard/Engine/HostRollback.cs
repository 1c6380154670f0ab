using OvsWizard.Images;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>
/// Takes one host back: every step that may have changed it, the last first, from its before-image. What others have
/// changed since is found first, and stays; where they have changed the same, the operator decides.
/// </summary>
/// <param name="after">The place of the step that stays; steps declared after it are undone.</param>
internal sealed class HostRollback(HostPlan plan, HostLine line, RunOrder order, RunRecorder recorder, int after)
    : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Attempts to reach a host that taking a guarded step back has cut off.</summary>
    private const int Attempts = 60;

    /// <summary>Of the steps that others have changed since: what they are to be put back to.</summary>
    private readonly Dictionary<StepState, MergedImage> merged = [];

    private readonly Dictionary<StepState, UndoChoice> choices = [];
    private HostConversation? talk;
    private bool isLost;

    private HostState State => order.State[plan.Host];

    /// <summary>Finds, read-only, what others have changed since the run has left the host.</summary>
    /// <returns>False where the host cannot be reached.</returns>
    public async Task<bool> CompareAsync(CancellationToken stop)
    {
        var left = Left().Where(s => s.IsLeft).ToList();
        if (left.Count == 0) return true;
        return await WithHostAsync(async () =>
        {
            talk = await line.OpenAsync(plan.Steps, stop);
            await talk.SayAsync(line.Now([.. left.Select(s => s.Planned)]), stop);
            foreach (var step in left)
                if (talk.Found.TryGetValue(step.Planned.Key, out var now)) Compare(step, now);
            return true;
        }, stop);
    }

    /// <summary>Asks about the steps that others have changed in the same place.</summary>
    public async Task DecideAsync()
    {
        foreach (var (step, image) in merged)
            if (image.Clashes && !order.Options.Skips(plan.Host, step.Planned))
                choices[step] = await order.Options.Operator.ClashAsync(State, step);
    }

    /// <summary>True where nothing is left to undo, but for what the operator leaves.</summary>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        if (isLost) return false;
        if (!Left().Any()) return true;
        return await WithHostAsync(async () =>
        {
            foreach (var step in Left().ToList())
            {
                if (!await order.Options.Control.PassAsync(stop)) return false;
                await UndoAsync(step, stop);
                // Before an earlier step goes: a step undone once more after that would find less than its
                // before-image.
                await recorder.FlushAsync();
            }
            if (State.Steps.Any(s => s.Status is StepStatus.UndoFailed)) return false;
            if (talk is not null && !State.Steps.Any(s => s.Intended)) await talk.SayAsync(HostScript.Forget(), stop);
            return true;
        }, stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (talk is not null) await talk.DisposeAsync();
    }

    private async Task<bool> WithHostAsync(Func<Task<bool>> work, CancellationToken stop)
    {
        try
        {
            return await work();
        }
        catch (Failure failure)
        {
            isLost = true;
            talk?.Interrupt();
            recorder.Report(HostLost.Of(plan.Host, failure));
            return false;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            isLost = true;
            if (talk is not null) await talk.AbandonAsync();
            return false;
        }
    }

    private HostOrder OrderOf(StepState step, string? image, bool apart) =>
        step.HasBegun ? line.Undo(step.Planned, image, step.IsMerged, apart) : line.UndoBegun(step.Planned, apart);

    private IEnumerable<StepState> Left() => State.Steps.Reverse().Where(s => s.Intended && s.Planned.Order > after);

    private void Compare(StepState step, FoundNow now)
    {
        // Without a before-image here, and of secrets, nothing can be merged.
        var image = now.Image is null || step.Image is null ? new MergedImage("", "", [RunOrder.SecretChanged])
            : step.After is { } left ? ImageMerge.Of(step.Image, left, now.Image) : null;
        if (image is not { Changes.Count: > 0 }) return;
        merged[step] = image;
        foreach (var change in image.Changes)
            recorder.Report(new ChangedSince(plan.Host, step.Planned.Key, Clean(change.What), change.Clash is not null,
                Clean(change.Clash?.Before), Clean(change.Clash?.After), Clean(change.Clash?.Now)));
    }

    private static Text Clean(Text text) => new(Redactor.Clean(text.En), Redactor.Clean(text.Zh));

    private static string? Clean(string? text) => text is null ? null : Redactor.Clean(text);

    private async Task UndoAsync(StepState step, CancellationToken stop)
    {
        var choice = order.Options.Skips(plan.Host, step.Planned) ? UndoChoice.Skip
            : choices.GetValueOrDefault(step, UndoChoice.PutBack);
        // Of a secret nothing can be merged: to keep what is there now is to leave the step as it is.
        if (choice is UndoChoice.KeepTheirs && merged[step].Theirs.Length == 0) choice = UndoChoice.Skip;
        if (choice is UndoChoice.Skip or UndoChoice.Refuse)
        {
            recorder.Report(choice is UndoChoice.Skip ? Left(step) : Refused(step));
            return;
        }
        var image = merged.GetValueOrDefault(step) is not { Ours.Length: > 0 } found ? step.Image
            : choice is UndoChoice.KeepTheirs ? found.Theirs : found.Ours;
        if (image is not null && image != step.Image)
            await recorder.ReportAheadAsync(new StepMerged(plan.Host, step.Planned.Key, image));
        // It ended with the step before, which took too long.
        if (talk is { IsAlive: false })
        {
            await talk.DisposeAsync();
            talk = null;
        }
        talk ??= await line.OpenAsync(plan.Steps, stop);
        if (order.GuardOf(step.Planned, talk.Session) is null)
            await talk.SayAsync(OrderOf(step, image, apart: false), stop);
        else await UndoApartAsync(step, image, stop);
    }

    private StepEnded Left(StepState step) =>
        new(plan.Host, step.Planned.Key, StepStatus.Left, null, 0, "", null, null);

    private StepEnded Refused(StepState step) => new(plan.Host, step.Planned.Key, StepStatus.UndoFailed, null, 0, "",
        new(
            $"it was changed since the run: {string.Join("; ", step.Since.Where(s => s.Clashes).Select(s => s.What.En))}",
            $"运行之后被改动：{string.Join("；", step.Since.Where(s => s.Clashes).Select(s => s.What.Zh))}"),
        new(
            $"take that change away, or run the rollback without --yes to decide, or leave the step as it is: --skip {step.Planned.Key}@{plan.Host}",
            $"请撤去该改动；或不带 --yes 执行回滚以便选择；或保留该步骤：--skip {step.Planned.Key}@{plan.Host}"));

    /// <summary>
    /// Taking a guarded step back may cut this session, as the change itself might have: it is done apart, and checked
    /// by whoever comes through.
    /// </summary>
    private async Task UndoApartAsync(StepState step, string? image, CancellationToken stop)
    {
        await order.GuardTurn.WaitAsync(stop);
        try
        {
            await talk!.SayAsync(OrderOf(step, image, apart: true), stop);
        }
        catch (Failure failure) when (failure.Kind is FailureKind.Host)
        {
            talk!.LeaveStep();
            await talk.DisposeAsync();
            talk = null;
            talk = await ReachAsync(stop);
            await talk.SayAsync(OrderOf(step, image, apart: false), stop);
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

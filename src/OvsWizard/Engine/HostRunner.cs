using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;

namespace OvsWizard.Engine;

/// <summary>
/// Brings one host through its plan: from the first step that is not finished to the last, asking the operator where
/// one fails.
/// </summary>
internal sealed class HostRunner(HostPlan plan, HostLine line, RunOrder order, RunRecorder recorder,
    ProgressBoard board)
{
    private readonly HashSet<string> finished = [];
    private HostConversation? talk;
    private PlannedStep? last;

    /// <summary>How far a conversation led.</summary>
    private enum Walk
    {
        /// <summary>To the end.</summary>
        Done,

        /// <summary>To a step that is not to begin.</summary>
        Stopped,

        /// <summary>To a shell that is gone: a new one goes on.</summary>
        Broken,
    }

    private string Host => plan.Host;

    /// <summary>True where every step of the host ended well.</summary>
    public async Task<bool> RunAsync(CancellationToken stop)
    {
        var before = order.State[Host].Steps.Where(s => s.IsFinished).Select(s => s.Planned).ToList();
        finished.UnionWith(before.Select(s => s.Key));
        line.Passed = Pass;
        while (true)
        {
            try
            {
                talk = await line.OpenAsync(plan.Steps, stop);
                await RecheckAsync(stop);
                var walked = await WalkAsync(stop);
                if (walked is Walk.Broken) continue;
                if (walked is Walk.Stopped) Leave();
                return walked is Walk.Done;
            }
            catch (Failure failure)
            {
                talk?.Interrupt();
                if (!await AskAboutLossAsync(failure)) return false;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                if (talk is not null) await talk.AbandonAsync();
                board.Break();
                return false;
            }
            finally
            {
                if (talk is not null) await talk.DisposeAsync();
                talk = null;
            }
        }
    }

    /// <summary>
    /// What was finished earlier may have changed since: while nobody looked, or in a reboot. It is done again then.
    /// </summary>
    private async Task RecheckAsync(CancellationToken stop)
    {
        var steps = plan.Steps.Where(s => finished.Contains(s.Key) && s.Kind is not StepKind.Reboot
            && order.State[Host][s.Key].Status is not StepStatus.Skipped).ToList();
        if (steps.Count == 0) return;
        talk!.IsRecheck = true;
        await talk.SayAsync(line.Check(steps), stop);
        talk.IsRecheck = false;
        foreach (var step in talk.TakeDrifted()) finished.Remove(step.Key);
    }

    private async Task<Walk> WalkAsync(CancellationToken stop)
    {
        foreach (var segment in Segment.Of([.. plan.Steps.Where(s => !finished.Contains(s.Key))], order.Options.Fused))
        {
            if (!await PassAsync(segment, stop)) return Walk.Stopped;
            var walked = order.Options.ChecksOnly ? await CheckAsync(segment, stop)
                : segment.Steps[0].Kind is StepKind.Reboot ? await RebootAsync(segment.Steps[0], stop)
                : await FollowAsync(segment, stop);
            if (walked is not Walk.Done) return walked;
        }
        board.Reach(Host, int.MaxValue);
        return Walk.Done;
    }

    /// <summary>Waits for what the segment needs before it may begin.</summary>
    private async Task<bool> PassAsync(Segment segment, CancellationToken stop)
    {
        var first = segment.Steps[0];
        var gate = segment.Gate;
        if (order.Options.ChecksOnly && !first.AfterPeers) return true;
        if (order.Options.ChecksOnly) gate = SegmentGate.Peers;
        if (gate is SegmentGate.None or SegmentGate.Peers && order.Options.Control.StepByStep && !first.IsPreflight
            && first.Id != last?.Id) gate = SegmentGate.Operator;
        last = segment.Steps[^1];
        if (gate is SegmentGate.None) return await order.Options.Control.PassAsync(stop);
        var reached = gate is SegmentGate.Consent ? order.FirstChange : first.Order;
        board.Reach(Host, reached);
        if (!await board.WaitForPeersAsync(Host, reached).WaitAsync(stop)) return false;
        if (!await order.Options.Control.PassAsync(stop)) return false;
        // What all hosts have said so far must be seen before the operator is asked about it.
        await recorder.SettleAsync();
        if (gate is not SegmentGate.Peers && !await order.AskAsync(gate, first)) return false;
        if (gate is not SegmentGate.Consent || first.AfterPeers) await talk!.SayAsync(order.PublishedScript, stop);
        return true;
    }

    private async Task<Walk> CheckAsync(Segment segment, CancellationToken stop)
    {
        var look = line.Check(segment.Steps, order.Options.VerifiedRun is null ? null : order.VerifiedFolderOf(Host));
        var reply = await talk!.SayAsync(look, stop);
        return reply.Reason is WaitReason.Idle ? Walk.Done : Walk.Stopped;
    }

    /// <summary>
    /// Whoever waits for this host must not wait for ever. A check of the others is worth something without it, a
    /// change is not.
    /// </summary>
    private void Leave()
    {
        if (order.Options.ChecksOnly) board.Reach(Host, int.MaxValue);
        else board.Break();
    }

    /// <summary>
    /// Follows the segment to its end: the host stops before each change, or each that goes together, until its
    /// before-image is on disk here.
    /// </summary>
    private async Task<Walk> FollowAsync(Segment segment, CancellationToken stop)
    {
        HostOrder Rest(IReadOnlyList<PlannedStep> besides) =>
            line.Walk([.. segment.Steps.Where(s => !finished.Contains(s.Key) && !besides.Contains(s))], talk!.Session);

        var next = Rest([]);
        while (true)
        {
            var reply = await talk!.SayAsync(next, stop);
            if (reply.Reason is WaitReason.Idle) return Walk.Done;
            if (reply.Reason is WaitReason.Kept)
            {
                if (!await MayBeginAsync(reply.Kept, stop)) return Walk.Stopped;
                var step = reply.Step!;
                var carried = step.Transfer is null || await talk.CarryAsync(step, order.Options.Files, stop);
                if (carried && order.GuardOf(step, talk.Session) is null)
                {
                    PlannedStep[] begun = [.. reply.Kept.Select(k => k.Step)];
                    next = line.Go(begun) + Rest(begun);
                    continue;
                }
                (talk, reply) = carried ? await new GuardedChange(plan, line, order, step).RunAsync(talk, stop)
                    : (talk, reply with { Reason = WaitReason.Failed });
            }
            if (reply.Reason is WaitReason.Failed)
            {
                var choice = await AskAboutAsync(reply.Step!, stop);
                if (choice is FailureChoice.Stop) return Walk.Stopped;
                if (choice is FailureChoice.Skip) Skip(reply.Step!);
                // The shell is gone where the step took too long: the host is connected anew, and what is left is found
                // there.
                if (!talk.IsAlive) return Walk.Broken;
            }
            next = HostOrder.Of(HostScript.Again()) + Rest([]);
        }
    }

    /// <summary>The last moment before a change: held by the operator, and written ahead.</summary>
    private async Task<bool> MayBeginAsync(IReadOnlyList<KeptImage> kept, CancellationToken stop)
    {
        if (!await order.Options.Control.PassAsync(stop))
        {
            talk!.PutOff();
            return false;
        }
        foreach (var (step, image) in kept)
            recorder.Report(new StepIntended(Host, step.Key, step.HoldsSecret ? null : image));
        await recorder.FlushAsync();
        return true;
    }

    private async Task<Walk> RebootAsync(PlannedStep step, CancellationToken stop)
    {
        if (!await order.Options.Control.PassAsync(stop)) return Walk.Stopped;
        (talk, var reply) = await new Reboot(plan, line, recorder, step).RunAsync(talk!, stop);
        if (reply.Reason is WaitReason.Idle) return Walk.Done;
        var choice = await AskAboutAsync(step, stop);
        if (choice is FailureChoice.Skip) Skip(step);
        return choice is FailureChoice.Stop ? Walk.Stopped : Walk.Broken;
    }

    private async Task<FailureChoice> AskAboutAsync(PlannedStep step, CancellationToken stop)
    {
        await recorder.SettleAsync();
        var choice = await order.Options.Operator.FailedAsync(order.State[Host], order.State[Host][step.Key], null)
            .WaitAsync(stop);
        if (choice is FailureChoice.Stop) board.Break();
        return choice;
    }

    private async Task<bool> AskAboutLossAsync(Failure failure)
    {
        var lost = HostLost.Of(Host, failure);
        recorder.Report(lost);
        await recorder.SettleAsync();
        if (order.Options.ChecksOnly)
        {
            Leave();
            return false;
        }
        var state = order.State[Host];
        var choice = await order.Options.Operator.FailedAsync(state,
            state.Steps.FirstOrDefault(s => s.Status is StepStatus.Interrupted), lost);
        if (choice is FailureChoice.Retry) return true;
        if (choice is FailureChoice.Skip
            && state.Steps.FirstOrDefault(s => s.Status is StepStatus.Interrupted) is { } interrupted)
        {
            Skip(interrupted.Planned);
            return true;
        }
        board.Break();
        return false;
    }

    private void Skip(PlannedStep step)
    {
        finished.Add(step.Key);
        recorder.Report(new StepEnded(Host, step.Key, StepStatus.Skipped, null, 0, "", null, null));
        board.Reach(Host, step.Order);
    }

    private void Pass(PlannedStep step)
    {
        finished.Add(step.Key);
        board.Reach(Host, step.Order);
    }
}

using System.Diagnostics;
using System.Text;
using OvsWizard.Hosts;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>Brings one host through its plan over one shell: sends segments, listens to what the shell says, keeps time limits.</summary>
internal sealed class HostRunner(HostPlan plan, RunOrder order, RunDesk desk, ProgressBoard board)
{
    private const int KeptOutput = 4096;

    private readonly StringBuilder output = new();
    private readonly Stopwatch watch = new();
    private IAsyncEnumerator<ShellLine>? lines;
    private ShellProtocol? protocol;
    private Task<bool>? pending;
    private PlannedStep? current;

    private string Host => plan.Host;

    /// <summary>True where every step of the host ended well.</summary>
    public async Task<bool> RunAsync(Func<CancellationToken, Task<IHostShell>> connect, CancellationToken stop)
    {
        IHostShell? shell = null;
        try
        {
            watch.Start();
            shell = await connect(stop);
            desk.Report(new HostConnected(Host, watch.ElapsedMilliseconds));
            return await WalkAsync(shell, stop);
        }
        catch (Failure failure)
        {
            Lose(failure);
            return false;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (shell is not null) await shell.KillAsync();
            Lose(new Failure(FailureKind.Interrupted, $"stopped by the operator", now: $"run again to go on: what is done is found done"));
            return false;
        }
        finally
        {
            await StopListeningAsync();
            if (shell is not null) await shell.DisposeAsync();
        }
    }

    private async Task<bool> WalkAsync(IHostShell shell, CancellationToken stop)
    {
        protocol = new ShellProtocol(order.Mark);
        lines = shell.ReadAllAsync(stop).GetAsyncEnumerator(stop);
        await shell.WriteAsync(HostScript.Opening(order.Mark, Host, order.StateFolder, order.Functions), stop);
        foreach (var segment in Segment.Of(plan, order.StepByStep))
        {
            if (!await PassAsync(segment, shell, stop)) return false;
            if (!order.LooksOnly) await desk.ReportAheadAsync(new StepsIntended(Host, [.. segment.Steps.Select(s => s.Key)]));
            await shell.WriteAsync(order.LooksOnly ? HostScript.ToLook(segment.Steps) : HostScript.ToRun(segment.Steps), stop);
            if (!await ListenAsync(segment, shell, stop)) return false;
        }
        board.Reach(Host, int.MaxValue);
        return true;
    }

    /// <summary>Waits for what the segment needs before it may begin.</summary>
    private async Task<bool> PassAsync(Segment segment, IHostShell shell, CancellationToken stop)
    {
        var first = segment.Steps[0];
        if (segment.Gate is SegmentGate.None) return true;
        if (segment.Gate is SegmentGate.Consent && order.LooksOnly) return true;
        board.Reach(Host, first.Order);
        if (!await board.WaitForPeersAsync(Host, first.Order).WaitAsync(stop)) return false;
        if (segment.Gate is not SegmentGate.Peers && !await order.AskAsync(segment.Gate, first)) return false;
        if (segment.Gate is not SegmentGate.Consent) await shell.WriteAsync(HostScript.Publish(order.Published), stop);
        return true;
    }

    /// <summary>Follows the segment to its end; false where a step failed.</summary>
    private async Task<bool> ListenAsync(Segment segment, IHostShell shell, CancellationToken stop)
    {
        var steps = segment.Steps.ToDictionary(s => s.Key);
        var sound = true;
        while (true)
        {
            pending = lines!.MoveNextAsync().AsTask();
            if (!await WithinLimitAsync(pending, stop)) return await OverdueAsync(shell);
            if (!await pending)
            {
                Interrupt();
                throw new Failure(FailureKind.Host, $"the shell on the host ended before its steps did",
                    $"it was killed, or the host is going down", $"run again: what is done is found done, and what was under way is checked first", host: Host);
            }
            foreach (var (word, rest) in protocol!.Read(lines.Current.Text))
            {
                if (word is "idle") return sound;
                if (word is "step") Begin(steps[rest]);
                else if (word is "end") sound &= End(rest);
                else Hear(word, rest);
            }
        }
    }

    private async Task<bool> WithinLimitAsync(Task next, CancellationToken stop)
    {
        if (next.IsCompleted || current is null)
        {
            await next.WaitAsync(stop);
            return true;
        }
        var left = TimeSpan.FromSeconds(current.TimeoutSeconds) - watch.Elapsed;
        try
        {
            await next.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, stop);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> OverdueAsync(IHostShell shell)
    {
        var limit = current!.TimeoutSeconds;
        await shell.KillAsync();
        Finish(StepStatus.Failed, null, new Text($"it took longer than its limit of {limit} s and was ended", $"超过时限 {limit} 秒，已被终止"),
            new Text("look at the host, then run again", "请查看主机，然后重新运行"));
        board.Break();
        return false;
    }

    /// <summary>An enumerator must not be disposed while it is still asked for its next line.</summary>
    private async Task StopListeningAsync()
    {
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

    private void Begin(PlannedStep step)
    {
        current = step;
        output.Clear();
        watch.Restart();
    }

    private void Hear(string? word, string rest)
    {
        if (current is null) return;
        switch (word)
        {
            case "phase":
                // What the check found missing is no part of why the change failed.
                if (rest is "do") output.Clear();
                desk.Report(new StepPhase(Host, current.Key, rest));
                break;
            case "publish": Publish(rest.Split(' ', 2)); break;
            case "interrupts": desk.Report(new WillInterrupt(Host, rest)); break;
            case "pair": Pair(rest.Split(' ', 7)); break;
            default:
                if (output.Length < KeptOutput) output.Append(rest).Append('\n');
                desk.Report(new StepOutput(Host, current.Key, rest));
                break;
        }
    }

    private void Publish(string[] said)
    {
        if (said.Length < 2) return;
        var published = new Published(Host, said[0], said[1]);
        order.Publish(published);
        desk.Report(published);
    }

    private void Pair(string[] said)
    {
        if (said.Length < 6 || !int.TryParse(said[4], out var bytes)) return;
        desk.Report(new PairProved(said[0], said[1], said[2], said[3], bytes, said[5] == "ok", said.Length > 6 ? said[6] : ""));
    }

    private bool End(string said)
    {
        var parts = said.Split(' ');
        var status = parts[0] switch
        {
            "satisfied" => StepStatus.Satisfied,
            "done" => StepStatus.Done,
            "drifted" => StepStatus.Drifted,
            _ => StepStatus.Failed,
        };
        var exit = int.Parse(parts[1]);
        var explained = current!.Explain.GetValueOrDefault(exit);
        Finish(status, exit, explained?.Why, explained?.Now);
        if (status is not StepStatus.Failed) return true;
        board.Break();
        return false;
    }

    private void Finish(StepStatus status, int? exit, Text? why, Text? now)
    {
        desk.Report(new StepEnded(Host, current!.Key, status, exit, watch.ElapsedMilliseconds, output.ToString(), why, now));
        board.Reach(Host, current.Order);
        current = null;
    }

    private void Interrupt()
    {
        if (current is not null) Finish(StepStatus.Interrupted, null, null, null);
    }

    private void Lose(Failure failure)
    {
        Interrupt();
        board.Break();
        desk.Report(new HostLost(Host, (int)failure.Kind, failure.What, failure.Why, failure.Now));
    }
}

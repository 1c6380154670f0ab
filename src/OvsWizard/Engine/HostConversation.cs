using System.Diagnostics;
using System.Text;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Engine;

/// <summary>Why the shell on a host waits.</summary>
internal enum Waits
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
internal sealed record Reply(Waits Waits, PlannedStep? Step, IReadOnlyList<KeptImage> Kept)
{
    public static Reply Idle { get; } = new(Waits.Idle, null, []);
}

/// <summary>A step that must change something, and its before-image.</summary>
internal sealed record KeptImage(PlannedStep Step, string Image);

/// <summary>A step's image that is another than the one it was left with.</summary>
/// <param name="Image">Null where it holds a secret.</param>
internal sealed record FoundNow(string? Image);

/// <summary>One shell on a host: writes scripts to it, hears what it says, reports it, keeps time limits.</summary>
/// <param name="passed">Called with each step that ended well.</param>
internal sealed class HostConversation(string host, string mark, IHostShell shell, RunOrder order, RunDesk desk, Action<PlannedStep> passed) : IAsyncDisposable
{
    private const int KeptOutput = 4096;

    private readonly StringBuilder output = new();
    private readonly StringBuilder image = new();
    private readonly Stopwatch watch = new();
    private readonly ShellProtocol protocol = new(mark);
    private readonly Dictionary<string, PlannedStep> steps = [];
    private readonly List<PlannedStep> drifted = [];
    private readonly List<OfferedFile> offers = [];
    private readonly List<KeptImage> kept = [];

    /// <summary>Steps whose change has not been heard to begin since their before-image was kept.</summary>
    private readonly HashSet<PlannedStep> waiting = [];
    private IAsyncEnumerator<ShellLine>? lines;
    private Task<bool>? pending;
    private PlannedStep? current;

    /// <summary>The step whose image is taken; it is no change, and has the same limit.</summary>
    private PlannedStep? imaged;

    /// <summary>The step in hand is being taken back, or changed.</summary>
    private bool undoes, changes;

    /// <summary>It has been said that output is not shown.</summary>
    private bool hides;

    private Reply reply = Reply.Idle;

    /// <summary>The lines that come are those of a before-image.</summary>
    private bool hearsImage;

    /// <summary>False once the shell was ended: a step took too long, or the conversation is over.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>A look back at what was done earlier: only drift is worth telling.</summary>
    public bool LooksBack { get; set; }

    /// <summary>Where this session comes in; null where the host was not asked, or could not tell.</summary>
    public SessionFound? Session { get; private set; }

    /// <summary>What others have changed since the run has left it, of the steps asked for; none of those that are as they were left.</summary>
    public Dictionary<string, FoundNow> Found { get; } = [];

    public void Knows(PlannedStep step) => steps[step.Key] = step;

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

    /// <summary>Writes the script and listens until the shell waits again.</summary>
    /// <exception cref="Failure">Host: the shell or the connection ended. Refused: another run holds the host.</exception>
    public async Task<Reply> SayAsync(string script, CancellationToken stop)
    {
        reply = Reply.Idle;
        kept.Clear();
        lines ??= shell.ReadAllAsync(stop).GetAsyncEnumerator(stop);
        if (current is not null) watch.Restart();
        await TellAsync(script + HostScript.Idle(), stop);
        while (true)
        {
            pending ??= lines.MoveNextAsync().AsTask();
            if (!await WithinLimitAsync(pending, stop)) return await OverdueAsync();
            var more = await pending;
            pending = null;
            if (!more)
                throw new Failure(FailureKind.Host, $"the shell on the host ended before its steps did",
                    $"it was killed, or the host is going down", $"see whether the host is up, then: ovswizard resume", host: host);
            foreach (var (word, rest) in protocol.Read(lines.Current.Text))
            {
                if (word is "idle") return Waiting();
                Hear(word, rest, lines.Current.IsError);
            }
        }
    }

    /// <summary>A command beside the shell; what it printed, without the last newline.</summary>
    public async Task<string> ExecAsync(string command, CancellationToken stop) =>
        (await shell.ExecAsync(command, null, TimeSpan.FromSeconds(10), stop)).Output.TrimEnd('\n');

    /// <summary>Carries the files of the step in hand, which then has the host put them in place.</summary>
    /// <returns>False where that failed, and the step with it.</returns>
    public async Task<bool> CarryAsync(LocalFiles files, CancellationToken stop)
    {
        desk.Report(new StepPhase(host, current!.Key, "do"));
        try
        {
            await StepTransfer.RunAsync(current, offers, new FileTransfer(shell, Print), files, stop);
            return true;
        }
        catch (Failure failure) when (failure.Kind is FailureKind.Step)
        {
            Print(failure.What);
            var zh = failure.In(Language.Chinese);
            Finish(StepStatus.Failed, null, failure.Why is { } why ? new Text(why, zh.Why!) : null, failure.Now is { } now ? new Text(now, zh.Now!) : null);
            return false;
        }
    }

    /// <summary>Ends the shell, what it runs, and what that would leave behind.</summary>
    public async Task KillAsync()
    {
        IsAlive = false;
        await shell.KillAsync();
        await shell.ExecAsync(HostScript.Tidy([.. waiting, .. current is null ? (PlannedStep[])[] : [current]], order.StateFolderOf(host), order.Options.PathsOf(host).Lock, mark), null, TimeSpan.FromSeconds(10), CancellationToken.None);
    }

    /// <summary>The operator has stopped everything: what runs is ended, and the step in hand is left interrupted.</summary>
    public async Task AbandonAsync()
    {
        try
        {
            if (IsAlive) await KillAsync();
        }
        catch (Failure failure)
        {
            desk.Report(HostLost.Of(host, failure));
        }
        Interrupt();
    }

    /// <summary>The steps found drifted since this was last asked.</summary>
    public IReadOnlyList<PlannedStep> TakeDrifted()
    {
        var taken = drifted.ToArray();
        drifted.Clear();
        return taken;
    }

    /// <summary>The step in hand, whose end will not be heard of; those that were to follow it have not been heard to begin.</summary>
    public void Interrupt()
    {
        if (current is not null) Finish(StepStatus.Interrupted, null, null, null);
        PutOff();
    }

    /// <summary>The steps that wait were looked at and are not begun.</summary>
    public void PutOff()
    {
        foreach (var step in waiting) desk.Report(new StepEnded(host, step.Key, StepStatus.Pending, null, 0, "", null, null));
        waiting.Clear();
        current = null;
    }

    /// <summary>What a guarded step did is told by another session.</summary>
    public void LeaveStep() => current = null;

    /// <summary>What a guarded step did is told by this session.</summary>
    public void TakeStep(PlannedStep step) => Begin(step);

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
        if (next.IsCompleted || (current ?? imaged) is not { } step)
        {
            await next.WaitAsync(stop);
            return true;
        }
        var left = TimeSpan.FromSeconds(step.TimeoutSeconds) - watch.Elapsed;
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

    private async Task<Reply> OverdueAsync()
    {
        if (current is null)
        {
            await KillAsync();
            throw new Failure(FailureKind.Host, $"what step {imaged!.Key} changes could not be looked at within {imaged.TimeoutSeconds} s",
                $"a command on the host hangs", $"look at the host, then: ovswizard resume", host: host);
        }
        var step = current;
        await KillAsync();
        Finish(undoes ? StepStatus.UndoFailed : StepStatus.Failed, null, new Text($"it took longer than its limit of {step.TimeoutSeconds} s and was ended", $"超过时限 {step.TimeoutSeconds} 秒，已被终止"),
            undoes ? new Text("look at the host, then: ovswizard rollback", "请查看主机，然后运行 ovswizard rollback")
            : new Text("look at the host, then: ovswizard resume", "请查看主机，然后运行 ovswizard resume"));
        return Waiting();
    }

    private Reply Waiting()
    {
        if (reply.Waits is Waits.Failed) PutOff();
        if (kept.Count == 0 || reply.Waits is Waits.Failed) return reply;
        // Several are begun by the host, one after the other; with one alone it goes on where it was.
        if (kept.Count == 1) current = kept[0].Step;
        return new(Waits.Kept, kept[0].Step, [.. kept]);
    }

    private void Hear(string? word, string rest, bool isError)
    {
        if (word is null && hearsImage && !isError)
        {
            image.Append(rest).Append('\n');
            return;
        }
        if (word is not null) hearsImage = word is "image" && rest.Length == 0;
        switch (word)
        {
            case "step": Begin(steps[rest]); break;
            case "end": End(rest); break;
            case "image": image.Append(rest); break;
            case "kept": Keep(); break;
            case "looks":
                imaged = steps[rest];
                watch.Restart();
                break;
            case "left": Left(steps[rest]); break;
            case "now": See(steps[rest], new(TakeImage())); break;
            case "differs": See(steps[rest], new(null)); break;
            case "same": imaged = null; break;
            case "spared":
                waiting.Remove(steps[rest]);
                desk.Report(new StepSpared(host, rest));
                break;
            case "changed": reply = new(Waits.Changed, current, []); break;
            case "armed": desk.Report(new GuardArmed(host, current!.Key, int.Parse(rest))); break;
            case "locked": throw Locked(rest.Split(' ', 3));
            case "session": Find(rest.Split(' ')); break;
            case "offer": Offer(rest.Split(' ', 3)); break;
            case "publish": Publish(rest.Split(' ', 2)); break;
            case "interrupts": desk.Report(new WillInterrupt(host, Redactor.Clean(rest))); break;
            case "remark": Remark(Redactor.Clean(rest)); break;
            case "pair": Pair(rest.Split(' ', 7)); break;
            case "phase":
                // What the check found missing is no part of why the change failed.
                if (rest is "do") output.Clear();
                if (rest is "do" && current is not null) waiting.Remove(current);
                (undoes, changes, hides) = (rest is "undo", rest is "do", false);
                // The transfer before it was the beginning of the change.
                if (!LooksBack && current is not null && !(rest is "do" && current.Transfer is not null)) desk.Report(new StepPhase(host, current.Key, rest));
                break;
            default: Print(Redactor.Clean(rest)); break;
        }
    }

    private void Keep()
    {
        waiting.Add(current!);
        kept.Add(new(current!, TakeImage()));
    }

    /// <summary>The image that has come: as it is, or in base64 where its lines may be too long.</summary>
    private string TakeImage()
    {
        var text = image.ToString();
        image.Clear();
        return text.EndsWith('\n') ? text : Encoding.UTF8.GetString(Convert.FromBase64String(text));
    }

    private void Left(PlannedStep step)
    {
        var left = TakeImage();
        imaged = null;
        desk.Report(new StepLeft(host, step.Key, step.HoldsSecret ? null : left));
    }

    private void See(PlannedStep step, FoundNow now)
    {
        imaged = null;
        Found[step.Key] = now;
    }

    private void Begin(PlannedStep step)
    {
        current = step;
        if (!LooksBack) order.Unpublish(host, step.Key);
        undoes = changes = hides = false;
        output.Clear();
        image.Clear();
        offers.Clear();
        watch.Restart();
    }

    private void Print(string line)
    {
        if (current is null) return;
        // What a host has held before may be secret, too, and nobody here knows it: only what the change itself says is shown.
        if (current.HoldsSecret && !changes)
        {
            if (hides) return;
            (hides, line) = (true, "(not shown: the step holds a secret)");
        }
        output.Append(line).Append('\n');
        if (output.Length > 2 * KeptOutput) KeepLast();
        if (!LooksBack) desk.Report(new StepOutput(host, current.Key, line));
    }

    private void Remark(string text)
    {
        if (current is not null && !LooksBack) desk.Report(new Remarked(host, current.Key, text));
        Print(text);
    }

    /// <summary>Whole lines, of the end: what was printed last says why something failed.</summary>
    private string KeepLast()
    {
        if (output.Length > KeptOutput)
        {
            output.Remove(0, output.Length - KeptOutput);
            output.Remove(0, output.ToString().IndexOf('\n', StringComparison.Ordinal) + 1);
        }
        return output.ToString();
    }

    private void Publish(string[] said)
    {
        if (said.Length < 2 || current is null) return;
        var published = new Published(host, current.Key, said[0], Redactor.Clean(said[1]));
        order.Publish(published);
        desk.Report(published);
    }

    private void Offer(string[] said)
    {
        if (said.Length == 3 && long.TryParse(said[1], out var length)) offers.Add(new(said[2], said[0], length));
    }

    private void Pair(string[] said)
    {
        if (said.Length < 6 || !int.TryParse(said[4], out var bytes)) return;
        desk.Report(new PairProved(said[0], said[1], said[2], said[3], bytes, said[5] == "ok", said.Length > 6 ? said[6] : ""));
    }

    private void Find(string[] said)
    {
        if (said.Length < 6) return;
        static string? Named(string word) => word is "-" ? null : word;
        Session = new SessionFound(host, said[0], said[1], said[2], Named(said[3]), said[4], Named(said[5]));
        desk.Report(Session);
    }

    private Failure Locked(string[] holder) => new(FailureKind.Refused, $"another run works on this host",
        $"run {holder[0]} of {holder.ElementAtOrDefault(2) ?? "an unknown operator"} holds it, and its session is alive",
        $"wait until it has ended; if nobody is behind it any more, say --take-over, which ends it", host: host);

    private void End(string said)
    {
        var parts = said.Split(' ');
        var status = parts[0] switch
        {
            "satisfied" => StepStatus.Satisfied,
            "done" => StepStatus.Done,
            "drifted" => StepStatus.Drifted,
            "undone" => StepStatus.Undone,
            "failed-undo" => StepStatus.UndoFailed,
            "later" => StepStatus.Pending,
            _ => StepStatus.Failed,
        };
        var exit = int.Parse(parts[1]);
        if (status is StepStatus.Satisfied && order.HandMade(host, current!, Found) is { Count: > 0 } changes)
        {
            status = StepStatus.Drifted;
            foreach (var change in changes) Print(Redactor.Clean($"changed since the run: {change.What.En}"));
        }
        var explained = parts[0] is "failed-guard" ? Guard(exit)
            : current!.Explain.GetValueOrDefault(exit) ?? (status is StepStatus.Failed or StepStatus.UndoFailed ? ProbableCause.Of(KeepLast()) : null);
        if (LooksBack && status is StepStatus.Satisfied) current = null;
        else Finish(status, exit, explained?.Why, explained?.Now);
    }

    private Runbooks.Explanation Guard(int exit) => exit is 9
        ? new(new Text($"no fresh login found it well within {order.Options.GuardLimit} s, so the host put itself back as it was", $"{order.Options.GuardLimit} 秒内没有新的登录确认，主机已自行恢复原状"),
            new Text("look at the values of this step, then: ovswizard resume", "请检查该步骤的参数，然后运行 ovswizard resume"))
        : new(new Text("the timed undo could not be armed, so nothing was changed", "无法设置定时撤销，因此未作任何更改"),
            new Text("systemd-run must work on this host; its message is above", "该主机上必须能使用 systemd-run；其报错见上"));

    private void Finish(StepStatus status, int? exit, Text? why, Text? now)
    {
        waiting.Remove(current!);
        desk.Report(new StepEnded(host, current!.Key, status, exit, watch.ElapsedMilliseconds, KeepLast(), why, now));
        if (status is StepStatus.Drifted) drifted.Add(current);
        if (status is StepStatus.Failed) reply = new(Waits.Failed, current, []);
        if (status is StepStatus.Done or StepStatus.Satisfied) passed(current);
        current = null;
    }
}

using System.Diagnostics;
using OvsWizard.Journal;
using OvsWizard.Plans;

namespace OvsWizard.Engine;

/// <summary>
/// Hears what a host says while it follows an order, and reports it. The host is not believed: what it cannot mean now,
/// or says of another host or of a step that has no turn, is a failure of that host.
/// </summary>
/// <param name="plan">The host's part: all the steps that it may speak of.</param>
/// <param name="passed">Called with each step that ended well.</param>
internal sealed class HostReporter(HostPlan plan, RunOrder order, RunRecorder recorder, Action<PlannedStep> passed)
{
    private readonly string host = plan.Host;

    private readonly OutputTail output = new();
    private readonly Stopwatch watch = new();
    private readonly List<PlannedStep> drifted = [];
    private readonly List<OfferedFile> offers = [];
    private readonly List<KeptImage> kept = [];

    /// <summary>Steps whose change has not been heard to begin since their before-image was kept.</summary>
    private readonly HashSet<PlannedStep> waiting = [];

    /// <summary>Steps whose image may yet be told in this order, besides the turns.</summary>
    private Dictionary<string, PlannedStep> imageable = [];
    private Dictionary<string, Turn> turns = [];
    private Turn? turn;
    private ReceivedImage image = new();
    private PlannedStep? current;

    /// <summary>The step whose image is taken; it is no change, and has the same limit.</summary>
    private PlannedStep? imaged;

    /// <summary>It has been said that output is not shown.</summary>
    private bool hides;
    private Reply reply = Reply.Idle;

    /// <summary>A recheck of what was done earlier: only drift is worth telling.</summary>
    public bool IsRecheck { get; set; }

    /// <summary>Where this session comes in; null where the host was not asked, or could not tell.</summary>
    public SessionFound? Session { get; private set; }

    /// <summary>
    /// What others have changed since the run has left it, of the steps asked for; none of those that are as they were
    /// left.
    /// </summary>
    public Dictionary<string, FoundNow> Found { get; } = [];

    /// <summary>The step in hand, or the one that is checked; null: neither is.</summary>
    public PlannedStep? InHand => current ?? imaged;

    /// <summary>What its scripts say carries this token; null: no step is in hand.</summary>
    public string? StepToken => turn?.Token;

    /// <summary>Files of the host that the step in hand has for the operator.</summary>
    public IReadOnlyList<OfferedFile> Offers => offers;

    /// <summary>Since the step in hand began, or since something else was last heard where none is.</summary>
    public TimeSpan Elapsed => watch.Elapsed;

    /// <summary>Steps that an end of the shell would leave half done.</summary>
    public IReadOnlyList<PlannedStep> Begun =>
        [.. waiting, .. current is null || waiting.Contains(current) ? (PlannedStep[])[] : [current]];

    public void Begin(HostOrder given)
    {
        reply = Reply.Idle;
        kept.Clear();
        turns = given.Turns.ToDictionary(t => t.Step.Key);
        imageable = given.TellsImages ? plan.Steps.ToDictionary(s => s.Key) : [];
        (turn, imaged) = (null, null);
        watch.Restart();
    }

    /// <exception cref="Failure">Host: it cannot mean this. Refused: another run holds it.</exception>
    public void Hear(ShellWord said)
    {
        if (said.Word is null) HearOutput(said.Rest);
        else if (said.Rest.Length > ShellProtocol.Longest)
            throw DoesNotFit($"{said.Word} with {said.Rest.Length} characters");
        else if (!(said.IsOfStep ? HearStep(said.Word, said.Rest) : HearShell(said.Word, said.Rest)))
            throw DoesNotFit($"{said.Word} {said.Rest}");
    }

    /// <summary>The shell waits: what came of the order.</summary>
    /// <exception cref="Failure">Host: it has not told of every step.</exception>
    public Reply Waiting()
    {
        // A walk may end early, at a step that must change something; everything else is told to its end, or to a
        // failure.
        var untold = turns.Values.FirstOrDefault(t =>
            t is { HasEnded: false, IsKept: false } && (t.Kind is not TurnKind.Walk || kept.Count == 0));
        if (untold is not null && reply.Reason is WaitReason.Idle)
            throw DoesNotFit($"idle, without a word about {untold.Step.Key}");
        if (image.IsOpen) throw DoesNotFit($"idle, in the middle of an image");
        turns = [];
        (turn, imaged) = (null, null);
        return Failed() ?? (kept.Count == 0 ? reply : new(WaitReason.Kept, kept[0].Step, [.. kept]));
    }

    /// <summary>The step in hand took too long and was ended.</summary>
    /// <exception cref="Failure">Host: it was only checked.</exception>
    public Reply Overdue()
    {
        if (current is null)
            throw new Failure(FailureKind.Host,
                $"what step {imaged!.Key} changes could not be checked within {imaged.TimeoutSeconds} s",
                $"a command on the host hangs", $"check the host, then: ovswizard resume", host: host);
        var (seconds, undoes) = (current.TimeoutSeconds, turn?.Phase is "undo");
        Finish(undoes ? StepStatus.UndoFailed : StepStatus.Failed,
            null, new Text($"it took longer than its limit of {seconds} s and was ended", $"超过时限 {seconds} 秒，已被终止"),
            undoes ? new Text("look at the host, then: ovswizard rollback", "请查看主机，然后运行 ovswizard rollback")
            : new Text("check the host, then: ovswizard resume", "请查看主机，然后运行 ovswizard resume"));
        return Failed() ?? reply;
    }

    /// <summary>What the operator's machine does for a step, between two orders.</summary>
    public void Carry(PlannedStep step)
    {
        current = step;
        recorder.Report(new StepPhase(host, step.Key, "do"));
    }

    public void CarryFailed(Failure failure)
    {
        Print(failure.What);
        var zh = failure.In(Language.Chinese);
        Finish(StepStatus.Failed, null, failure.Why is { } why ? new Text(why, zh.Why!) : null,
            failure.Now is { } now ? new Text(now, zh.Now!) : null);
    }

    /// <summary>The steps found drifted since this was last asked.</summary>
    public IReadOnlyList<PlannedStep> TakeDrifted()
    {
        var taken = drifted.ToArray();
        drifted.Clear();
        return taken;
    }

    /// <summary>
    /// The step in hand, whose end will not be heard of; those that were to follow it have not been heard to begin.
    /// </summary>
    public void Interrupt()
    {
        if (current is not null) Finish(StepStatus.Interrupted, null, null, null);
        PutOff();
    }

    /// <summary>The steps that wait were checked and are not begun.</summary>
    public void PutOff()
    {
        foreach (var step in waiting)
            recorder.Report(new StepEnded(host, step.Key, StepStatus.Pending, null, 0, "", null, null));
        waiting.Clear();
        Leave();
    }

    /// <summary>What the step in hand did is told by another session.</summary>
    public void Leave() => (current, turn, imaged) = (null, null, null);

    public void Print(string line)
    {
        if (current is null) return;
        // What a host has held before may be secret, too, and nobody here knows it: only what the change itself says is
        // shown.
        if (current.HoldsSecret && turn?.Phase is not "do")
        {
            if (hides) return;
            (hides, line) = (true, "(not shown: the step holds a secret)");
        }
        output.Add(line);
        if (!IsRecheck) recorder.Report(new StepOutput(host, current.Key, line));
    }

    private Reply? Failed()
    {
        if (reply.Reason is not WaitReason.Failed) return null;
        PutOff();
        return reply;
    }

    private Failure DoesNotFit(string said) =>
        new(FailureKind.Host, $"cannot follow the host: it sent '{Brief(said)}', which is unexpected here",
            turn is null ? $"no step was under way" : (FormattableString)$"step {turn.Step.Key} was under way",
            $"check what runs between sshd and sh on the host, and who else works there; then: ovswizard resume",
            host: host);

    private static string Brief(string said) =>
        Texts.Printable.Of(Redactor.Clean(said.Length > 100 ? $"{said[..100]}…" : said));

    private void HearOutput(string line)
    {
        if (!image.IsOpen) Print(Redactor.Clean(line));
        else if (!image.Add(line)) throw DoesNotFit($"a before-image that is longer than announced");
    }

    /// <returns>False where the shell cannot say this now.</returns>
    private bool HearShell(string word, string rest) => word switch
    {
        "step" => Begin(rest),
        "phase" => Enter(rest),
        "image" => MayTellImage && image.Announce(rest),
        "piece" => MayTellImage && image.AddPiece(rest),
        "kept" => Keep(rest),
        "looks" => TakesImage(rest),
        "left" => Left(rest),
        "same" => See(rest, null),
        "now" => image.Text is { } text && See(rest, new(text)),
        "differs" => See(rest, new(null)),
        "spared" => Spare(rest),
        "armed" => turn?.IsGuardedIn("") == true && HostWords.Seconds(rest) is { } seconds
            && Told(new GuardArmed(host, turn.Step.Key, seconds)),
        "changed" => Change(),
        "end" => End(rest.Split(' ')),
        "session" => Find(rest),
        "locked" => throw Locked(rest.Split(' ', 3)),
        _ => false,
    };

    /// <returns>False where a script of the step in hand cannot say this now.</returns>
    private bool HearStep(string word, string rest) => turn!.Hears(rest.Length) && word switch
    {
        "fail" => turn.Fails(rest),
        "publish" => Publish(rest.Split(' ', 2)),
        "interrupts" => Told(new WillInterrupt(host, Redactor.Clean(rest))),
        "remark" => Remark(Redactor.Clean(rest)),
        "pair" => HostWords.Pair(rest, host, order.Names) is { } pair && Told(pair),
        "offer" =>
            turn.IsChecking && turn.Step.Transfer is not null && HostWords.Offer(rest) is { } offer && Offered(offer),
        _ => false,
    };

    private bool MayTellImage => imaged is not null || turn?.MayTellImage == true;

    private bool Told(RunEvent happened)
    {
        recorder.Report(happened);
        return true;
    }

    private bool Begin(string key)
    {
        if (image.IsOpen || imaged is not null || turn is { HasEnded: false, IsKept: false }
            || !turns.TryGetValue(key, out var next) || !next.Begins()) return false;
        (turn, current) = (next, next.Step);
        if (!IsRecheck && turn.Kind is not TurnKind.Go) order.Unpublish(host, key);
        hides = false;
        output.Clear();
        image = new();
        offers.Clear();
        watch.Restart();
        return true;
    }

    private bool Enter(string phase)
    {
        if (turn?.Enters(phase) != true) return false;
        hides = false;
        // What the check found missing is no part of why the change failed.
        if (phase is "do") output.Clear();
        if (phase is "do") waiting.Remove(turn.Step);
        // The transfer before it was the beginning of the change.
        if (!IsRecheck && !(phase is "do" && turn.Step.Transfer is not null))
            recorder.Report(new StepPhase(host, turn.Step.Key, phase));
        return true;
    }

    private bool Keep(string key)
    {
        if (turn?.Step.Key != key || image.Text is not { } text || !turn.Keeps()) return false;
        waiting.Add(turn.Step);
        kept.Add(new(turn.Step, text));
        image = new();
        return true;
    }

    /// <summary>How a step is now: of the one in hand where it is checked, else of any, once in an order.</summary>
    private bool TakesImage(string key)
    {
        // One that could not be checked is followed by the next without a word.
        var looked = turn is null ? imageable.GetValueOrDefault(key)
            : turn is { Kind: TurnKind.Check, IsChecking: true } && imaged is null && turn.Step.Key == key
            ? turn.Step : null;
        if (looked is null || image.IsOpen) return false;
        imageable.Remove(key);
        (imaged, image) = (looked, new());
        watch.Restart();
        return true;
    }

    private bool Left(string key)
    {
        if (imaged?.Key != key || turn is not null || image.IsOpen) return false;
        return Seen(new StepLeft(host, key, imaged.HoldsSecret ? null : image.Text));
    }

    private bool See(string key, FoundNow? now)
    {
        if (imaged?.Key != key || image.IsOpen) return false;
        if (now is not null) Found[key] = now;
        return Seen(null);
    }

    private bool Seen(RunEvent? happened)
    {
        if (happened is not null) recorder.Report(happened);
        (imaged, image) = (null, new());
        return true;
    }

    private bool Spare(string key)
    {
        if (!turns.TryGetValue(key, out var spared) || spared is not { Kind: TurnKind.Go, HasEnded: false }
            || !waiting.Remove(spared.Step)) return false;
        spared.Leave();
        return Told(new StepSpared(host, key));
    }

    private bool Change()
    {
        if (turn?.IsGuardedIn("do") != true) return false;
        turn.Leave();
        reply = new(WaitReason.Changed, current, []);
        return true;
    }

    private bool Remark(string text)
    {
        if (!IsRecheck) recorder.Report(new Remarked(host, turn!.Step.Key, text));
        Print(text);
        return true;
    }

    /// <summary>A plan of the first format does not tell what its steps publish.</summary>
    private bool Publish(string[] said)
    {
        if (said.Length < 2 || turn!.Step.Publishes?.Contains(said[0]) == false) return false;
        var published = new Published(host, turn.Step.Key, said[0], Redactor.Clean(said[1]));
        order.Publish(published);
        return Told(published);
    }

    private bool Offered(OfferedFile offer)
    {
        offers.Add(offer);
        return true;
    }

    private bool Find(string said)
    {
        if (Session is not null || turn is not null || HostWords.Session(said, host) is not { } found) return false;
        Session = found;
        return Told(found);
    }

    private Failure Locked(string[] holder) => new(FailureKind.Refused, $"another run works on this host",
        $"run {holder[0]} of {holder.ElementAtOrDefault(2) ?? "an unknown operator"} holds it, and its session is alive",
        $"wait until it ends; if nobody uses it any more, --take-over ends it", host: host);

    private bool End(string[] said)
    {
        // An image that could not be taken is told by nothing.
        imaged = null;
        if (turn is null || image.IsOpen || said.Length != 2 || !byte.TryParse(said[1], out var exit)
            || !turn.Ends(said[0])) return false;
        var status = Turn.StatusOf(said[0]);
        if (status is StepStatus.Satisfied && order.HandMade(host, turn.Step, Found) is { Count: > 0 } changes)
        {
            status = StepStatus.Drifted;
            foreach (var change in changes) Print(Redactor.Clean($"changed since the run: {change.What.En}"));
        }
        // A name that was caught on the way is no reason: the script then ended with another status.
        var reason = exit is FailureMeaning.Named ? turn.Reason : null;
        var explained = new FailureMeaning(order.Plan, order.Options.GuardLimit).Of(turn.Step, said[0], exit, reason)
            ?? (status is StepStatus.Failed or StepStatus.UndoFailed ? ProbableCause.Of(output.Text) : null);
        if (IsRecheck && status is StepStatus.Satisfied) Leave();
        else Finish(status, exit, explained?.Why, explained?.Now, reason);
        return true;
    }

    private void Finish(StepStatus status, int? exit, Text? why, Text? now, string? reason = null)
    {
        var step = current!;
        waiting.Remove(step);
        recorder.Report(new StepEnded(host, step.Key, status, exit, watch.ElapsedMilliseconds, output.Text, why,
            now) { Reason = reason });
        if (status is StepStatus.Drifted) drifted.Add(step);
        if (status is StepStatus.Failed) reply = new(WaitReason.Failed, step, []);
        if (status is StepStatus.Done or StepStatus.Satisfied) passed(step);
        Leave();
        watch.Restart();
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Engine;

/// <summary>
/// The way to one host: opens conversations with it, with the steps of its plan made known and numbered by their place
/// in it.
/// </summary>
/// <param name="connect">Opens the shell on a host, given its name and the mark of the session.</param>
internal sealed class HostLine(HostPlan plan, RunOrder order, RunRecorder recorder, SemaphoreSlim forks,
    Func<string, string, CancellationToken, Task<IHostShell>> connect)
{
    private readonly Dictionary<string, int> numbers = plan.Steps.Index().ToDictionary(s => s.Item.Key, s => s.Index);

    public string Host => plan.Host;

    private int NumberOf(PlannedStep step) => numbers[step.Key];

    /// <summary>Called with each step that ended well.</summary>
    public Action<PlannedStep> Passed { get; set; } = _ => { };

    /// <summary>
    /// The walk through <paramref name="steps"/>, in which those that are independent go together with the one before
    /// them.
    /// </summary>
    public HostOrder Walk(IReadOnlyList<PlannedStep> steps, SessionFound? session)
    {
        bool GoesTogether(int i) =>
            i > 0 && IsPlain(steps[i - 1], session) && IsPlain(steps[i], session)
            && plan.Steps.Skip(NumberOf(steps[i - 1]) + 1).Take(NumberOf(steps[i]) - NumberOf(steps[i - 1]))
                .All(s => s.IsIndependent);

        var turns = TurnsOf(steps, TurnKind.Walk);
        return new(HostScript.Walk(turns.Select((turn, i) => (turn.Word, GoesTogether(i)))),
            turns) { TellsImages = true };
    }

    public HostOrder Go(IReadOnlyList<PlannedStep> steps) => Each(steps, TurnKind.Go, HostScript.Go);

    /// <param name="folder">Of the run on the host that the steps are compared with as well; null: of none.</param>
    public HostOrder Check(IReadOnlyList<PlannedStep> steps, string? folder = null) =>
        Each(steps, TurnKind.Check,
            words => folder is null ? HostScript.Check(words) : HostScript.CheckAfter(words, folder));

    /// <summary>What others have changed of the steps since the run has left them.</summary>
    public HostOrder Now(IReadOnlyList<PlannedStep> steps) =>
        new(HostScript.Now(steps.Select(NumberOf)), []) { TellsImages = true };

    public HostOrder Prove(PlannedStep step) => Each([step], TurnKind.Prove, words => HostScript.Prove(words.Single()));

    public HostOrder Confirm(PlannedStep step) =>
        Each([step], TurnKind.Confirm, words => HostScript.Confirm(words.Single()));

    public HostOrder Undo(PlannedStep step, string? image, bool merged, bool apart) =>
        Each([step], TurnKind.Undo, words =>
            apart ? HostScript.UndoApart(words.Single(), image, merged)
                : HostScript.Undo(words.Single(), image, merged));

    public HostOrder UndoBegun(PlannedStep step, bool apart) =>
        Each([step], TurnKind.Undo, words => HostScript.UndoBegun(words.Single(), apart));

    private HostOrder Each(IReadOnlyList<PlannedStep> steps, TurnKind kind, Func<IEnumerable<string>, string> script)
    {
        var turns = TurnsOf(steps, kind);
        return new(script(turns.Select(turn => turn.Word)), turns);
    }

    private IReadOnlyList<Turn> TurnsOf(IReadOnlyList<PlannedStep> steps, TurnKind kind) =>
        HostOrder.TurnsOf(steps, kind, NumberOf);

    /// <summary>Nothing but what the host does by itself belongs to its change.</summary>
    private bool IsPlain(PlannedStep step, SessionFound? session) =>
        step.Transfer is null && order.GuardOf(step, session) is null;

    /// <summary>
    /// Connects, takes the host for the run, and makes <paramref name="steps"/> known. Every conversation has a mark of
    /// its own, so that an older one can be ended.
    /// </summary>
    public async Task<HostConversation> OpenAsync(IEnumerable<PlannedStep> steps, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var mark = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        IHostShell shell;
        await forks.WaitAsync(stop);
        try
        {
            shell = await connect(Host, mark, stop);
        }
        finally
        {
            forks.Release();
        }
        recorder.Report(new HostConnected(Host, watch.ElapsedMilliseconds));
        var conversation = new HostConversation(Host, mark, token, shell,
            new HostReporter(plan, order, recorder, Passed), order, recorder);
        try
        {
            await conversation.TellAsync(order.Functions, stop);
            var opening = order.OpeningOf(plan, mark, token);
            // Which steps are guarded may depend on where the session comes in; where none touches an interface, one
            // trip does.
            if (plan.Steps.Any(s => s.Touches.Count > 0))
            {
                await conversation.SayAsync(opening + HostScript.FindSession(), stop);
                opening = "";
            }
            await conversation.TellAsync(opening, stop);
            // One by one: of thousands of hosts the whole would be more than should be held at once.
            foreach (var step in steps) await conversation.TellAsync(
                HostScript.Define(NumberOf(step), step, order.GuardOf(step, conversation.Session)), stop);
            await conversation.SayAsync("", stop);
            return conversation;
        }
        catch
        {
            await conversation.DisposeAsync();
            throw;
        }
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Engine;

/// <summary>The way to one host: opens conversations with it, with the steps of its plan made known and numbered by their place in it.</summary>
/// <param name="connect">Opens the shell on a host, given its name and the mark of the session.</param>
internal sealed class HostLine(HostPlan plan, RunOrder order, RunDesk desk, SemaphoreSlim forks, Func<string, string, CancellationToken, Task<IHostShell>> connect)
{
    private readonly Dictionary<string, int> numbers = plan.Steps.Index().ToDictionary(s => s.Item.Key, s => s.Index);

    public string Host => plan.Host;

    public int NumberOf(PlannedStep step) => numbers[step.Key];

    public IEnumerable<int> NumbersOf(IEnumerable<PlannedStep> steps) => steps.Select(NumberOf);

    /// <summary>Called with each step that ended well.</summary>
    public Action<PlannedStep> Passed { get; set; } = _ => { };

    /// <summary>The walk through <paramref name="steps"/>, in which those that are independent go together with the one before them.</summary>
    public string WalkOf(IReadOnlyList<PlannedStep> steps, SessionFound? session)
    {
        bool GoesTogether(int i) =>
            i > 0 && IsPlain(steps[i - 1], session) && IsPlain(steps[i], session)
            && plan.Steps.Skip(NumberOf(steps[i - 1]) + 1).Take(NumberOf(steps[i]) - NumberOf(steps[i - 1])).All(s => s.IsIndependent);

        return HostScript.Walk(steps.Select((step, i) => (NumberOf(step), GoesTogether(i))));
    }

    /// <summary>Nothing but what the host does by itself belongs to its change.</summary>
    private bool IsPlain(PlannedStep step, SessionFound? session) => step.Transfer is null && order.GuardOf(step, session) is null;

    /// <summary>Connects, takes the host for the run, and makes <paramref name="steps"/> known. Every conversation has a mark of its own, so that an older one can be ended.</summary>
    public async Task<HostConversation> OpenAsync(IEnumerable<PlannedStep> steps, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        var mark = RandomNumberGenerator.GetHexString(16, lowercase: true);
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
        desk.Report(new HostConnected(Host, watch.ElapsedMilliseconds));
        var conversation = new HostConversation(Host, mark, shell, order, desk, Passed);
        try
        {
            foreach (var step in steps) conversation.Knows(step);
            await conversation.TellAsync(order.Functions, stop);
            var opening = order.OpeningOf(plan, mark);
            // Which steps are guarded may depend on where the session comes in; where none touches an interface, one trip does.
            if (plan.Steps.Any(s => s.Touches.Count > 0))
            {
                await conversation.SayAsync(opening + HostScript.FindSession(), stop);
                opening = "";
            }
            await conversation.TellAsync(opening, stop);
            // One by one: of thousands of hosts the whole would be more than should be held at once.
            foreach (var step in steps) await conversation.TellAsync(HostScript.Define(NumberOf(step), step, order.GuardOf(step, conversation.Session)), stop);
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

using System.Collections.Concurrent;
using OvsWizard.Images;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Ssh;

namespace OvsWizard.Engine;

/// <summary>What all hosts of one run share: how it is to be done, and what its steps have published.</summary>
/// <param name="Ask">Asked once for each gate; false ends the run before the step.</param>
internal sealed record RunOrder(Plan Plan, RunState State, RunOptions Options,
    Func<SegmentGate, PlannedStep, Task<bool>> Ask) : IDisposable
{
    private const int Consent = -1;

    private readonly ConcurrentDictionary<int, Lazy<Task<bool>>> answers = new();
    private readonly Lock publishing = new();
    /// <summary>By host and step: whoever begins a step takes its own back at once, among however many.</summary>
    private readonly Dictionary<(string Host, string Step), List<Published>> published =
        State.Published.GroupBy(p => (p.Host, p.Step)).ToDictionary(g => g.Key, g => g.ToList());

    private string? publishedScript;

    /// <summary>
    /// Guarded steps go one host at a time: the peers must stand still while one of them is confirmed.
    /// </summary>
    public SemaphoreSlim GuardTurn { get; } = new(1);

    /// <summary>The hosts of the run: a host that speaks of another one must mean one of these.</summary>
    public IReadOnlySet<string> Names { get; } = Plan.Hosts.Select(h => h.Host).ToHashSet();

    /// <summary>The first step that may change anything: the consent stands before it, on every host.</summary>
    public int FirstChange { get; } = Plan.Hosts.SelectMany(h => h.Steps).Where(s => !s.IsPreflight)
        .Select(s => s.Order).DefaultIfEmpty(0).Min();

    /// <summary>
    /// What all hosts have handed over so far, as a shell is told; made once for the many that ask at the same gate.
    /// </summary>
    public string PublishedScript
    {
        get { lock (publishing) return publishedScript ??= HostScript.Publish(published.Values.SelectMany(of => of)); }
    }

    public void Publish(Published value)
    {
        lock (publishing)
        {
            if (!published.TryGetValue((value.Host, value.Step), out var values))
                published[(value.Host, value.Step)] = values = [];
            values.Add(value);
            publishedScript = null;
        }
    }

    /// <summary>The step begins on the host: what it handed over an earlier time no longer counts.</summary>
    public void Unpublish(string host, string step)
    {
        lock (publishing)
        {
            if (published.Remove((host, step))) publishedScript = null;
        }
    }

    /// <summary>
    /// The operator's answer before <paramref name="first"/>: the host that comes first asks, the others wait for the
    /// same answer.
    /// </summary>
    public Task<bool> AskAsync(SegmentGate gate, PlannedStep first) =>
        answers.GetOrAdd(gate is SegmentGate.Consent ? Consent : first.Order, _ => new(() => Ask(gate, first))).Value;

    public string StateFolderOf(string host) => $"{Options.PathsOf(host).State}/{Options.RunId ?? "verify"}";

    /// <summary>Where the run that is checked keeps what it left on the host.</summary>
    public string VerifiedFolderOf(string host) => $"{Options.PathsOf(host).State}/{Options.VerifiedRun!.Started?.Run}";

    /// <summary>What every shell is given first: made once, for of thousands of hosts each would hold a copy.</summary>
    public string Functions { get; } = HostScript.Functions(Plan.Functions);

    /// <summary>What a shell on the host is given after that.</summary>
    public string OpeningOf(HostPlan host, string mark, string token)
    {
        var values = Options.SecretsOf(host.Host);
        foreach (var form in values.Values.SelectMany(HostScript.FormsOf)) Redactor.Hide(form);
        var opening = HostScript.Opening(mark, token, host.Host, StateFolderOf(host.Host),
            MayBeGuarded(host) ? Plan.Hosts.Where(h => h.Host != host.Host).Select(h => h.Address) : [], values,
            LocalOf(host));
        var path = Options.PathsOf(host.Host).Lock;
        return opening + (Options.ChecksOnly ? HostScript.Visit(path)
            : HostScript.Lock(path, Options.RunId!, Options.Holder, Options.TakeOver));
    }

    /// <summary>
    /// The peers' addresses are for guarded steps alone: of thousands of hosts each would be told of all others for
    /// nothing.
    /// </summary>
    private static bool MayBeGuarded(HostPlan host) =>
        host.Steps.Any(s => s.Touches.Count > 0 || s.Risk.Level is Runbooks.RiskLevel.Lockout);

    /// <summary>The files that the host's steps carry, as they are on this machine: SHA-256 and name.</summary>
    private IEnumerable<string> LocalOf(HostPlan host) =>
        from step in host.Steps
        where step.Transfer is not null
        from path in step.Kind is StepKind.Send ? step.Transfer!.Files : LocalFiles.FetchedInto(step.Transfer!.To)
        let sum = Options.Files.SumOf(path)
        where sum is not null
        select $"{sum} {Path.GetFileName(path)}";

    /// <summary>Seconds that a step's timed undo waits; null where the step cannot cut anybody off.</summary>
    public int? GuardOf(PlannedStep step, SessionFound? session) =>
        step.Risk.Level is Runbooks.RiskLevel.Lockout || session?.IsTouchedBy(step.Touches) == true
            ? Options.GuardLimit : null;

    /// <summary>
    /// What others have changed of a step since the run has left it, which is what verify of a run is about; null where
    /// nothing is known.
    /// </summary>
    public IReadOnlyList<HandMade>? HandMade(string host, PlannedStep step, IReadOnlyDictionary<string, FoundNow> found)
    {
        if (Options.VerifiedRun is not { } run || !found.TryGetValue(step.Key, out var now)) return null;
        if (now.Image is null) return [SecretChanged];
        return run[host][step.Key].After is { } after ? ImageMerge.ChangesBetween(after, now.Image) : null;
    }

    /// <summary>All that is told of a step that holds a secret.</summary>
    public static HandMade SecretChanged { get; } =
        new(new Text("what holds a secret has changed, and is not shown", "含有机密的内容已改变，不予显示"), new("***", "***", "***"));

    public void Dispose() => GuardTurn.Dispose();
}

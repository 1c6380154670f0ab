using OvsWizard.Engine;
using OvsWizard.Inventories;
using OvsWizard.Journal;
using OvsWizard.Logs;
using OvsWizard.Plans;
using OvsWizard.Runbooks;
using OvsWizard.Ssh;
using OvsWizard.Templates;

namespace OvsWizard.Sessions;

/// <summary>
/// One run being worked on: its folder, claimed for this process, its journal, and the connections to its hosts. The
/// command line and the wizard work through it alike. It may be run, undone and run again until it is disposed.
/// </summary>
public sealed class Session : IDisposable
{
    private readonly RunJournal? journal;
    private readonly IDisposable? claim;

    private Session(RunFolder? folder, IDisposable? claim, RunState state, IReadOnlyList<Host> hosts, bool torn)
    {
        (Folder, this.claim, State, Hosts, IsTorn) = (folder, claim, state, hosts, torn);
        journal = folder is null ? null : new RunJournal(folder.JournalPath);
    }

    /// <summary>Null where nothing is kept: verify.</summary>
    public RunFolder? Folder { get; }

    public RunState State { get; }

    /// <summary>How the plan's hosts are reached.</summary>
    public IReadOnlyList<Host> Hosts { get; }

    /// <summary>
    /// The journal's last line was torn by a crash and was taken off: what it said is lost, and is looked up on the
    /// hosts.
    /// </summary>
    public bool IsTorn { get; }

    /// <summary>Told of everything that happens, in order, on one thread at a time.</summary>
    public List<Action<RunEvent, RunState>> Observers { get; } = [];

    /// <summary>The run whose work is checked; null: none.</summary>
    private RunState? VerifiedRun { get; init; }

    /// <summary>Passphrases and passwords for the connections.</summary>
    public SshOptions Ssh { get; init; } = new();

    /// <summary>A new run.</summary>
    /// <exception cref="Failure">Input: its folder cannot be made.</exception>
    public static Session Begin(Plan plan, IReadOnlyList<Host> hosts, RunRequest request, SshOptions ssh)
    {
        var folder = RunFolder.Create(plan, request, DateTimeOffset.UtcNow);
        return new Session(folder, folder.Claim(), new RunState(plan), hosts, torn: false) { Ssh = ssh };
    }

    /// <summary>The run of the first of these batches; its request has those after it.</summary>
    /// <param name="inventory">All hosts of all batches.</param>
    /// <exception cref="Failure">Input: there is no such host any more, or a value does not fit.</exception>
    public static Session BeginBatch(Runbook runbook, Inventory inventory, RunRequest request, BatchesLeft left,
        SshOptions ssh)
    {
        var batch = request with { Limit = left.Left[0], Rest = left.After([], []) };
        var part = inventory.Limit([.. left.Left[0]]);
        return Begin(PlanBuilder.Build(runbook, part.Hosts, part.Params, batch.ToAnswers()), part.Hosts, batch, ssh);
    }

    /// <summary>A check the hosts, of which nothing is kept.</summary>
    /// <param name="run">The run whose work is checked: what others have changed since it ended is drift.</param>
    public static Session ToVerify(Plan plan, IReadOnlyList<Host> hosts, SshOptions ssh, RunState? run = null) =>
        new(null, null, new RunState(plan), hosts, torn: false) { Ssh = ssh, VerifiedRun = run };

    /// <summary>Checks all hosts to the end, read-only and asking nobody; nothing is kept.</summary>
    /// <param name="seen">Told of everything that is found, one event at a time, on any thread.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<RunState> CheckAsync(
        Plan plan, IReadOnlyList<Host> hosts, SshOptions ssh, int forks, Action<RunEvent> seen, CancellationToken stop)
    {
        using var session = ToVerify(plan, hosts, ssh);
        session.Observers.Add((happened, _) => seen(happened));
        var state = await session.RunAsync(
            new RunOptions(null, new NobodyAsked(), new RunControl()) { Forks = forks }, stop);
        stop.ThrowIfCancellationRequested();
        return state;
    }

    /// <summary>An earlier run, as its journal adds up.</summary>
    /// <param name="former">The run, read from its folder.</param>
    /// <exception cref="Failure">Refused: another process works on it.</exception>
    public static Session Open(FormerRun former, SshOptions ssh)
    {
        var claim = former.Folder.Claim();
        try
        {
            // Read again under the claim: it may have gone on since.
            var record = RunRecord.Read(former.Folder);
            return new Session(former.Folder, claim, record.State, former.Hosts, record.Torn) { Ssh = ssh };
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Does what is left to do; looks only where nothing is kept.</summary>
    /// <exception cref="Failure">Input: a secret or a file that is to be sent cannot be read. Or the operator could not
    /// be asked.</exception>
    public Task<RunState> RunAsync(RunOptions options, CancellationToken stop)
    {
        foreach (var path in State.Plan.Hosts.SelectMany(h => h.Steps)
            .SelectMany(s => s.Transfer?.Files ?? []).Distinct())
            if (options.Files.SumOf(path) is null)
                throw new Failure(FailureKind.Input, $"file '{path}' not found on this machine, or not readable",
                    $"it is to be sent to the hosts", $"correct the parameter that names it");
        return WorkAsync(options, (runner, o) => runner.RunAsync(o, stop));
    }

    /// <inheritdoc cref="Runner.RollBackAsync"/>
    public Task<RunState> RollBackAsync(RunOptions options, string? to, CancellationToken stop) =>
        WorkAsync(options, (runner, o) => runner.RollBackAsync(o, to, stop));

    /// <summary>Where it is told how the run ended; null: nowhere.</summary>
    public Uri? Webhook { get; set; } = Sessions.Webhook.FromEnvironment();

    /// <summary>Why it could not be told there; null: it could.</summary>
    public string? WebhookTrouble { get; private set; }

    public void Dispose()
    {
        journal?.Dispose();
        claim?.Dispose();
    }

    private async Task<RunState> WorkAsync(RunOptions options, Func<Runner, RunOptions, Task<RunState>> work)
    {
        var secrets = ReadSecrets();
        await using var connections = new Connections(Hosts, Ssh);
        var runner = new Runner(State, connections.OpenShellAsync, journal, TimeProvider.System);
        runner.Observers.AddRange(Observers);
        runner.Observers.Add((happened, _) => ProgramLog.See(Folder?.Id ?? "verify", happened));
        using var heeded = Folder is null ? null : ControlRequest.Heed(Folder, options.Control);
        var state = await work(runner, options with
        {
            RunId = Folder?.Id,
            PlanHash = Folder?.HashOfPlan(),
            ChecksOnly = Folder is null,
            VerifiedRun = VerifiedRun,
            Holder =
                $"{Environment.UserName}@{Environment.MachineName} since {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC",
            SecretsOf = host => secrets[host],
        });
        if (Folder is not null && Webhook is not null) await TellAsync(Webhook, Folder.Id);
        return state;
    }

    /// <summary>
    /// A run that nobody could be told of has ended all the same. The URL may hold a secret, so that only its host is
    /// named.
    /// </summary>
    private async Task TellAsync(Uri url, string run)
    {
        WebhookTrouble = await Sessions.Webhook.SendAsync(url, Sessions.Webhook.Message(run, State)) is { } why
            ? $"{url.Host} could not be told how the run ended: {why}" : null;
        if (WebhookTrouble is not null) ProgramLog.Note($"{run} {WebhookTrouble}");
    }

    private Dictionary<string, IReadOnlyDictionary<string, string>> ReadSecrets() => State.Plan.Hosts.ToDictionary(
        h => h.Host,
        h => (IReadOnlyDictionary<string, string>)h.Secrets.Select(s => SecretReference.Of(s.Key, s.Value))
            .ToDictionary(s => s.Secret.Variable, Read));

    private static string Read(SecretReference reference)
    {
        var value = reference.ReadValue();
        Redactor.Hide(value);
        return value;
    }
}

using OvsWizard.Engine;
using OvsWizard.Journal;
using OvsWizard.Plans;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Engine;

/// <summary>
/// Hosts that are shells of this machine, each with its own place for before-images and its own lock.
/// </summary>
internal sealed class LocalMachines : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("ovsw-test-").FullName;
    public string JournalPath => Path.Combine(Folder, "journal.jsonl");
    public List<RunEvent> Events { get; } = [];

    private int runs = 1;

    public HostPaths PathsOf(string host) =>
        new(Path.Combine(Folder, $"{host}.state"), Path.Combine(Folder, $"{host}.lock"));

    /// <summary>
    /// A step that makes a file of the host's own, and whose before-image is the file's absence or its bytes.
    /// </summary>
    public PlannedStep Touch(string name, int order)
    {
        var file = $"{Folder}/$OVSW_HOST.{name}";
        return PlanOf.Step(name, order, $"test -e {file}", $"touch {file}")
            with { Keep = $"ovsw_keep_file {file}", Undo = null };
    }

    /// <summary>The files that <see cref="Touch"/> has made.</summary>
    public string Touched => string.Join(' ', Directory.GetFiles(Folder).Select(Path.GetFileName)
        .Where(f => Path.GetExtension(f) is not (".jsonl" or ".lock")).Order());

    /// <summary>Runs, or goes on with what the journal says.</summary>
    public Task<RunState> RunAsync(Plan plan, IOperator? operates = null, Func<RunOptions, RunOptions>? how = null,
        CancellationToken stop = default) =>
        WorkAsync(plan, operates, how, (runner, options) => runner.RunAsync(options, stop));

    public Task<RunState> RollBackAsync(Plan plan, string? to = null, IOperator? operates = null,
        Func<RunOptions, RunOptions>? how = null, CancellationToken stop = default) =>
        WorkAsync(plan, operates, how, (runner, options) => runner.RollBackAsync(options, to, stop));

    /// <summary>The run as its journal tells it.</summary>
    public RunState Read(Plan plan)
    {
        var state = new RunState(plan);
        if (File.Exists(JournalPath))
            foreach (var happened in RunJournal.Read(JournalPath, out _)) state.Apply(happened);
        return state;
    }

    public static string Outcome(RunState state) =>
        $"{state.Ended!.Status}: {string.Join(", ", state.Hosts.Select(h => $"{h.Name} {string.Join(' ', h.Steps.Select(s => $"{s.Planned.Id}={s.Status}"))}"))}";

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private async Task<RunState> WorkAsync(Plan plan, IOperator? operates, Func<RunOptions, RunOptions>? how,
        Func<Runner, RunOptions, Task<RunState>> work)
    {
        // A second run of the same plan is a new one unless the journal is left open on purpose.
        var state = Resumes ? Read(plan) : new RunState(plan);
        if (!Resumes) File.Delete(JournalPath);
        if (!Resumes) runs++;
        using var journal = Looks ? null : new RunJournal(JournalPath);
        if (Looks) state = new RunState(plan);
        var runner = new Runner(state, (host, mark, _) => Task.FromResult<IHostShell>(LocalShell.Open(host, mark)),
            journal, TimeProvider.System);
        runner.Observers.Add((e, _) =>
        {
            Events.Add(e);
            Seen?.Invoke(e);
        });
        var options = new RunOptions($"r{runs}", operates ?? new ScriptedOperator(),
            new RunControl()) { Forks = 8, PathsOf = PathsOf };
        return await work(runner, how is null ? options : how(options));
    }

    /// <summary>Told of each event once it is in the journal.</summary>
    public Action<RunEvent>? Seen { get; set; }

    /// <summary>The next run begins anew, with a journal of its own, and is then gone on with.</summary>
    public void NewRun()
    {
        File.Delete(JournalPath);
        runs++;
        Resumes = true;
    }

    /// <summary>The next run only looks, and leaves the journal alone.</summary>
    public bool Looks { get; set; }

    /// <summary>The next run goes on with the journal of the one before.</summary>
    public bool Resumes { get; set; }
}

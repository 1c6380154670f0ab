using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OvsWizard.Plans;

namespace OvsWizard.Journal;

/// <summary>One run's folder: what was asked for, its plan as it was begun, and its journal.</summary>
public sealed class RunFolder
{
    private const int SecondLength = 15;
    private const int FractionLength = 4;

    internal RunFolder(string path) => Path = path;

    public string Path { get; }
    public string Id => System.IO.Path.GetFileName(Path);
    public string JournalPath => System.IO.Path.Combine(Path, "journal.jsonl");
    public string PlanPath => System.IO.Path.Combine(Path, "plan.json");
    private string RequestPath => System.IO.Path.Combine(Path, "request.json");

    /// <summary>$OVSWIZARD_HOME, else $XDG_STATE_HOME/ovswizard, else ~/.local/state/ovswizard.</summary>
    public static string Home
    {
        get
        {
            if (Environment.GetEnvironmentVariable("OVSWIZARD_HOME") is { Length: > 0 } home) return home;
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } xdg
                ? xdg
                : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                    ".local", "state");
            return System.IO.Path.Combine(state, "ovswizard");
        }
    }

    private static string Runs => System.IO.Path.Combine(Home, "runs");

    /// <summary>
    /// Makes the folder of a new run, readable by its owner alone, with the plan in it: whole or not at all.
    /// </summary>
    /// <exception cref="Failure">Input: it cannot be written.</exception>
    public static RunFolder Create(Plan plan, RunRequest request, DateTimeOffset now)
    {
        // The last four digits are the fraction of the second: runs within one second keep their order, and their names
        // apart.
        var id =
            $"{now:yyyyMMdd-HHmmss}-{plan.Runbook}-{now.Ticks % TimeSpan.TicksPerSecond * 65536 / TimeSpan.TicksPerSecond:x4}";
        var folder = new RunFolder(System.IO.Path.Combine(Runs, id));
        try
        {
            var unfinished = new RunFolder(System.IO.Path.Combine(Runs, $".{id}"));
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(unfinished.Path);
            else Directory.CreateDirectory(unfinished.Path,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Write(unfinished.PlanPath, plan, JournalJson.Default.Plan);
            Write(unfinished.RequestPath, request, JournalJson.Default.RunRequest);
            Directory.Move(unfinished.Path, folder.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"the run cannot be kept in '{folder.Path}'", $"{e.Message}",
                $"free some space, or name another folder in OVSWIZARD_HOME; no host was touched", cause: e);
        }
        return folder;
    }

    /// <summary>A run's folder, wherever it is.</summary>
    internal static RunFolder At(string path) => new(path);

    /// <summary>All runs, newest first.</summary>
    /// <exception cref="Failure">Input: the folder of runs cannot be read.</exception>
    public static IReadOnlyList<RunFolder> All()
    {
        if (!Directory.Exists(Runs)) return [];
        try
        {
            return [.. Directory.GetDirectories(Runs).Where(path => !System.IO.Path.GetFileName(path).StartsWith('.'))
                .Select(path => new RunFolder(path)).OrderByDescending(run => run.Began, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"cannot read '{Runs}'", $"{e.Message}",
                $"check the path and its permissions", cause: e);
        }
    }

    private const int ClaimAttempts = 5;
    private static readonly TimeSpan ClaimPause = TimeSpan.FromMilliseconds(10);

    private string LockPath => System.IO.Path.Combine(Path, "lock");

    /// <summary>
    /// When it began, to be sorted by: second and fraction, which stand before and after the runbook's name.
    /// </summary>
    private string Began => Id.Length < SecondLength + FractionLength ? Id : Id[..SecondLength] + Id[^FractionLength..];

    /// <summary>The run called <paramref name="id"/>, or the newest.</summary>
    /// <exception cref="Failure">Input: there is none.</exception>
    public static RunFolder Find(string? id)
    {
        var all = All();
        if (id is null)
            return all.Count > 0 ? all[0] : throw new Failure(FailureKind.Input, $"no run yet", $"'{Runs}' is empty",
                $"start one: ovswizard run RUNBOOK");
        return all.FirstOrDefault(r => r.Id == id)
            ?? throw new Failure(FailureKind.Input, $"run '{id}' not found", now: $"'ovswizard runs' lists them");
    }

    /// <exception cref="Failure">Input: it cannot be read.</exception>
    public Plan ReadPlan()
    {
        var plan = Read<Plan>(PlanPath);
        return plan.Format <= PlanFormat.Current ? PlanFormat.Understood(plan)
            : throw new Failure(FailureKind.Input, $"the plan of run {Id} was written by a newer ovswizard",
                $"its format is {plan.Format}, and this program knows {PlanFormat.Current}",
                $"use the newer one", at: new SourceLocation(PlanPath));
    }

    /// <summary>
    /// SHA-256 of the plan as it is kept, in hex: what <see cref="HashOf"/> gave when it was written, whatever a later
    /// program reads in it.
    /// </summary>
    public string HashOfPlan() => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(PlanPath)));

    /// <exception cref="Failure">Input: it cannot be read.</exception>
    public RunRequest ReadRequest() => Read<RunRequest>(RequestPath);

    /// <summary>
    /// Keeps every other process from working on the run until it is disposed; a process that died keeps nobody.
    /// </summary>
    /// <exception cref="Failure">Refused: another process works on it.</exception>
    public IDisposable Claim()
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                return new FileStream(LockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < ClaimAttempts)
            {
                // Somebody may just be asking whether it is claimed.
                Thread.Sleep(ClaimPause);
            }
            catch (UnauthorizedAccessException e)
            {
                throw Unreadable($"{e.Message}", new SourceLocation(Path), e);
            }
            catch (IOException e)
            {
                throw new Failure(FailureKind.Refused, $"run {Id} is in use",
                    $"another ovswizard on this machine has it open",
                    $"wait until it ends, or stop it; 'ovswizard attach {Id}' shows its progress", cause: e);
            }
    }

    /// <summary>Another process on this machine works on the run now.</summary>
    public bool IsClaimed()
    {
        if (!File.Exists(LockPath)) return false;
        try
        {
            // A shared lock: those who only ask are not in each other's way.
            new FileStream(LockPath, FileMode.Open, FileAccess.Read, FileShare.Read).Dispose();
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Deletes the run: gone from the list at once, and from the disk.</summary>
    /// <exception cref="Failure">Refused: another process works on it. Input: it cannot be deleted.</exception>
    public void Delete()
    {
        using var claim = Claim();
        try
        {
            var gone = System.IO.Path.Combine(Runs, $".{Id}");
            Directory.Move(Path, gone);
            Directory.Delete(gone, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Failure(FailureKind.Input, $"the run {Id} cannot be deleted", $"{e.Message}",
                $"check the path and its permissions", at: new SourceLocation(Path), cause: e);
        }
    }

    private static void Write<T>(string path, T content, JsonTypeInfo<T> type)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        JsonSerializer.Serialize(file, content, type);
        file.Flush(flushToDisk: true);
    }

    private T Read<T>(string path) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), JournalJson.ToRead<T>())
                ?? throw Unreadable($"it is empty", new SourceLocation(path));
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            throw Unreadable($"{e.Message}", new SourceLocation(path), e);
        }
    }

    /// <summary>A failure about this run alone.</summary>
    public Failure Unreadable(FormattableString why, SourceLocation at, Exception? cause = null) =>
        new(FailureKind.Input, $"the run {Id} cannot be read", why, $"'ovswizard runs' lists the others", at: at,
            cause: cause);

    /// <summary>SHA-256 over the plan's canonical JSON, in hex: equal plans have equal hashes.</summary>
    public static string HashOf(Plan plan)
    {
        using var sum = SHA256.Create();
        // In pieces: of a large site it is more than should be held at once.
        using (var into = new CryptoStream(Stream.Null, sum, CryptoStreamMode.Write))
            JsonSerializer.Serialize(into, plan, JournalJson.Default.Plan);
        return Convert.ToHexStringLower(sum.Hash!);
    }
}

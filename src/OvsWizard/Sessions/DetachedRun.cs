using System.Diagnostics;
using OvsWizard.Journal;
using OvsWizard.Ssh;

namespace OvsWizard.Sessions;

/// <summary>
/// A run that goes on in a process of its own, apart from every terminal: what was agreed to is resumed there.
/// </summary>
public static class DetachedRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>What its process prints: beside the journal, for whoever asks later.</summary>
    public static string OutputOf(RunFolder folder) => Path.Combine(folder.Path, "detached.log");

    /// <summary>
    /// Refuses where something was typed to get into the hosts: it is written down nowhere, and another process does
    /// not have it.
    /// </summary>
    /// <exception cref="Failure">Refused: with what to do instead. Nothing was changed.</exception>
    public static void RefuseTyped(RunFolder folder, Secrets secrets)
    {
        if (secrets.HasTyped)
            throw new Failure(FailureKind.Refused, $"run {folder.Id} cannot continue in the background",
                $"a password or passphrase was entered, and is not passed to another process",
                $"continue it here: ovswizard resume {folder.Id}; or load the key into ssh-agent first");
    }

    /// <summary>Begins it, and returns when it works on the run.</summary>
    /// <param name="options">Options of <c>resume</c> that go with it.</param>
    /// <exception cref="Failure">Step: it ended at once, with what it said.</exception>
    public static async Task StartAsync(RunFolder folder, IEnumerable<string> options, CancellationToken stop)
    {
        // A session of its own: no terminal's end, no Ctrl-C reaches it. Everything is an argument, nothing is shell
        // text.
        string[] program = [Environment.ProcessPath!, "resume", folder.Id, "--yes", .. options];
        var start = new ProcessStartInfo(
            "/bin/sh", ["-c", "exec setsid -- \"$@\" >>\"$0\" 2>&1 </dev/null", OutputOf(folder), .. program]);
        // It has begun when it has said so in the journal: before that the run looks interrupted to everybody else.
        var before = LengthOf(folder);
        using var process = Process.Start(start)!;
        var began = Stopwatch.StartNew();
        while (!process.HasExited && !(folder.IsClaimed() && LengthOf(folder) > before) && began.Elapsed < Patience)
            await Task.Delay(20, stop);
        if (!process.HasExited || process.ExitCode == 0) return;
        throw new Failure(FailureKind.Step, $"run {folder.Id} did not continue in the background",
            $"{File.ReadAllText(OutputOf(folder)).Trim()}", $"continue it here: ovswizard resume {folder.Id}");
    }

    private static long LengthOf(RunFolder folder) =>
        new FileInfo(folder.JournalPath) is { Exists: true } journal ? journal.Length : 0;
}

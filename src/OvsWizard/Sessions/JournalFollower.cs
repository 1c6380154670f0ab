using System.Diagnostics;
using System.Runtime.CompilerServices;
using OvsWizard.Journal;

namespace OvsWizard.Sessions;

/// <summary>
/// A run that another process works on, as its journal grows. Any number may follow; none disturbs it.
/// </summary>
public static class JournalFollower
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// So long somebody else has to take a run up again that was parked: it may have been handed over.
    /// </summary>
    private static readonly TimeSpan HandingOver = TimeSpan.FromSeconds(3);

    /// <summary>What has happened and what happens, until nobody works on the run any more.</summary>
    /// <exception cref="Failure">Input: the journal cannot be read.</exception>
    public static async IAsyncEnumerable<RunEvent> FollowAsync(
        RunFolder folder, [EnumeratorCancellation] CancellationToken stop)
    {
        var (told, length) = (0, -1L);
        var (wasWorkedOn, isParked) = (false, false);
        var free = new Stopwatch();
        while (true)
        {
            // Asked before the journal is read: what is written between the two is read below.
            var isWorkedOn = folder.IsClaimed();
            var file = new FileInfo(folder.JournalPath);
            if (file.Exists && file.Length != length)
            {
                length = file.Length;
                var events = RunJournal.Read(folder.JournalPath, out _);
                for (; told < events.Count; told++) yield return events[told];
                isParked = events is [.., RunEnded { Status: RunStatus.Interrupted }];
            }
            wasWorkedOn |= isWorkedOn;
            if (isWorkedOn) free.Reset();
            else if (wasWorkedOn && isParked && free.Elapsed < HandingOver) free.Start();
            else yield break;
            await Task.Delay(Pause, stop);
        }
    }
}

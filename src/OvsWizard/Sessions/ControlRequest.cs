using OvsWizard.Engine;
using OvsWizard.Journal;

namespace OvsWizard.Sessions;

/// <summary>
/// One process at a time is in control of a run. Another asks it to let go by a file in the run's folder: the process
/// then finishes the steps in hand and parks the run, and whoever asked goes on with it.
/// </summary>
public sealed class ControlRequest : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly string path;
    private readonly Timer timer;

    private ControlRequest(RunFolder folder, RunControl control)
    {
        path = PathIn(folder);
        // What was asked of an earlier process is not asked of this one.
        File.Delete(path);
        timer = new Timer(_ => ParkWhereAsked(control), null, Pause, Pause);
    }

    /// <summary>Parks the run when another process asks for it, until it is disposed.</summary>
    public static ControlRequest Heed(RunFolder folder, RunControl control) => new(folder, control);

    /// <summary>
    /// Asks for control and waits until nobody works on the run any more. Stopped, nothing is asked for any longer.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task TakeAsync(RunFolder folder, CancellationToken stop)
    {
        var path = PathIn(folder);
        try
        {
            while (folder.IsClaimed())
            {
                await File.WriteAllTextAsync(path, "", stop);
                await Task.Delay(Pause, stop);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    public void Dispose() => timer.Dispose();

    private static string PathIn(RunFolder folder) => Path.Combine(folder.Path, "control-wanted");

    private void ParkWhereAsked(RunControl control)
    {
        if (File.Exists(path)) control.Park();
    }
}

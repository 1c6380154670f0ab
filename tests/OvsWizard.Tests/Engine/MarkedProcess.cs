using System.Diagnostics;

namespace OvsWizard.Tests.Engine;

/// <summary>A process that lives under a run's mark, as everything does that a session started on a host.</summary>
internal sealed class MarkedProcess : IDisposable
{
    private static int marks;
    private readonly Process process;

    public MarkedProcess()
    {
        process = Process.Start(new ProcessStartInfo("sleep", ["60"]) { Environment = { ["OVSW_MARK"] = Mark } })!;
        // The kernel shows an environment a moment later than it tells that the program was started.
        Assert.True(SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{process.Id}/environ").Split('\0')
            .Contains($"OVSW_MARK={Mark}"), TimeSpan.FromMinutes(1)));
    }

    /// <summary>No other tests of this machine have the same.</summary>
    public string Mark { get; } = $"living{Environment.ProcessId}{Interlocked.Increment(ref marks)}";

    public bool HasExited => process.HasExited;

    public bool WaitForExit(int milliseconds) => process.WaitForExit(milliseconds);

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}

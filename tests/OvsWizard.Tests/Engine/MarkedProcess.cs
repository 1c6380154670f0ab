using System.Diagnostics;

namespace OvsWizard.Tests.Engine;

/// <summary>A process that lives under a run's mark, as everything does that a session started on a host.</summary>
internal sealed class MarkedProcess : IDisposable
{
    private readonly Process process;

    public MarkedProcess(string mark)
    {
        process = Process.Start(new ProcessStartInfo("sleep", ["60"]) { Environment = { ["OVSW_MARK"] = mark } })!;
        // The kernel shows an environment a moment later than it tells that the program was started.
        Assert.True(SpinWait.SpinUntil(() => File.ReadAllText($"/proc/{process.Id}/environ").Split('\0').Contains($"OVSW_MARK={mark}"), TimeSpan.FromMinutes(1)));
    }

    public bool HasExited => process.HasExited;

    public bool WaitForExit(int milliseconds) => process.WaitForExit(milliseconds);

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}

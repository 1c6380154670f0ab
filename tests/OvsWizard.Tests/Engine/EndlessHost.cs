using OvsWizard.Ssh;

namespace OvsWizard.Tests.Engine;

/// <summary>A host whose shell says one line again and again, whatever it is told, until it is ended.</summary>
internal sealed class EndlessHost(string name, string line) : IHostShell
{
    private volatile bool isEnded;

    public string HostName => name;

    public int? ExitStatus => null;

    public string? ExitSignal => null;

    public ValueTask WriteAsync(string script, CancellationToken cancellation) => ValueTask.CompletedTask;

    public async IAsyncEnumerable<ShellLine> ReadAllAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!isEnded)
        {
            yield return new ShellLine(false, line);
            await Task.Yield();
        }
    }

    public Task<ExecResult> ExecAsync(string command, string? stdin, TimeSpan timeout,
        CancellationToken cancellation) => Task.FromResult(new ExecResult(0, null, "", ""));

    public Task KillAsync()
    {
        isEnded = true;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        isEnded = true;
        return ValueTask.CompletedTask;
    }
}

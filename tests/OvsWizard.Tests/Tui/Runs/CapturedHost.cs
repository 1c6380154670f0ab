using OvsWizard.Ssh;
using OvsWizard.Tests.Inspection;

namespace OvsWizard.Tests.Tui.Runs;

/// <summary>
/// A host that answers the inspector's commands with what a real one said; the second host lacks the bond.
/// </summary>
internal sealed class CapturedHost(string name) : IHostShell
{
    public string HostName => name;
    public int? ExitStatus => null;
    public string? ExitSignal => null;

    public Task<ExecResult> ExecAsync(string command, string? stdin, TimeSpan timeout, CancellationToken cancellation)
    {
        var view = Captured.Library.All().Single(v => command.EndsWith(v.Command, StringComparison.Ordinal));
        var output = Captured.Output(view.Id);
        return Task.FromResult(new ExecResult(0, null,
            name == "docker01" ? output : output.Replace("br-bond", "br-other", StringComparison.Ordinal), ""));
    }

    public ValueTask WriteAsync(string script, CancellationToken cancellation) => throw new NotSupportedException();

    public IAsyncEnumerable<ShellLine> ReadAllAsync(CancellationToken cancellation) =>
        throw new NotSupportedException();

    public Task KillAsync() => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

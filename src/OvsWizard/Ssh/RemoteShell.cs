using System.Buffers;
using System.Text;

namespace OvsWizard.Ssh;

/// <summary>The shell on a host behind SSH.</summary>
internal sealed class RemoteShell : IHostShell
{
    private readonly SshConnection _connection;
    private readonly string _mark;
    private readonly ShellOutput _output = new();
    private RemoteProcess? _process;
    private bool _givenUp;

    private RemoteShell(SshConnection connection, string mark) => (_connection, _mark) = (connection, mark);

    public string HostName => _connection.Host.Name;
    public int? ExitStatus => _process?.ExitStatus;
    public string? ExitSignal => _process?.ExitSignal;

    public static async Task<RemoteShell> OpenAsync(SshConnection connection, string mark,
        CancellationToken cancellation)
    {
        var shell = new RemoteShell(connection, mark);
        shell._process = await connection.StartShellAsync(mark, shell._output.Receive, cancellation)
            .ConfigureAwait(false);
        _ = shell.FollowAsync(shell._process);
        return shell;
    }

    public async ValueTask WriteAsync(string script, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _connection.Lost);
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(script.Length));
        try
        {
            if (!await _process!.WriteAsync(bytes.AsMemory(0, Encoding.UTF8.GetBytes(script, bytes)), either.Token)
                .ConfigureAwait(false)) throw ShellFailure.Ended(HostName, null);
            // Not after a failure: it may still be read then.
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
        }
        catch (Exception e) when (e is not Failure && !cancellation.IsCancellationRequested)
        {
            throw _process!.IsEnded ? ShellFailure.Ended(HostName, e) : _connection.LostFailure(e);
        }
    }

    public IAsyncEnumerable<ShellLine> ReadAllAsync(CancellationToken cancellation) =>
        _output.ReadAllAsync(cancellation);

    public Task<ExecResult> ExecAsync(string command, string? stdin, TimeSpan timeout,
        CancellationToken cancellation) =>
        _connection.ExecAsync(command, stdin, timeout, cancellation);

    public async Task KillAsync()
    {
        _givenUp = true;
        await _connection.KillMarkedAsync(_mark).ConfigureAwait(false);
        _process!.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _givenUp = true;
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task FollowAsync(RemoteProcess process)
    {
        using var running = _connection.Running();
        try
        {
            await process.WaitAsync(_connection.Lost).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The connection is lost, or given up; said below. What the shell said before it told how it ended is here
            // already: it is still read.
            if (process.IsEnded) await process.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        // sshd always tells how a command ended; where it did not, it was the link that ended.
        var ended = _givenUp || process.IsEnded;
        _output.Complete(ended ? null : _connection.LostFailure(null));
        process.Dispose();
    }
}

using Renci.SshNet;

namespace OvsWizard.Ssh;

/// <summary>
/// One command on one channel, both of whose streams are read from the start by threads of their own: SSH.NET's streams
/// block, and what nobody reads would stay in memory. The task of SshCommand is not relied upon, since it can hang for
/// ever.
/// </summary>
internal sealed class RemoteProcess : IDisposable
{
    /// <summary>
    /// How long the streams may be silent after the exit status before they count as held open by something else.
    /// </summary>
    private static readonly TimeSpan Trail = TimeSpan.FromSeconds(1);

    private readonly SshCommand _command;
    private readonly Stream _input;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _touched;
    private volatile bool _isGivenUp;
    private int _streams = 2;
    private long _read;
    private long _endedAt;

    private RemoteProcess(SshCommand command, Stream input, Action touched) =>
        (_command, _input, _touched) = (command, input, touched);

    public int? ExitStatus => _command.ExitStatus;

    /// <summary>Signal names come as in RFC 4254, 6.10: without SIG.</summary>
    public string? ExitSignal => _command.ExitSignal;

    /// <summary>
    /// It is known how it ended. Its streams do not tell: a script may close them, and what it left behind may hold
    /// them.
    /// </summary>
    public bool IsEnded => ExitStatus is not null || ExitSignal is not null;

    /// <summary>
    /// Opens a channel and starts a command on it: two round trips, during which a thread of the pool waits.
    /// </summary>
    /// <param name="touched">Called whenever the host is heard of.</param>
    public static Task<RemoteProcess> StartAsync(SshClient client, string commandText,
        Action<bool, ReadOnlySpan<byte>> received, Action touched) => Task.Run(() =>
    {
        var command = client.CreateCommand(commandText);
        try
        {
            _ = command.ExecuteAsync().ContinueWith(static t => _ = t.Exception, CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            var process = new RemoteProcess(command, InputOf(command), touched);
            touched();
            process.Read(command.OutputStream, isError: false, received);
            process.Read(command.ExtendedOutputStream, isError: true, received);
            return process;
        }
        catch
        {
            command.Dispose();
            throw;
        }
    });

    /// <summary>A command that has already come to its end reads no input; SSH.NET gives no stream for it.</summary>
    private static Stream InputOf(SshCommand command)
    {
        try
        {
            return command.CreateInputStream();
        }
        catch (InvalidOperationException)
        {
            return Stream.Null;
        }
    }

    /// <summary>Sends bytes in the order of the calls. A write waits while the channel's window is full.</summary>
    /// <returns>False where the command ended before it took them all; they may still be read then.</returns>
    public async Task<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        var sent = SendAsync(bytes, cancellation);
        // Nothing opens the window of a command that has ended: SSH.NET would wait for it for ever.
        while (!sent.IsCompleted && !IsEnded && !_isGivenUp) await Task.WhenAny(sent, Task.Delay(Trail, cancellation))
            .WaitAsync(cancellation).ConfigureAwait(false);
        if (!sent.IsCompleted)
        {
            _ = sent.ContinueWith(static t => _ = t.Exception, CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return false;
        }
        await sent.ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends the command's standard input.</summary>
    public Task CloseInputAsync() => Task.Run(_input.Dispose);

    /// <summary>Completes when the command has ended and its output has been delivered.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        // A daemon that inherited the streams keeps the channel open for good; the exit status is there long before.
        while (!_ended.Task.IsCompleted)
        {
            await Task.WhenAny(_ended.Task, Task.Delay(Trail, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            // What still comes in belongs to it, however long it takes on a busy machine.
            if (IsEnded && Environment.TickCount64 - Math.Max(Volatile.Read(ref _read),
                EndedAt()) >= Trail.TotalMilliseconds) return;
        }
    }

    /// <summary>
    /// Gives the channel up; both readers come to their end. Returns at once: closing waits for an answer, which a dead
    /// host does not give.
    /// </summary>
    public void Dispose()
    {
        _isGivenUp = true;
        _ = Task.Run(() =>
        {
            try
            {
                _command.Dispose();
            }
            catch
            {
                // The connection is gone, and the channel with it.
            }
            finally
            {
                _ended.TrySetResult();
            }
        });
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await Task.Run(() => _input.Write(bytes.Span), CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>When the exit status was first seen.</summary>
    private long EndedAt() => _endedAt == 0 ? _endedAt = Environment.TickCount64 : _endedAt;

    private void Read(Stream stream, bool isError, Action<bool, ReadOnlySpan<byte>> received) => new Thread(() =>
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (stream.Read(buffer) is > 0 and var count)
            {
                Volatile.Write(ref _read, Environment.TickCount64);
                _touched();
                received(isError, buffer.AsSpan(0, count));
            }
        }
        catch
        {
            // The stream was taken away: the end, too.
        }
        received(isError, []);
        if (Interlocked.Decrement(ref _streams) == 0) _ended.TrySetResult();
    }, maxStackSize: 256 * 1024)
    { IsBackground = true, Name = isError ? "stderr" : "stdout" }.Start();
}

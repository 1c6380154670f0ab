using System.Diagnostics;
using System.Text;

namespace OvsWizard.Ssh;

/// <summary>The same shell on this machine: for tests, and for trying a procedure out where it is written.</summary>
public sealed class LocalShell : IHostShell
{
    private readonly string _mark;
    private readonly Process _process;
    private readonly ShellOutput _output = new();
    private readonly SemaphoreSlim _writing = new(1);

    private LocalShell(string hostName, string mark)
    {
        (HostName, _mark, _process) = (hostName, mark, Start(mark));
        _ = FollowAsync();
    }

    public string HostName { get; }

    /// <summary>A shell that was killed reports 128 + the signal's number, as .NET does.</summary>
    public int? ExitStatus { get; private set; }

    public string? ExitSignal => null;

    public static LocalShell Open(string hostName, string mark) => new(hostName, ShellScript.CheckedMark(mark));

    public async ValueTask WriteAsync(string script, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await _process.StandardInput.WriteAsync(script.AsMemory(), cancellation).ConfigureAwait(false);
            await _process.StandardInput.FlushAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            throw ShellFailure.Ended(HostName, e);
        }
        finally
        {
            _writing.Release();
        }
    }

    public IAsyncEnumerable<ShellLine> ReadAllAsync(CancellationToken cancellation) =>
        _output.ReadAllAsync(cancellation);

    public async Task<ExecResult> ExecAsync(string command, string? stdin, TimeSpan timeout,
        CancellationToken cancellation)
    {
        var mark = ShellScript.NewNonce();
        try
        {
            return await RunAsync(mark, ShellScript.Command(command, stdin), cancellation)
                .WaitAsync(timeout, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException)
        {
            await KillMarkedAsync(mark).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            throw new Failure(FailureKind.Step,
                $"the command took more than {timeout.TotalSeconds:0.#} s and was killed", $"{command}",
                host: HostName, cause: e);
        }
    }

    public Task KillAsync() => KillMarkedAsync(_mark);

    public ValueTask DisposeAsync()
    {
        // At the end of its input the shell ends by itself; what runs is not killed.
        try
        {
            _process.StandardInput.Close();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // It has ended already.
        }
        return ValueTask.CompletedTask;
    }

    private static async Task KillMarkedAsync(string mark) =>
        await RunAsync(null, ShellScript.Kill(mark), CancellationToken.None).ConfigureAwait(false);

    private static async Task<ExecResult> RunAsync(string? mark, string script, CancellationToken cancellation)
    {
        using var process = Start(mark);
        var output = new ExecOutput();
        var reading = Task.WhenAll(ReadAsync(process, isError: false, output.Receive),
            ReadAsync(process, isError: true, output.Receive));
        try
        {
            await process.StandardInput.WriteAsync(script.AsMemory(), cancellation).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading everything; its status says why.
        }
        await EndAsync(process, reading).ConfigureAwait(false);
        return output.Result(process.ExitCode, null);
    }

    private static Process Start(string? mark)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        if (mark is not null) start.Environment[ShellScript.MarkVariable] = mark;
        return Process.Start(start) ?? throw new InvalidOperationException("/bin/sh did not start");
    }

    private async Task FollowAsync()
    {
        await EndAsync(_process, Task.WhenAll(ReadAsync(_process, isError: false, _output.Receive),
            ReadAsync(_process, isError: true, _output.Receive))).ConfigureAwait(false);
        ExitStatus = _process.ExitCode;
        _output.Complete();
        _process.Dispose();
    }

    /// <summary>
    /// Waits for the end, and for output that trails it; a daemon that keeps the pipes open is not waited for.
    /// </summary>
    private static async Task EndAsync(Process process, Task reading)
    {
        await process.WaitForExitAsync().ConfigureAwait(false);
        await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1))).ConfigureAwait(false);
    }

    private static async Task ReadAsync(Process process, bool isError, Action<bool, ReadOnlySpan<byte>> received)
    {
        var stream = (isError ? process.StandardError : process.StandardOutput).BaseStream;
        var buffer = new byte[32 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var count) received(isError,
                buffer.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The shell was let go of: the end, too.
        }
        received(isError, []);
    }
}

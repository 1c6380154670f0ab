using System.Text;
using OvsWizard.Inventories;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace OvsWizard.Ssh;

/// <summary>
/// The one connection to a host. Shells and commands are channels on it; a watchdog notices when it dies.
/// </summary>
public sealed class SshConnection : IAsyncDisposable
{
    /// <summary>How often, and how far apart, a session is asked for.</summary>
    private const int SessionAttempts = 10;
    private static readonly TimeSpan SessionPause = TimeSpan.FromMilliseconds(50);

    /// <summary>sudo sleeps about 2 s over a wrong password; directory services may take longer.</summary>
    private static readonly TimeSpan SudoTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(30);

    private readonly SshLink _link;
    private readonly SshOptions _options;
    private readonly Watchdog _watchdog;
    private readonly CancellationTokenSource _lost = new();
    private readonly string _nonce = ShellScript.NewNonce();
    private Failure? _failure;
    private Task _sessions = Task.CompletedTask;
    private bool _sudoWantsTerminal;
    private int _commands;
    private bool _disposed;

    private SshConnection(SshLink link, SshOptions options)
    {
        (_link, _options, Lost) = (link, options, _lost.Token);
        // Whoever says ServerAliveInterval knows how long the way to the host may be silent.
        var alive = link.Host.Ssh.AliveInterval;
        _watchdog = new Watchdog(alive ?? options.Silence, alive is { } interval ? interval * link.Host.Ssh.AliveCount
            : options.ProbeTimeout, ProbeAliveAsync, Lose);
        link.Client.ErrorOccurred += (_, e) => Lose(e.Exception.Message);
    }

    public Host Host => _link.Host;

    /// <summary>Cancelled when the connection is lost or closed.</summary>
    internal CancellationToken Lost { get; }

    private SshClient Client => _link.Client;

    /// <summary>Connects, through jump hosts where there are any, checks the host key and logs in.</summary>
    /// <exception cref="Failure">Host: says which of these did not work, why, and what now.</exception>
    public static async Task<SshConnection> ConnectAsync(Host host, SshOptions options,
        CancellationToken cancellation) =>
        new(await SshLink.OpenAsync(host, options, cancellation).ConfigureAwait(false), options);

    /// <summary>Starts the long-lived shell; with sudo where the host says so.</summary>
    /// <param name="mark">Letters and digits; finds the shell's processes again, even from another connection.</param>
    /// <exception cref="Failure">Host: the connection was lost, or sudo refused.</exception>
    public async Task<IHostShell> OpenShellAsync(string mark, CancellationToken cancellation)
    {
        var shell = await RemoteShell.OpenAsync(this, ShellScript.CheckedMark(mark), cancellation)
            .ConfigureAwait(false);
        _sessions = RequireSessionsAsync();
        return shell;
    }

    /// <summary>
    /// Completes when it is known that there can be a session beside the shell's: what hangs is ended by it, and files
    /// travel by it.
    /// </summary>
    /// <exception cref="Failure">Host: sshd allows no second session.</exception>
    public Task SessionsAsync() => _sessions;

    /// <summary>
    /// Asked for while the shell has its first work; a refusal ends that, before anything is changed.
    /// </summary>
    private async Task RequireSessionsAsync()
    {
        try
        {
            await ProbeAsync().ConfigureAwait(false);
        }
        catch (SshException e) when (e is not SshConnectionException)
        {
            var refused = new Failure(FailureKind.Host,
                $"sshd on {Host.Name} allows only one session on a connection",
                $"it refused a second one, as MaxSessions 1 in its configuration says: {e.Message}",
                $"set MaxSessions to 2 or more, the default is 10 (sshd_config), reload sshd, and try again",
                    Host.Name, cause: e);
            if (Interlocked.CompareExchange(ref _failure, refused, null) is null) await _lost.CancelAsync()
                .ConfigureAwait(false);
            throw refused;
        }
        catch (Exception e) when (e is SshException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection is lost, or was closed: that is said elsewhere.
        }
    }

    /// <inheritdoc cref="IHostShell.ExecAsync"/>
    public async Task<ExecResult> ExecAsync(string command, string? stdin, TimeSpan timeout,
        CancellationToken cancellation)
    {
        var mark = $"{_nonce}e{Interlocked.Increment(ref _commands)}";
        try
        {
            return await RunAsync(mark, ShellScript.Command(command, stdin), timeout, cancellation)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException && !Lost.IsCancellationRequested)
        {
            await KillMarkedAsync(mark).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            throw new Failure(FailureKind.Step,
                $"the command took more than {timeout.TotalSeconds:0.#} s and was killed", $"{command}",
                host: Host.Name, cause: e);
        }
    }

    /// <summary>Ends every process of the host that carries the mark, also those of an earlier connection.</summary>
    /// <exception cref="Failure">Step: some will not go away. Host: the connection was lost.</exception>
    public async Task KillMarkedAsync(string mark)
    {
        ExecResult result;
        try
        {
            result = await RunAsync(null, ShellScript.Kill(ShellScript.CheckedMark(mark)), KillTimeout,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new Failure(FailureKind.Step,
                $"processes could not be killed within {KillTimeout.TotalSeconds:0} s", host: Host.Name, cause: e);
        }
        if (!result.Succeeded)
            throw new Failure(FailureKind.Step, $"some processes could not be killed", $"{result.Error}",
                $"search for {ShellScript.MarkVariable}={mark} in /proc/*/environ", Host.Name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        _watchdog.Dispose();
        await _lost.CancelAsync().ConfigureAwait(false);
        await _link.CloseAsync().ConfigureAwait(false);
    }

    /// <summary>Something runs, so the host may be expected to be heard of, until the result is disposed.</summary>
    internal IDisposable Running() => _watchdog.Running();

    internal Failure LostFailure(Exception? cause) => _failure ??
        LostFailure(cause is null ? "the host closed it" : cause.Message, cause);

    /// <summary>Starts a sh that waits for a script on its standard input, with the host's rights.</summary>
    internal async Task<RemoteProcess> StartShellAsync(string? mark, Action<bool, ReadOnlySpan<byte>> received,
        CancellationToken cancellation)
    {
        var shell = mark is null ? "sh" : $"env {ShellScript.MarkVariable}={mark} sh";
        return Host.Become is Become.None
            ? await StartAsync(shell, received, cancellation).ConfigureAwait(false)
            : await StartSudoAsync(shell, received, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// One round trip whether or not sudo wants a password: the shell says that it is ready, or sudo says its prompt.
    /// Only a prompt is answered with the password; so it can never reach a shell as a command. A sudo that wants a
    /// terminal (requiretty) is given one for the rest of the connection.
    /// </summary>
    private async Task<RemoteProcess> StartSudoAsync(string shell, Action<bool, ReadOnlySpan<byte>> received,
        CancellationToken cancellation)
    {
        var nonce = ShellScript.NewNonce();
        var (ready, prompt) = ($"ready{nonce}", $"password{nonce}");
        var login = _link.Login;
        var mode = login.SudoPassword is not null || _options.Secrets.CanAsk ? $"-S -p {prompt}" : "-n";
        var gate = new SudoGate(ready, prompt, received);
        var sudo = $"env LC_ALL=C sudo {mode} -- env -u LC_ALL {shell} -c 'echo {ready}; exec sh'";
        var onTerminal = _sudoWantsTerminal;
        var command = onTerminal ? ShellScript.OnTerminal(sudo) : sudo;
        var process = await StartAsync(command, gate.Receive, cancellation).ConfigureAwait(false);
        try
        {
            for (var answered = false; ; answered = true)
            {
                var answer = await Guard(gate.NextAsync(Lost).AsTask(), SudoTimeout, cancellation)
                    .ConfigureAwait(false);
                if (answer is SudoAnswer.Ready)
                {
                    if (answered) login.SudoSucceeded();
                    return process;
                }
                if (answer is SudoAnswer.Ended && !onTerminal && SudoFailure.WantsTerminal(gate.Error)) break;
                if (answer is SudoAnswer.Ended) throw SudoFailure.From(gate.Error, Host);
                if (answered && !login.AskSudoAgain()) throw SudoFailure.WrongPassword(Host);
                if (login.SudoPassword is null && !login.AskSudoPassword()) throw SudoFailure.PasswordWanted(Host);
                await process.WriteAsync(Encoding.UTF8.GetBytes(login.SudoPassword + "\n"), cancellation)
                    .ConfigureAwait(false);
            }
        }
        catch (TimeoutException)
        {
            process.Dispose();
            throw SudoFailure.Silent(Host, SudoTimeout);
        }
        catch
        {
            process.Dispose();
            throw;
        }
        process.Dispose();
        _sudoWantsTerminal = true;
        return await StartSudoAsync(shell, received, cancellation).ConfigureAwait(false);
    }

    private async Task<ExecResult> RunAsync(string? mark, string script, TimeSpan timeout,
        CancellationToken cancellation)
    {
        using var running = Running();
        var output = new ExecOutput();
        var process = await StartShellAsync(mark, output.Receive, cancellation).ConfigureAwait(false);
        try
        {
            await Guard(FeedAndWaitAsync(), timeout, cancellation).ConfigureAwait(false);
            if (!process.IsEnded) throw LostFailure(null);
            return output.Result(process.ExitStatus, process.ExitSignal);
        }
        finally
        {
            process.Dispose();
        }

        async Task FeedAndWaitAsync()
        {
            await process.WriteAsync(Encoding.UTF8.GetBytes(script), Lost).ConfigureAwait(false);
            await process.CloseInputAsync().ConfigureAwait(false);
            await process.WaitAsync(Lost).ConfigureAwait(false);
        }
    }

    private Task<RemoteProcess> StartAsync(string command, Action<bool, ReadOnlySpan<byte>> received,
        CancellationToken cancellation) =>
        Guard(OpenSessionAsync(command, received), Timeout.InfiniteTimeSpan, cancellation);

    /// <summary>A session that has just ended here may not have ended at a host that allows few of them.</summary>
    private async Task<RemoteProcess> OpenSessionAsync(string command, Action<bool, ReadOnlySpan<byte>> received)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RemoteProcess.StartAsync(Client, command, received, _watchdog.Heard).ConfigureAwait(false);
            }
            catch (SshException e) when (e is not SshConnectionException && attempt < SessionAttempts)
            {
                await Task.Delay(SessionPause, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Waits for the task, the time, the caller's token or the end of the connection, whichever is first.
    /// </summary>
    private async Task<T> Guard<T>(Task<T> task, TimeSpan timeout, CancellationToken cancellation)
    {
        await Guard((Task)task, timeout, cancellation).ConfigureAwait(false);
        return await task.ConfigureAwait(false);
    }

    private async Task Guard(Task task, TimeSpan timeout, CancellationToken cancellation)
    {
        using var running = Running();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Lost);
        try
        {
            await task.WaitAsync(timeout, either.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (Failure or TimeoutException) && !cancellation.IsCancellationRequested)
        {
            throw LostFailure(Lost.IsCancellationRequested ? null : e);
        }
    }

    /// <summary>A host that refuses a session, because it allows no more, is alive.</summary>
    private async Task ProbeAliveAsync()
    {
        try
        {
            await ProbeAsync().ConfigureAwait(false);
        }
        catch (SshException e) when (e is not SshConnectionException)
        {
            _watchdog.Heard();
        }
    }

    private async Task ProbeAsync()
    {
        var process = await RemoteProcess.StartAsync(Client, ":", static (_, _) => { }, _watchdog.Heard)
            .ConfigureAwait(false);
        process.Dispose();
    }

    private void Lose(string why)
    {
        if (_disposed || Interlocked.CompareExchange(ref _failure, LostFailure(why, null), null) is not null) return;
        _ = Task.Run(_lost.Cancel);
    }

    private Failure LostFailure(string why, Exception? cause) => new(
        FailureKind.Host, $"the connection to {Host.Name} was lost", $"{why}",
            $"check that the host is up; a run can be resumed", Host.Name, cause: cause);
}

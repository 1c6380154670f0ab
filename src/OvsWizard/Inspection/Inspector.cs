using System.Security.Cryptography;
using OvsWizard.Inventories;
using OvsWizard.Sessions;
using OvsWizard.Ssh;

namespace OvsWizard.Inspection;

/// <summary>
/// Checks hosts, read-only: one connection a host, opened when it is first needed and kept for the next look.
/// </summary>
/// <param name="connect">Opens the shell on a host, given its name and the mark of this session.</param>
/// <param name="forks">The most hosts checked in the same moment.</param>
public sealed class Inspector(Func<string, string, CancellationToken, Task<IHostShell>> connect, int forks)
    : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly string mark = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private readonly Dictionary<string, Task<IHostShell>> shells = [];
    private readonly SemaphoreSlim places = new(forks);

    private Connections? connections;

    /// <summary>An inspector of these hosts, with connections of its own.</summary>
    public static Inspector Of(IReadOnlyList<Host> hosts, SshOptions ssh, int forks)
    {
        var connections = new Connections(hosts, ssh);
        return new Inspector(connections.OpenShellAsync, forks) { connections = connections };
    }

    /// <summary>
    /// The views of every host, all hosts at once; in the order of <paramref name="hosts"/>, and for each in the order
    /// of <paramref name="views"/>.
    /// </summary>
    public async Task<IReadOnlyList<IReadOnlyList<HostTable>>> InspectAsync(IReadOnlyList<string> hosts,
        IReadOnlyList<HostView> views, CancellationToken stop) =>
        await Task.WhenAll(hosts.Select(host => InspectAsync(host, views, stop)));

    /// <summary>
    /// Views of one host. A host that cannot be reached, or a command that fails, is told in the table.
    /// </summary>
    public async Task<IReadOnlyList<HostTable>> InspectAsync(string host, IReadOnlyList<HostView> views,
        CancellationToken stop)
    {
        await places.WaitAsync(stop);
        try
        {
            // Off the caller's thread: connecting does its cryptography synchronously.
            var shell = await Task.Run(() => ShellOf(host, stop), stop);
            var tables = new List<HostTable>();
            foreach (var view in views) tables.Add(await InspectAsync(shell, view, stop));
            return tables;
        }
        catch (Failure failure)
        {
            lock (shells) shells.Remove(host);
            return [.. views.Select(_ => new HostTable(host, [], "", failure))];
        }
        finally
        {
            places.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var shell in shells.Values.Where(s => s.IsCompletedSuccessfully)) await (await shell).DisposeAsync();
        if (connections is not null) await connections.DisposeAsync();
        places.Dispose();
    }

    private Task<IHostShell> ShellOf(string host, CancellationToken stop)
    {
        lock (shells)
        {
            if (shells.TryGetValue(host, out var open) && !open.IsFaulted && !open.IsCanceled) return open;
            return shells[host] = connect(host, mark, stop);
        }
    }

    private static async Task<HostTable> InspectAsync(IHostShell shell, HostView view, CancellationToken stop)
    {
        try
        {
            // The administrator's programs are not on everybody's path, and their words are read in English.
            var result = await shell.ExecAsync(
                $"PATH=$PATH:/usr/sbin:/sbin LC_ALL=C; export PATH LC_ALL\n{view.Command}", null, Limit, stop);
            var failure = result.Succeeded ? null
                : new Failure(FailureKind.Step, $"{view.Id} cannot be checked completely",
                    $"{(result.Error.Trim() is { Length: > 0 } said ? Redactor.Clean(said) : $"exit status {result.ExitStatus}")}",
                    $"check that the program is installed and its service is running", host: shell.HostName);
            var output = Redactor.Clean(result.Output);
            return new HostTable(shell.HostName, TableReader.Read(view, output), output, failure);
        }
        catch (Failure failure) when (failure.Kind is FailureKind.Step)
        {
            return new HostTable(shell.HostName, [], "", failure);
        }
    }
}

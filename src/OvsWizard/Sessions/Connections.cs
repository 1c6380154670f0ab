using System.Collections.Concurrent;
using OvsWizard.Inventories;
using OvsWizard.Ssh;

namespace OvsWizard.Sessions;

/// <summary>The connections of one session to its hosts: one a host at a time, closed together at the end.</summary>
internal sealed class Connections(IReadOnlyList<Host> hosts, SshOptions options) : IAsyncDisposable
{
    private readonly Dictionary<string, Host> byName = hosts.ToDictionary(h => h.Name);
    private readonly ConcurrentDictionary<string, SshConnection> open = [];

    public async Task<IHostShell> OpenShellAsync(string host, string mark, CancellationToken stop)
    {
        // A host is connected again where its last connection is of no use any more.
        if (open.TryRemove(host, out var former)) await former.DisposeAsync();
        var connection = await SshConnection.ConnectAsync(byName[host], options, stop);
        open[host] = connection;
        return await connection.OpenShellAsync(mark, stop);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(open.Values.Select(c => c.DisposeAsync().AsTask()));
}

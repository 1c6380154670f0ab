using System.Globalization;
using System.Runtime.CompilerServices;
using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Ssh;

namespace OvsWizard.Inspection;

/// <summary>
/// A network checked round after round, read-only: the checks and pings that <c>verify</c> makes, and the tunnels'
/// counters. A host is entered once a round for the checks; for the counters a connection is kept.
/// </summary>
/// <param name="plan">What the hosts should be.</param>
public sealed class NetworkWatch(Plan plan, IReadOnlyList<Host> hosts, SshOptions ssh, int forks)
{
    /// <summary>The view that has the tunnels' counters, and its columns.</summary>
    private const string TunnelView = "tunnels", Name = "tunnel", Remote = "remote", Received = "received",
        Sent = "sent";

    /// <summary>
    /// A state each <paramref name="interval"/>, counted from the beginning of the round before; never two at once.
    /// </summary>
    public async IAsyncEnumerable<NetworkState> RoundsAsync(
        TimeSpan interval, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var inspector = plan.Topology is null ? null : Inspector.Of(hosts, ssh, forks);
        while (true)
        {
            var next = Task.Delay(interval, stop);
            yield return await RoundAsync(inspector, stop);
            await next;
        }
    }

    /// <summary>The tunnels that a view of them has. Pure.</summary>
    public static IEnumerable<TunnelState> TunnelsIn(HostView view, HostTable table)
    {
        var columns = view.Columns.Select((c, i) => (c.Id, i)).ToDictionary(c => c.Id, c => c.i);
        return table.Rows.Select(row => new TunnelState(
            table.Host, row[columns[Name]], row[columns[Remote]], Count(row[columns[Received]]),
            Count(row[columns[Sent]])));
    }

    private async Task<NetworkState> RoundAsync(Inspector? inspector, CancellationToken stop)
    {
        var tunnels = inspector is null ? Task.FromResult<IReadOnlyList<TunnelState>>([])
            : TunnelsAsync(inspector, stop);
        var state = await Session.CheckAsync(plan, hosts, ssh, forks, _ => { }, stop);
        return NetworkState.Of(state, DateTimeOffset.UtcNow) with { Tunnels = await tunnels };
    }

    private async Task<IReadOnlyList<TunnelState>> TunnelsAsync(Inspector inspector, CancellationToken stop)
    {
        var view = ViewLibrary.Default().Find(TunnelView);
        var tables = await inspector.InspectAsync([.. hosts.Select(h => h.Name)], [view], stop);
        return [.. tables.SelectMany(t => TunnelsIn(view, t[0]))];
    }

    private static long? Count(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}

using System.Runtime.CompilerServices;
using OvsWizard.Inventories;
using OvsWizard.Plans;
using OvsWizard.Sessions;
using OvsWizard.Ssh;

namespace OvsWizard.Inspection;

/// <summary>A network checked round after round, read-only: the checks and pings that <c>verify</c> makes.</summary>
/// <param name="plan">What the hosts should be.</param>
public sealed class NetworkWatch(Plan plan, IReadOnlyList<Host> hosts, SshOptions ssh, int forks)
{
    /// <summary>A state each <paramref name="interval"/>, counted from the beginning of the round before; never two at once.</summary>
    public async IAsyncEnumerable<NetworkState> RoundsAsync(
        TimeSpan interval, [EnumeratorCancellation] CancellationToken stop)
    {
        while (true)
        {
            var next = Task.Delay(interval, stop);
            yield return await RoundAsync(stop);
            await next;
        }
    }

    private async Task<NetworkState> RoundAsync(CancellationToken stop)
    {
        var state = await Session.CheckAsync(plan, hosts, ssh, forks, _ => { }, stop);
        return NetworkState.Of(state, DateTimeOffset.UtcNow);
    }
}

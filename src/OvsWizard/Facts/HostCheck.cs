using OvsWizard.Inventories;
using OvsWizard.Ssh;

namespace OvsWizard.Facts;

/// <summary>
/// Finds out whether hosts can be worked on, and what they are: reach, host key, login, rights, then one script that
/// tells the facts. One connection a host, all at the same time; nothing is changed anywhere.
/// </summary>
/// <param name="script">Prints the facts; see <see cref="HostScripts.Facts"/>.</param>
/// <param name="forks">The most hosts connected to at the same moment.</param>
public sealed class HostCheck(SshOptions options, string script, int forks = 50) : IHostCheck
{
    /// <summary>How long a host may take to tell its facts; the script itself gives each daemon 5 s.</summary>
    private static readonly TimeSpan FactsTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Checks every host; <paramref name="seen"/> is told, on any thread, whenever more is known of one.
    /// </summary>
    /// <returns>How each came out, in the given order.</returns>
    public async Task<IReadOnlyList<HostStatus>> RunAsync(IReadOnlyList<Host> hosts, Action<HostStatus> seen,
        CancellationToken stop)
    {
        using var free = new SemaphoreSlim(Math.Max(1, forks));
        return await Task.WhenAll(hosts.Select(async host =>
        {
            await free.WaitAsync(stop).ConfigureAwait(false);
            try
            {
                return await ProbeAsync(host, seen, stop).ConfigureAwait(false);
            }
            finally
            {
                free.Release();
            }
        })).ConfigureAwait(false);
    }

    private async Task<HostStatus> ProbeAsync(Host host, Action<HostStatus> seen, CancellationToken stop)
    {
        var status = HostStatus.Before(host);
        void Now(HostStatus next) => seen(status = next);
        try
        {
            Now(status with { Stage = CheckStage.Reach });
            var watching = options with { KeyShown = key => Now(Shown(status, key)) };
            await using var connection = await SshConnection.ConnectAsync(host, watching, stop).ConfigureAwait(false);
            Now(status with { Stage = CheckStage.Become });
            await using var shell = await connection.OpenShellAsync(ShellScript.NewNonce(), stop).ConfigureAwait(false);
            Now(status with { Stage = CheckStage.Facts });
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            limit.CancelAfter(FactsTimeout);
            await shell.WriteAsync($"{ShellScript.Command(script, null)}exit\n", limit.Token).ConfigureAwait(false);
            await foreach (var line in shell.ReadAllAsync(limit.Token).ConfigureAwait(false))
            {
                if (line.IsError) continue;
                var facts = HostFactsReader.Add(status.Facts, line.Text);
                Now(status with { Facts = facts, Stage = facts.UserId is > 0 ? CheckStage.Become : CheckStage.Facts });
                if (status.Stage is CheckStage.Become) throw NotRoot(host);
            }
            await connection.SessionsAsync().WaitAsync(limit.Token).ConfigureAwait(false);
            if (!status.Facts.IsComplete) throw Incomplete(host);
            Now(status with { Stage = CheckStage.Done });
        }
        catch (Failure failure)
        {
            Now(status with { Failure = failure });
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            Now(status with { Failure = Incomplete(host) });
        }
        return status;
    }

    /// <summary>
    /// A key that is shown means that the host was reached; where a jump host shows one, the host itself is still to be
    /// reached.
    /// </summary>
    private static HostStatus Shown(HostStatus status, ShownKey key) =>
        key.Verdict.Trust is not HostKeyTrust.Trusted ? status with { Stage = CheckStage.Trust, Key = key }
        : key.Host.Name == status.Host.Name ? status with { Stage = CheckStage.Login, Key = key }
        : status;

    private static Failure NotRoot(Host host) => new(
        FailureKind.Host, $"{host.User} is not root on {host.Name}",
        host.Become is Become.Sudo ? (FormattableString)$"sudo gave the rights of another user"
            : $"the inventory does not say how it becomes root",
        $"set 'become: sudo' in the inventory, or log in as root", host.Name);

    private static Failure Incomplete(Host host) => new(
        FailureKind.Host, $"{host.Name} did not report its facts",
        $"the script that checks it did not end within {FactsTimeout.TotalSeconds:0} s",
        $"log in (ssh {host.User}@{host.Address}) and see what hangs: docker ps, ovs-vsctl show", host.Name);
}

using OvsWizard.Inventories;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace OvsWizard.Ssh;

/// <summary>A logged-in client, and the jump hosts that it goes through.</summary>
internal sealed class SshLink
{
    /// <summary>
    /// What logging in may take beyond the time in which people answer; sshd itself gives up after two minutes.
    /// </summary>
    private static readonly TimeSpan LoginLimit = TimeSpan.FromSeconds(30);

    /// <summary>SSH.NET counts the time in which people answer; longer than any sshd waits.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(10);

    private readonly List<SshClient> _jumps = [];
    private readonly List<Route> _routes = [];

    private SshLink(Host host, SshOptions options) => (Host, Login, Client) = (host, new Login(host, options), null!);

    public Host Host { get; }
    public SshClient Client { get; private set; }
    public Login Login { get; }

    public static async Task<SshLink> OpenAsync(Host host, SshOptions options, CancellationToken cancellation)
    {
        var link = new SshLink(host, options);
        try
        {
            foreach (var jump in host.Jumps)
                link._jumps.Add(await link.EnterAsync(jump, new Login(jump, options), options, cancellation)
                    .ConfigureAwait(false));
            link.Client = await link.EnterAsync(host, link.Login, options, cancellation).ConfigureAwait(false);
            return link;
        }
        catch
        {
            _ = link.CloseAsync();
            throw;
        }
    }

    /// <summary>Closes everything, last hop first; gives up on a host that does not answer after 3 s.</summary>
    public async Task CloseAsync()
    {
        var closing = Task.Run(() =>
        {
            foreach (var client in _jumps.Append(Client).Reverse().Where(c => c is not null)) Discard(client);
        });
        await Task.WhenAny(closing, Task.Delay(TimeSpan.FromSeconds(3))).ConfigureAwait(false);
        foreach (var route in _routes) route.Dispose();
    }

    private async Task<SshClient> EnterAsync(Host host, Login login, SshOptions options, CancellationToken cancellation)
    {
        while (true)
            if (await TryEnterAsync(host, login, options, cancellation)
                .ConfigureAwait(false) is { } client) return client;
    }

    /// <summary>Null: another attempt, with the password that was asked for meanwhile, may do.</summary>
    private async Task<SshClient?> TryEnterAsync(Host host, Login login, SshOptions options,
        CancellationToken cancellation)
    {
        var limit = host.Ssh.ConnectTimeout ?? options.ConnectTimeout;
        using var deadline = new ConnectDeadline(cancellation);
        login.Deadline = deadline;
        deadline.Begin(limit);
        var check = new HostKeyCheck(host, options);
        Route? route = null;
        SshClient? client = null;
        Task? connecting = null;
        try
        {
            // The way through a jump host begins at a local port, which is in our own namespace.
            var netns = _jumps.Count == 0 ? host.Netns : null;
            route = await NetworkNamespace.RunAsync(netns, host.Name, () =>
                Route.To(host, _jumps.LastOrDefault(), limit)).WaitAsync(deadline.Token).ConfigureAwait(false);
            _routes.Add(route);
            route.Open();
            connecting = NetworkNamespace.RunAsync(route.IsCarried ? null : netns, host.Name, () =>
            {
                client = new SshClient(SshAlgorithms.Apply(
                    new ConnectionInfo(route.Address, route.Port, host.User, login.Methods()) { Timeout = limit },
                    host));
                if (host.Ssh.AliveInterval is { } interval) client.KeepAliveInterval = interval;
                check.Attach(client, trusted: () =>
                {
                    client.ConnectionInfo.Timeout = AnswerLimit;
                    deadline.Begin(LoginLimit);
                });
                client.Connect();
                return client.IsConnected ? client : throw new SshConnectionException("the host closed the connection");
            });
            await connecting.WaitAsync(deadline.Token).ConfigureAwait(false);
            login.Succeeded();
            login.Deadline = null;
            // Until here it bounded each stage; from here on commands may take as long as they like, and the watchdog
            // watches.
            client!.ConnectionInfo.Timeout = Timeout.InfiniteTimeSpan;
            return client;
        }
        catch (Exception e)
        {
            _ = connecting?.ContinueWith(_ => Discard(client), CancellationToken.None, TaskContinuationOptions.None,
                TaskScheduler.Default);
            cancellation.ThrowIfCancellationRequested();
            if (check.Refusal is { } refusal) throw refusal;
            if (route is not null) _routes.Remove(route);
            try
            {
                if (e is SshAuthenticationException && login.AsksAgain()) return null;
                if (e is not (Failure or SshAuthenticationException) && route?.Blame(host) is { } blame) throw blame;
                throw ConnectFailure.From(route?.Trouble ?? e, host, login, deadline.Limit);
            }
            finally
            {
                route?.Dispose();
            }
        }
    }

    private static void Discard(SshClient? client)
    {
        try
        {
            client?.Dispose();
        }
        catch
        {
            // It was broken already.
        }
    }
}

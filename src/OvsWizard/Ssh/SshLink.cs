using OvsWizard.Inventories;
using Renci.SshNet;
using Renci.SshNet.Common;

namespace OvsWizard.Ssh;

/// <summary>A logged-in client, and the jump hosts that it goes through.</summary>
internal sealed class SshLink
{
    private readonly List<SshClient> _jumps = [];
    private Exception? _jumpError;

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
                link._jumps.Add(await link.EnterAsync(jump, new Login(jump, options), options, cancellation).ConfigureAwait(false));
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
    }

    private async Task<SshClient> EnterAsync(Host host, Login login, SshOptions options, CancellationToken cancellation)
    {
        while (true)
        {
            var check = new HostKeyCheck(host, options);
            SshClient? client = null;
            // The way through a jump host begins at a local port, which is in our own namespace.
            var connecting = NetworkNamespace.RunAsync(_jumps.Count == 0 ? host.Netns : null, host.Name, () =>
            {
                client = new SshClient(Info(host, login, options));
                check.Attach(client);
                client.Connect();
                return client.IsConnected ? client : throw new SshConnectionException("the host closed the connection");
            });
            try
            {
                await connecting.WaitAsync(cancellation).ConfigureAwait(false);
                // Until here it bounded each stage; from here on commands may take as long as they like, and the watchdog watches.
                client!.ConnectionInfo.Timeout = Timeout.InfiniteTimeSpan;
                return client;
            }
            catch (Exception e)
            {
                _ = connecting.ContinueWith(_ => Discard(client), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                cancellation.ThrowIfCancellationRequested();
                if (check.Refusal is { } refusal) throw refusal;
                if (e is SshAuthenticationException && login.AskPassword($"Password of {host.User} on {host.Name}: ")) continue;
                throw ConnectFailure.From(_jumpError ?? e, host, login.Offered, options);
            }
        }
    }

    private ConnectionInfo Info(Host host, Login login, SshOptions options)
    {
        var (address, port) = (host.Address, host.Port);
        if (_jumps.Count > 0)
        {
            var forward = new ForwardedPortLocal("127.0.0.1", 0, address, (uint)port);
            forward.Exception += (_, e) => _jumpError = e.Exception;
            _jumps[^1].AddForwardedPort(forward);
            forward.Start();
            (address, port) = ("127.0.0.1", (int)forward.BoundPort);
        }
        var info = new ConnectionInfo(address, port, host.User, login.Methods()) { Timeout = options.ConnectTimeout };
        // Much cheaper than the post-quantum exchange that SSH.NET puts first (60 against 200 ms); nothing is dropped.
        info.KeyExchangeAlgorithms.SetPosition("curve25519-sha256", 0);
        info.KeyExchangeAlgorithms.SetPosition("curve25519-sha256@libssh.org", 1);
        // The processor has instructions for AES, and GCM needs no separate MAC.
        info.Encryptions.SetPosition("aes128-gcm@openssh.com", 0);
        info.Encryptions.SetPosition("aes256-gcm@openssh.com", 1);
        return info;
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

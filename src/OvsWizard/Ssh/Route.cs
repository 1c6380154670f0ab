using System.Net;
using System.Net.Sockets;
using OvsWizard.Inventories;
using Renci.SshNet;

namespace OvsWizard.Ssh;

/// <summary>
/// The way to a host's sshd: a connection of our own, one that a jump host makes, or a command that is one. SSH.NET is
/// given where it begins; closed with the connection.
/// </summary>
internal sealed class Route : IDisposable
{
    private readonly List<IDisposable> parts = [];
    private ProxyProcess? proxy;
    private (Stream Output, Stream Input)? carried;

    private Route(string address, int port) => (Address, Port) = (address, port);

    /// <summary>What SSH.NET connects to.</summary>
    public string Address { get; private set; }

    public int Port { get; private set; }

    /// <summary>It begins in this program, wherever it leads then.</summary>
    public bool IsCarried => carried is not null;

    /// <summary>What went wrong further on, where SSH.NET only sees that its connection has ended.</summary>
    public Exception? Trouble { get; private set; }

    /// <param name="jump">The last jump host before it, logged in to; null: the way begins here.</param>
    /// <exception cref="Failure">Host: it does not begin.</exception>
    public static Route To(Host host, SshClient? jump, TimeSpan limit)
    {
        var route = new Route(host.Address, host.Port);
        try
        {
            if (jump is not null) route.Through(jump);
            else if (host.Ssh.ProxyCommand is { } command) route.By(command);
            else if (host.Ssh is { AddressFamily: not null } or { BindAddress: not null }
                or { BindInterface: not null }) route.From(host, limit);
            return route;
        }
        catch
        {
            route.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Gives SSH.NET a port to connect to, where the way is not one that it can go by itself; in our own network
    /// namespace.
    /// </summary>
    public void Open()
    {
        if (carried is not var (output, input)) return;
        var bridge = new LoopbackBridge(output, input);
        parts.Add(bridge);
        (Address, Port) = (IPAddress.Loopback.ToString(), bridge.EndPoint.Port);
    }

    /// <summary>
    /// The failure that a command which makes the connection is to blame for; null where it is not, or there is none.
    /// </summary>
    public Failure? Blame(Host host)
    {
        if (proxy is null) return null;
        proxy.Settle(TimeSpan.FromMilliseconds(500));
        if (proxy.Status is not { } status) return null;
        return new Failure(FailureKind.Host,
            $"cannot connect to {host.Name}: its ProxyCommand ended with status {status}",
            proxy.Said.Length > 0 ? $"{proxy.Said}"
                : (FormattableString)$"it printed nothing; it has no terminal to ask on",
                $"run it yourself: {host.Ssh.ProxyCommand}", host.Name);
    }

    public void Dispose()
    {
        foreach (var part in Enumerable.Reverse(parts)) part.Dispose();
        parts.Clear();
    }

    private void Through(SshClient jump)
    {
        var forward = new ForwardedPortLocal("127.0.0.1", 0, Address, (uint)Port);
        forward.Exception += (_, e) => Trouble = e.Exception;
        jump.AddForwardedPort(forward);
        forward.Start();
        (Address, Port) = ("127.0.0.1", (int)forward.BoundPort);
    }

    private void By(string command)
    {
        parts.Add(proxy = ProxyProcess.Start(command));
        carried = (proxy.Output, proxy.Input);
    }

    private void From(Host host, TimeSpan limit)
    {
        var socket = BoundSocket.Connect(host, limit);
        parts.Add(socket);
        var stream = new NetworkStream(socket);
        carried = (stream, stream);
    }
}

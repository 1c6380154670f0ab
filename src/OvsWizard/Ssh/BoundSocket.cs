using System.Net;
using System.Net.Sockets;
using System.Text;
using OvsWizard.Inventories;

namespace OvsWizard.Ssh;

/// <summary>Connects from an address or an interface of this machine, or by one family of addresses alone.</summary>
internal static class BoundSocket
{
    /// <summary>SOL_SOCKET and SO_BINDTODEVICE of socket(7).</summary>
    private const int SocketLevel = 1, BindToDevice = 25;

    /// <summary>Tries the addresses of the host's name one after the other.</summary>
    /// <exception cref="Failure">Host: the address or interface cannot be used.</exception>
    public static Socket Connect(Host host, TimeSpan limit)
    {
        var family = host.Ssh.AddressFamily switch
        {
            "inet" => AddressFamily.InterNetwork,
            "inet6" => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unspecified,
        };
        Exception? last = null;
        foreach (var address in Dns.GetHostAddresses(host.Address, family))
            try
            {
                return Connect(host, address, limit);
            }
            catch (SocketException e)
            {
                last = e;
            }
        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static Socket Connect(Host host, IPAddress address, TimeSpan limit)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            Bind(socket, host, address.AddressFamily);
            using var over = new CancellationTokenSource(limit);
            socket.ConnectAsync(new IPEndPoint(address, host.Port), over.Token).AsTask().GetAwaiter().GetResult();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Bind(Socket socket, Host host, AddressFamily family)
    {
        var what = host.Ssh.BindInterface ?? host.Ssh.BindAddress;
        try
        {
            if (host.Ssh.BindInterface is { } device) socket.SetRawSocketOption(SocketLevel, BindToDevice,
                Encoding.ASCII.GetBytes(device + "\0"));
            if (host.Ssh.BindAddress is { } from) socket.Bind(
                new IPEndPoint(Dns.GetHostAddresses(from, family).First(), 0));
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException)
        {
            throw new Failure(FailureKind.Host, $"cannot connect to {host.Name} from '{what}'", $"{e.Message}",
                $"correct BindAddress or BindInterface in the ssh configuration; see: ip address", host.Name, cause: e);
        }
    }
}

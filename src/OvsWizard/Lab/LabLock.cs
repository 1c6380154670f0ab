using System.Net.Sockets;

namespace OvsWizard.Lab;

/// <summary>
/// Held by the one process that changes a thing of the lab. It is a socket in the abstract namespace (unix(7)): the
/// kernel lets go of it however the process ends, it leaves no file behind, and whoever is refused can ask who holds
/// it.
/// </summary>
public sealed class LabLock : IDisposable
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED

    private readonly Socket socket;

    private LabLock(Socket socket) => this.socket = socket;

    /// <exception cref="Failure">Refused: another process holds it; the message names that process.</exception>
    public static LabLock Take(string what) =>
        TryTake(what) ?? throw new Failure(FailureKind.Refused, $"{what} is being changed by {Holder(what)}",
            now: $"wait until it has finished");

    public static async Task<LabLock> WaitAsync(string what, Action<string> waiting)
    {
        if (TryTake(what) is { } free) return free;
        waiting($"waiting for {Holder(what)}, which holds {what}");
        while (true)
        {
            if (TryTake(what) is { } taken) return taken;
            await Task.Delay(200);
        }
    }

    public void Dispose() => socket.Dispose();

    private static LabLock? TryTake(string what)
    {
        var socket = NewSocket();
        try
        {
            socket.Bind(Address(what));
            socket.Listen();
            return new LabLock(socket);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            socket.Dispose();
            return null;
        }
    }

    private static string Holder(string what)
    {
        try
        {
            using var socket = NewSocket();
            socket.Connect(Address(what));
            var credentials = new byte[12];
            socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
            var id = BitConverter.ToInt32(credentials);
            var words = File.ReadAllText($"/proc/{id}/cmdline").TrimEnd('\0').Replace('\0', ' ');
            return $"process {id} ({words})";
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return "another process";
        }
    }

    private static Socket NewSocket() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private static UnixDomainSocketEndPoint Address(string what) => new($"\0ovswizard {what}");
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OvsWizard.Ssh;

/// <summary>
/// A port on the loopback interface whose one connection is carried to and from other streams: SSH.NET wants to connect
/// by itself. Only this process gets in: whoever else connects is turned away.
/// </summary>
internal sealed class LoopbackBridge : IDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource over = new();

    /// <param name="output">What comes from the other side.</param>
    /// <param name="input">What goes to it.</param>
    public LoopbackBridge(Stream output, Stream input)
    {
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(4);
        _ = CarryAsync(output, input);
    }

    public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndPoint!;

    public void Dispose()
    {
        over.Cancel();
        listener.Dispose();
    }

    private async Task CarryAsync(Stream output, Stream input)
    {
        try
        {
            using var socket = await AcceptOursAsync().ConfigureAwait(false);
            listener.Close();
            socket.NoDelay = true;
            using var ours = new NetworkStream(socket);
            var down = CopyAsync(output, ours);
            var up = CopyAsync(ours, input);
            await Task.WhenAny(down, up).ConfigureAwait(false);
            // The end of either side is the end of an SSH connection; what the other side said last is still carried.
            await input.DisposeAsync().ConfigureAwait(false);
            if (up.IsCompleted) return;
            await down.ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One of the two is gone: SSH.NET sees that its socket is closed.
        }
    }

    private async Task CopyAsync(Stream from, Stream to)
    {
        var buffer = new byte[32 * 1024];
        while (await from.ReadAsync(buffer, over.Token).ConfigureAwait(false) is > 0 and var count)
        {
            await to.WriteAsync(buffer.AsMemory(0, count), over.Token).ConfigureAwait(false);
            await to.FlushAsync(over.Token).ConfigureAwait(false);
        }
    }

    private async Task<Socket> AcceptOursAsync()
    {
        while (true)
        {
            var socket = await listener.AcceptAsync(over.Token).ConfigureAwait(false);
            if (IsOurs((IPEndPoint)socket.RemoteEndPoint!, EndPoint)) return socket;
            socket.Dispose();
        }
    }

    /// <summary>
    /// Whether a socket of this process is at the other end: proc(5) tells the inode of every connection, and which are
    /// open here.
    /// </summary>
    internal static bool IsOurs(IPEndPoint from, IPEndPoint to)
    {
        // A socket that could speak IPv6 as well is listed among those.
        foreach (var (file, prefix) in new[] { ("/proc/self/net/tcp", ""),
            ("/proc/self/net/tcp6", "0000000000000000FFFF0000") })
            foreach (var line in File.Exists(file) ? File.ReadLines(file) : [])
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words.Length > 9 && words[1] == prefix + Hexadecimal(from) && words[2] == prefix
                    + Hexadecimal(to)) return IsOpenHere(words[9]);
            }
        return false;
    }

    private static bool IsOpenHere(string inode)
    {
        foreach (var handle in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
            if (Target(handle) == $"socket:[{inode}]") return true;
        return false;
    }

    private static string? Target(string handle)
    {
        try
        {
            return new FileInfo(handle).LinkTarget;
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return null;
        }
    }

    private static string Hexadecimal(IPEndPoint point) =>
        $"{BitConverter.ToUInt32(point.Address.GetAddressBytes()).ToString("X8", CultureInfo.InvariantCulture)}:{point.Port:X4}";
}

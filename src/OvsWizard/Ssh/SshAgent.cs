using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace OvsWizard.Ssh;

/// <summary>A key that the agent holds.</summary>
internal sealed record AgentKey(byte[] Blob, string Comment);

/// <summary>
/// Speaks to ssh-agent(1) (draft-ietf-sshm-ssh-agent). Each request opens the socket anew, so that a restarted agent is
/// no trouble. Calls block: they are made on the thread that connects.
/// </summary>
internal sealed class SshAgent(string socketPath)
{
    private const byte RequestIdentities = 11, IdentitiesAnswer = 12, SignRequest = 13, SignResponse = 14;
    private const uint RsaSha256 = 2, RsaSha512 = 4;
    private const int MaxAnswer = 256 * 1024;

    /// <summary>All keys in the agent's order; none where no agent answers.</summary>
    public IReadOnlyList<AgentKey> Keys()
    {
        var answer = Ask([RequestIdentities], TimeSpan.FromSeconds(5));
        if (answer is not [IdentitiesAnswer, ..]) return [];
        ReadOnlySpan<byte> rest = answer.AsSpan(1);
        var keys = new List<AgentKey>();
        try
        {
            for (var count = SshWire.ReadUInt32(ref rest); count > 0; count--)
                keys.Add(new AgentKey(SshWire.ReadString(ref rest).ToArray(),
                    Encoding.UTF8.GetString(SshWire.ReadString(ref rest))));
        }
        catch (InvalidDataException)
        {
            // An agent that answers nonsense is as good as none beyond what was understood.
        }
        return keys;
    }

    /// <summary>
    /// The signature, with its algorithm's name, over <paramref name="data"/>; null where the agent refuses.
    /// </summary>
    public byte[]? Sign(byte[] key, byte[] data, string algorithm)
    {
        var request = new MemoryStream();
        request.WriteByte(SignRequest);
        SshWire.WriteString(request, key);
        SshWire.WriteString(request, data);
        SshWire.WriteUInt32(request, algorithm.StartsWith("rsa-sha2-512", StringComparison.Ordinal) ? RsaSha512
            : algorithm.StartsWith("rsa-sha2-256", StringComparison.Ordinal) ? RsaSha256 : 0);
        // A key on a token waits for a touch, a confirmed one (ssh-add -c) for a click.
        var answer = Ask(request.ToArray(), TimeSpan.FromSeconds(60));
        if (answer is not [SignResponse, ..]) return null;
        ReadOnlySpan<byte> rest = answer.AsSpan(1);
        return SshWire.ReadString(ref rest).ToArray();
    }

    private byte[]? Ask(byte[] request, TimeSpan limit)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.ReceiveTimeout = socket.SendTimeout = (int)limit.TotalMilliseconds;
            socket.Connect(new UnixDomainSocketEndPoint(socketPath));
            using var stream = new NetworkStream(socket);
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, request.Length);
            stream.Write(length);
            stream.Write(request);
            stream.ReadExactly(length);
            var size = BinaryPrimitives.ReadInt32BigEndian(length);
            if (size is <= 0 or > MaxAnswer) return null;
            var answer = new byte[size];
            stream.ReadExactly(answer);
            return answer;
        }
        catch (Exception e) when (e is SocketException or IOException or ArgumentException)
        {
            return null;
        }
    }
}

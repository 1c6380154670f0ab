using System.Buffers.Binary;
using System.Text;

namespace OvsWizard.Ssh;

/// <summary>The data types of RFC 4251, section 5, as far as keys and the agent need them.</summary>
internal static class SshWire
{
    /// <summary>The name at the head of a public key or certificate.</summary>
    public static string KeyType(ReadOnlySpan<byte> key) => Encoding.ASCII.GetString(ReadString(ref key));

    /// <exception cref="InvalidDataException">The data ends within the string.</exception>
    public static ReadOnlySpan<byte> ReadString(ref ReadOnlySpan<byte> data)
    {
        var length = ReadUInt32(ref data);
        if (length > data.Length) throw new InvalidDataException("the data ends early");
        var text = data[..(int)length];
        data = data[(int)length..];
        return text;
    }

    public static uint ReadUInt32(ref ReadOnlySpan<byte> data)
    {
        if (data.Length < 4) throw new InvalidDataException("the data ends early");
        var value = BinaryPrimitives.ReadUInt32BigEndian(data);
        data = data[4..];
        return value;
    }

    public static void WriteString(MemoryStream to, ReadOnlySpan<byte> text)
    {
        WriteUInt32(to, (uint)text.Length);
        to.Write(text);
    }

    public static void WriteUInt32(MemoryStream to, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        to.Write(bytes);
    }

    /// <summary>
    /// The key that a user certificate (PROTOCOL.certkeys) certifies: after type and nonce, it holds the fields of the
    /// plain key (as many as the type has).
    /// </summary>
    public static byte[] CertifiedKey(ReadOnlySpan<byte> certificate)
    {
        var type = Encoding.ASCII.GetString(ReadString(ref certificate));
        var plain = type.Replace("-cert-v01", "", StringComparison.Ordinal);
        if (!plain.StartsWith("sk-", StringComparison.Ordinal)) plain = plain.Replace("@openssh.com", "",
            StringComparison.Ordinal);
        ReadString(ref certificate);
        var fields = plain switch
        {
            "ssh-ed25519" => 1,
            "sk-ecdsa-sha2-nistp256@openssh.com" => 3,
            _ => 2,
        };
        var key = new MemoryStream();
        WriteString(key, Encoding.ASCII.GetBytes(plain));
        for (var i = 0; i < fields; i++) WriteString(key, ReadString(ref certificate));
        return key.ToArray();
    }
}

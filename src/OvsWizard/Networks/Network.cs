using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OvsWizard.Networks;

/// <summary>
/// An address together with its prefix length. Host bits may be set: 10.0.1.1/24 is both an interface's address and
/// the network 10.0.1.0/24 it lies in.
/// </summary>
public readonly record struct Network
{
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF.:");
    private readonly UInt128 _first;
    private readonly UInt128 _last;

    private Network(IPAddress address, int prefixLength)
    {
        Address = address;
        PrefixLength = prefixLength;
        var hostBits = Bits - prefixLength;
        var hostMask = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        _first = ToNumber(address) & ~hostMask;
        _last = _first | hostMask;
    }

    /// <summary>The address as written, host bits included.</summary>
    public IPAddress Address { get; }

    public int PrefixLength { get; }

    public bool IsV6 => Address.AddressFamily is AddressFamily.InterNetworkV6;

    /// <summary>The network's own address: all host bits 0.</summary>
    public IPAddress First => ToAddress(_first);

    /// <summary>The highest address: all host bits 1; in IPv4 the broadcast address.</summary>
    public IPAddress Last => ToAddress(_last);

    /// <summary>
    /// The highest address a host can have: IPv4 keeps the last for broadcast, except in /31 and /32 (RFC 3021).
    /// </summary>
    public IPAddress LastUsable => ToAddress(HasBroadcast ? _last - 1 : _last);

    /// <summary>255.255.255.0 and the like.</summary>
    public IPAddress Mask =>
        ToAddress(PrefixLength == 0 ? 0 : (IsV6 ? UInt128.MaxValue : uint.MaxValue) << (Bits - PrefixLength) & (IsV6
            ? UInt128.MaxValue : uint.MaxValue));

    /// <summary>No host bit is set: it names a network, not an interface.</summary>
    public bool IsNetworkAddress => ToNumber(Address) == _first;

    /// <summary>An address an interface can have: neither the network's own nor its broadcast address.</summary>
    public bool IsHostAddress => !HasBroadcast ? PrefixLength >= Bits - 1 || !IsNetworkAddress
        : ToNumber(Address) != _first && ToNumber(Address) != _last;

    private int Bits => IsV6 ? 128 : 32;
    private bool HasBroadcast => !IsV6 && PrefixLength < 31;

    /// <summary>Reads 10.0.1.1/24, fd00::1/64, or a bare address, which stands for itself alone (/32, /128).</summary>
    public static bool TryParse(string? text, out Network network)
    {
        network = default;
        if (string.IsNullOrEmpty(text)) return false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryParseAddress(slash < 0 ? text : text[..slash], out var address)) return false;
        var bits = address.AddressFamily is AddressFamily.InterNetworkV6 ? 128 : 32;
        var prefix = bits;
        if (slash >= 0 && !TryParsePrefix(text.AsSpan(slash + 1), bits, out prefix)) return false;
        network = new Network(address, prefix);
        return true;
    }

    /// <summary>
    /// Reads an address as people write it: four decimal numbers, or IPv6 without a zone. What inet_aton takes besides
    /// (octal, 127.1) is refused.
    /// </summary>
    public static bool TryParseAddress(string text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.AsSpan().ContainsAnyExcept(AddressCharacters)) return false;
        if (!IPAddress.TryParse(text, out var parsed)) return false;
        if (parsed.AddressFamily is AddressFamily.InterNetwork && parsed.ToString() != text) return false;
        address = parsed;
        return true;
    }

    public bool Contains(IPAddress address) =>
        address.AddressFamily == Address.AddressFamily && ToNumber(address) >= _first && ToNumber(address) <= _last;

    public bool Contains(Network other) => other.IsV6 == IsV6 && other._first >= _first && other._last <= _last;

    public bool Overlaps(Network other) => other.IsV6 == IsV6 && other._first <= _last && _first <= other._last;

    /// <summary>
    /// The address <paramref name="index"/> places after the network's own; negative counts back from the highest (-1
    /// is that one). Null where it lies outside.
    /// </summary>
    public IPAddress? Nth(long index)
    {
        var distance = (UInt128)(ulong)(index < 0 ? -(index + 1) : index);
        if (distance > _last - _first) return null;
        return ToAddress(index < 0 ? _last - distance : _first + distance);
    }

    /// <summary>
    /// The inverse of <see cref="Nth"/>: which address of the network it is, counted from 0; null where it is none, or
    /// too far up for a long.
    /// </summary>
    public long? OffsetOf(IPAddress address)
    {
        if (address.AddressFamily != Address.AddressFamily) return null;
        var number = ToNumber(address);
        return number < _first || number > _last || number - _first > long.MaxValue ? null : (long)(number - _first);
    }

    public override string ToString() => $"{Address}/{PrefixLength}";

    private static bool TryParsePrefix(ReadOnlySpan<char> text, int bits, out int prefix) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
        && prefix <= bits
        && (text.Length == 1 || text[0] != '0');

    private static UInt128 ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private IPAddress ToAddress(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(IsV6 ? bytes : bytes[12..]);
    }
}

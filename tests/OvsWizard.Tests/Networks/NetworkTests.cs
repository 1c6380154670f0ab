using CsCheck;
using OvsWizard.Networks;

namespace OvsWizard.Tests.Networks;

public sealed class NetworkTests
{
    private static Network Read(string text) =>
        Network.TryParse(text, out var network) ? network : throw new ArgumentException(text);

    [Theory]
    [InlineData("10.0.1.1/24", "10.0.1.0", "10.0.1.255", "10.0.1.254")]
    [InlineData("10.0.1.1", "10.0.1.1", "10.0.1.1", "10.0.1.1")]
    [InlineData("10.0.1.1/31", "10.0.1.0", "10.0.1.1", "10.0.1.1")]
    [InlineData("0.0.0.0/0", "0.0.0.0", "255.255.255.255", "255.255.255.254")]
    [InlineData("fd00::1/120", "fd00::", "fd00::ff", "fd00::ff")]
    [InlineData("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    public void A_network_has_a_first_and_a_last_address(string text, string first, string last, string usable)
    {
        var network = Read(text);

        Assert.Equal((first, last, usable),
            (network.First.ToString(), network.Last.ToString(), network.LastUsable.ToString()));
    }

    [Theory]
    [InlineData("10.0.1.1/24", "255.255.255.0")]
    [InlineData("10.0.1.1/0", "0.0.0.0")]
    [InlineData("fd00::/64", "ffff:ffff:ffff:ffff::")]
    public void A_prefix_length_is_a_mask(string text, string mask) => Assert.Equal(mask, Read(text).Mask.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("10.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x0a.0.0.1")]
    [InlineData("167772161")]
    [InlineData("10.0.0.1/33")]
    [InlineData("10.0.0.1/024")]
    [InlineData("10.0.0.1/-1")]
    [InlineData("10.0.0.1/")]
    [InlineData("10.0.0.256")]
    [InlineData(" 10.0.0.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    public void What_tools_read_differently_is_refused(string text) => Assert.False(Network.TryParse(text, out _));

    [Theory]
    [InlineData("10.0.0.0/16", "10.0.9.1/24", true)]
    [InlineData("10.0.0.0/24", "10.0.1.0/24", false)]
    [InlineData("10.0.0.0/24", "::a00:0/120", false)]
    [InlineData("0.0.0.0/0", "1.2.3.4", true)]
    public void Networks_overlap_both_ways_or_not_at_all(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, Read(one).Overlaps(Read(other)));
        Assert.Equal(overlap, Read(other).Overlaps(Read(one)));
    }

    [Fact]
    public void Of_two_networks_that_overlap_one_contains_the_other() =>
        Gen.Select(Gen.UInt, Gen.Int[0, 32], Gen.UInt, Gen.Int[0, 32]).Sample((a, p, b, q) =>
        {
            var (one, other) = (Read($"{Dotted(a)}/{p}"), Read($"{Dotted(b)}/{q}"));
            return one.Overlaps(other) == (one.Contains(other) || other.Contains(one));
        });

    private static string Dotted(uint n) => $"{n >> 24}.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}";

    [Theory]
    [InlineData("10.0.1.0/24", true, false)]
    [InlineData("10.0.1.255/24", false, false)]
    [InlineData("10.0.1.1/24", false, true)]
    [InlineData("10.0.1.0/31", true, true)]
    [InlineData("10.0.1.1/32", true, true)]
    [InlineData("fd00::/64", true, false)]
    [InlineData("fd00::1/64", false, true)]
    public void Some_addresses_are_no_hosts(string text, bool isNetwork, bool isHost) =>
        Assert.Equal((isNetwork, isHost), (Read(text).IsNetworkAddress, Read(text).IsHostAddress));

    [Theory]
    [InlineData("10.0.1.0/24", 1, "10.0.1.1")]
    [InlineData("10.0.1.0/24", -2, "10.0.1.254")]
    [InlineData("10.0.1.0/24", 256, null)]
    [InlineData("fd00::/64", 10, "fd00::a")]
    public void Addresses_are_counted(string text, long index, string? expected) =>
        Assert.Equal(expected, Read(text).Nth(index)?.ToString());
}

using OvsWizard.Templates;

namespace OvsWizard.Tests.Templates;

public sealed class BuiltInsTests
{
    private static object? Evaluate(string expression) =>
        TemplateEngine.Evaluate(new TemplateText(expression, new SourceLocation("a.yml", 1, 1)), new TemplateValues());

    [Theory]
    [InlineData("ip.address '10.0.1.1/24'", "10.0.1.1")]
    [InlineData("'10.0.1.1/24' | ip.address", "10.0.1.1")]
    [InlineData("ip.prefix '10.0.1.1/24'", 24L)]
    [InlineData("ip.network '10.0.1.1/24'", "10.0.1.0/24")]
    [InlineData("ip.network 'fd00::1/64'", "fd00::/64")]
    [InlineData("ip.mask '10.0.1.1/22'", "255.255.252.0")]
    [InlineData("ip.hex '10.0.1.1'", "0a000101")]
    [InlineData("ip.nth '10.0.1.1/24' 2", "10.0.1.2")]
    [InlineData("ip.nth '10.0.1.1/24' (-1)", "10.0.1.255")]
    [InlineData("ip.offset '10.0.0.0/16' '10.0.7.0/24'", 1792L)]
    [InlineData("ip.offset '10.0.0.0/16' '10.0.0.0'", 0L)]
    [InlineData("ip.last '10.0.1.1/24'", "10.0.1.254")]
    [InlineData("ip.contains '10.0.0.0/16' '10.0.9.1/24'", true)]
    [InlineData("ip.contains '10.0.0.0/16' '10.1.0.1'", false)]
    [InlineData("ip.overlaps '10.0.0.0/16' '10.0.0.0/8'", true)]
    [InlineData("ip.is_v6 '::1'", true)]
    [InlineData("ifname 'vx' 'docker02'", "vx-docker02")]
    [InlineData("ifname 'vx' 3", "vx-3")]
    [InlineData("math.round 1.6", 2d)]
    [InlineData("string.upcase 'a'", "A")]
    public void Functions(string expression, object expected) => Assert.Equal(expected, Evaluate(expression));

    [Theory]
    [InlineData("ip.nth '10.0.1.0/30' 4")]
    [InlineData("ip.offset '10.0.0.0/16' '10.1.0.0'")]
    [InlineData("ip.offset '10.0.0.0/16' 'fd00::1'")]
    [InlineData("ip.network 'x'")]
    [InlineData("ip.nth '10.0.1.0/30'")]
    [InlineData("ifname 'a b'")]
    [InlineData("ifname '$(x)' 'y'")]
    [InlineData("math.uuid")]
    public void Nonsense_is_refused(string expression) =>
        Assert.Equal(FailureKind.Input, Assert.Throws<Failure>(() => Evaluate(expression)).Kind);

    [Fact]
    public void Long_interface_names_are_cut_to_fifteen_and_stay_apart()
    {
        var one = (string)Evaluate("ifname 'vxlan' 'frankfurt-docker01'")!;
        var other = (string)Evaluate("ifname 'vxlan' 'frankfurt-docker02'")!;

        Assert.Equal("vxlan-f", one[..7]);
        Assert.Equal((15, 15), (one.Length, other.Length));
        Assert.NotEqual(one, other);
        Assert.Equal(one, Evaluate("ifname 'vxlan' 'frankfurt-docker01'"));
    }
}

using OvsWizard.Runbooks;
using OvsWizard.Templates;

namespace OvsWizard.Tests.Runbooks;

public sealed class ValueReaderTests
{
    private static Parameter Of(ParameterType type, bool isList = false, bool optional = false, long? min = null,
        long? max = null) =>
        new("x", type, ParameterScope.Site, new Text("help", "帮助"), null, optional, isList,
            type is ParameterType.Choice ? [new Choice("vxlan", default), new Choice("gre", default)] : [], min,
            max, default);

    [Theory]
    [InlineData(ParameterType.Text, "it's $HOME", "it's $HOME")]
    [InlineData(ParameterType.Integer, "-7", -7L)]
    [InlineData(ParameterType.Boolean, "yes", true)]
    [InlineData(ParameterType.Choice, "gre", "gre")]
    [InlineData(ParameterType.Address, "FD00::0:1", "fd00::1")]
    [InlineData(ParameterType.Cidr, "10.0.0.0/16", "10.0.0.0/16")]
    [InlineData(ParameterType.InterfaceAddress, "10.0.1.1/24", "10.0.1.1/24")]
    [InlineData(ParameterType.InterfaceName, "eth0.100", "eth0.100")]
    [InlineData(ParameterType.Mtu, "auto", "auto")]
    [InlineData(ParameterType.Mtu, "1450", 1450L)]
    [InlineData(ParameterType.Port, "4789", 4789L)]
    [InlineData(ParameterType.VlanRange, "4094", "4094")]
    [InlineData(ParameterType.VlanRange, "20-29", "20-29")]
    [InlineData(ParameterType.VlanRange, "007-7", "7")]
    [InlineData(ParameterType.Path, "/var/tmp/a b", "/var/tmp/a b")]
    [InlineData(ParameterType.Host, "docker01", "docker01")]
    [InlineData(ParameterType.Url, "https://example.org/a?b=1", "https://example.org/a?b=1")]
    public void Values_are_canonical(ParameterType type, string text, object expected) =>
        Assert.Equal(expected, ValueReader.Parse(Of(type), text));

    [Theory]
    [InlineData(ParameterType.Text, "a\nb")]
    [InlineData(ParameterType.Text, "\ud800")]
    [InlineData(ParameterType.Integer, "1e3")]
    [InlineData(ParameterType.Integer, "99999999999999999999")]
    [InlineData(ParameterType.Boolean, "1")]
    [InlineData(ParameterType.Choice, "vxlam")]
    [InlineData(ParameterType.Address, "10.0.0.1/24")]
    [InlineData(ParameterType.Cidr, "10.0.1.1/24")]
    [InlineData(ParameterType.Cidr, "10.0.0.0")]
    [InlineData(ParameterType.InterfaceAddress, "10.0.1.0/24")]
    [InlineData(ParameterType.InterfaceAddress, "10.0.1.255/24")]
    [InlineData(ParameterType.InterfaceAddress, "10.0.1.1")]
    [InlineData(ParameterType.InterfaceName, "0123456789abcdef")]
    [InlineData(ParameterType.InterfaceName, "-eth0")]
    [InlineData(ParameterType.Mtu, "67")]
    [InlineData(ParameterType.Mtu, "65536")]
    [InlineData(ParameterType.Port, "0")]
    [InlineData(ParameterType.VlanRange, "0")]
    [InlineData(ParameterType.VlanRange, "4095")]
    [InlineData(ParameterType.VlanRange, "29-20")]
    [InlineData(ParameterType.VlanRange, "1-2-3")]
    [InlineData(ParameterType.VlanRange, "20-")]
    [InlineData(ParameterType.VlanRange, "+5")]
    [InlineData(ParameterType.VlanRange, "٣")]
    [InlineData(ParameterType.Path, "var/tmp")]
    [InlineData(ParameterType.Path, "/a\u001bb")]
    [InlineData(ParameterType.Url, "ftp://example.org/")]
    [InlineData(ParameterType.Url, "http:example")]
    [InlineData(ParameterType.Secret, "hunter2")]
    [InlineData(ParameterType.Secret, "env:A B")]
    public void What_is_no_such_value_is_refused(ParameterType type, string text)
    {
        var failure = Assert.Throws<Failure>(() => ValueReader.Parse(Of(type), text));

        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.StartsWith("x must be ", failure.What, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    public static TheoryData<ParameterType, string> Hostile()
    {
        var data = new TheoryData<ParameterType, string>();
        foreach (var type in Enum.GetValues<ParameterType>()
            .Except([ParameterType.Text, ParameterType.Path, ParameterType.Secret]))
            foreach (var text in (string[])["'; reboot; '", "$(reboot)", "`id`", "a\nb", "-rf", "a b", "\"", "a\0b",
                "http://x/$(id)", "https://x/'a'", "网桥"])
                data.Add(type, text);
        return data;
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Nothing_a_shell_would_act_on_passes_a_type(ParameterType type, string text) =>
        Assert.Throws<Failure>(() => ValueReader.Parse(Of(type), text));

    [Fact]
    public void The_message_says_what_is_expected() =>
        Assert.Equal("x must be an address with prefix length such as 10.0.1.1/24, not 'y'",
            Assert.Throws<Failure>(() => ValueReader.Parse(Of(ParameterType.InterfaceAddress), "y")).What);

    [Fact]
    public void Limits_and_near_misses_are_named()
    {
        Assert.Equal("x must be an integer from 0 to 10, not '11'",
            Assert.Throws<Failure>(() => ValueReader.Parse(Of(ParameterType.Integer, min: 0, max: 10), "11")).What);
        Assert.Equal("did you mean 'vxlan'?",
            Assert.Throws<Failure>(() => ValueReader.Parse(Of(ParameterType.Choice), "vxlam")).Now);
        Assert.Equal("did you mean 'docker01'?",
            Assert.Throws<Failure>(() => ValueReader.Parse(Of(ParameterType.Host), "docker0l", ["docker01"])).Now);
    }

    [Fact]
    public void Lists_are_separated_by_commas()
    {
        Assert.Equal(new object[] { "10.0.0.1", "10.0.0.2" },
            ValueReader.Parse(Of(ParameterType.Address, isList: true), "10.0.0.1, 10.0.0.2"));
        Assert.Throws<Failure>(() => ValueReader.Parse(Of(ParameterType.Address, isList: true), "10.0.0.1,,10.0.0.2"));
    }

    [Fact]
    public void Only_an_optional_value_may_be_empty()
    {
        Assert.Equal("", ValueReader.Parse(Of(ParameterType.Address, optional: true), " "));
        Assert.Empty((object[])ValueReader.Parse(Of(ParameterType.Address, optional: true, isList: true), ""));
        Assert.Equal("x must be an address such as 10.0.1.1, not empty",
            Assert.Throws<Failure>(() => ValueReader.Parse(Of(ParameterType.Address), "")).What);
    }

    [Fact]
    public void A_secret_is_a_reference_that_is_read_later()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "hunter2\n");

        var reference = (SecretReference)ValueReader.Parse(Of(ParameterType.Secret), $"file:{file}");

        Assert.Equal(("hunter2", "x"), (reference.ReadValue(), reference.Secret.Name));
        File.Delete(file);
        Assert.Throws<Failure>(reference.ReadValue);
        Assert.Throws<Failure>(() =>
            ((SecretReference)ValueReader.Parse(Of(ParameterType.Secret), "env:NOT_SET_ANYWHERE")).ReadValue());
    }
}

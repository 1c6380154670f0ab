using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

public sealed class TypedHostsTests
{
    private static string Line(HostEntry host) => string.Join(' ', new[]
    {
        host.Name, host.Address.Length > 0 ? $"at {host.Address}" : "", host.User.Length > 0 ? $"as {host.User}" : "",
            host.Port.Length > 0 ? $"on {host.Port}" : "",
        host.Identity.Length > 0 ? $"with {host.Identity}" : "", host.Jump.Length > 0 ? $"by {host.Jump}" : "",
    }.Where(p => p.Length > 0));

    [Theory]
    [InlineData("docker01", "docker01")]
    [InlineData("root@docker01:2222", "docker01 as root on 2222")]
    [InlineData("ssh://ops@docker01.lan:2222/", "docker01.lan as ops on 2222")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("root@[2001:db8::1]:2222", "2001-db8--1 at 2001:db8::1 as root on 2222")]
    [InlineData("2001:db8::1", "2001-db8--1 at 2001:db8::1")]
    [InlineData("d1=192.0.2.1", "d1 at 192.0.2.1")]
    [InlineData("d1=root@192.0.2.1:2022", "d1 at 192.0.2.1 as root on 2022")]
    [InlineData("ssh -p 2222 root@docker01", "docker01 as root on 2222")]
    [InlineData("ssh root@docker01 -i ~/.ssh/id -J jump", "docker01 as root with ~/.ssh/id by jump")]
    [InlineData("host[08-11]", "host08|host09|host10|host11")]
    [InlineData("root@n[1:3].lan:22", "n1.lan as root on 22|n2.lan as root on 22|n3.lan as root on 22")]
    [InlineData("[a-c]x", "ax|bx|cx")]
    [InlineData("a, b;c d", "a|b|c|d")]
    [InlineData("# old\n root@a\r\n\nb:2022\n", "a as root|b on 2022")]
    public void Hosts_are_read_as_one_types_them_for_ssh(string text, string hosts) =>
        Assert.Equal(hosts, string.Join('|', TypedHosts.Read(text).Select(Line)));

    [Theory]
    [InlineData("", "no host is named")]
    [InlineData("root@", "'root@' names no host")]
    [InlineData("a:99999", "'a:99999' has no valid port")]
    [InlineData("-oProxyCommand=x", "'-oProxyCommand' is not a valid host name")]
    [InlineData("ssh -oProxyCommand=x a", "'ProxyCommand' of 'ssh -oProxyCommand=x a' is not supported")]
    [InlineData("ssh -L 1:b:2 a", "'-L 1:b:2' of")]
    [InlineData("ssh a reboot", "'reboot' is not an option of ssh")]
    [InlineData("host[20-01]", "'[20:01]' is not a valid range")]
    [InlineData("a a", "host 'a' appears twice")]
    [InlineData("x@a/b", "'a/b' is not a valid host name")]
    public void What_names_no_host_is_refused(string text, string begins)
    {
        var failure = Assert.Throws<Failure>(() => TypedHosts.Read(text));
        Assert.StartsWith(begins, failure.What, StringComparison.Ordinal);
    }
}

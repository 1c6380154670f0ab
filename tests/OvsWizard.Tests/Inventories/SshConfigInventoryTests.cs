using static OvsWizard.Tests.Inventories.Said;

namespace OvsWizard.Tests.Inventories;

public sealed class SshConfigInventoryTests
{
    private const string Config = """
        Include conf.d/*
        Host docker01 docker02 git@forge
          User root
          IdentityFile ~/.ssh/site
        Host docker01
          HostName 192.0.2.1
        Host docker*
          ProxyJump bastion
        Host bastion
          Port 2200
        Host *.example.com !x
          User nobody
        """;

    [Fact]
    public void Every_name_is_a_host_as_ssh_would_reach_it() => Assert.Equal(
        ["docker01 root@192.0.2.1:22 /home/me/.ssh/site by bastion",
            "docker02 root@docker02:22 /home/me/.ssh/site by bastion", "bastion me@bastion:2200"],
        Lines(Config));

    [Fact]
    public void A_name_that_cannot_be_a_host_is_passed_over_and_said() =>
        Assert.Equal(["/site/hosts:2:24: 'git@forge' is not a valid host name; ignored"],
            Read(Config).Warnings.Select(w => w.ToString()));

    [Fact]
    public void Names_know_their_place() => Assert.Equal("/site/hosts:2:15", Read(Config).Hosts[1].At.ToString());

    [Fact]
    public void Patterns_are_no_hosts() =>
        Assert.Equal("/site/hosts:1:1: the ssh configuration names no host\n  why: patterns such as '*' are not hosts",
            Wrong("Host *\n  User me\n").ToString());
}

using static OvsWizard.Tests.Inventories.Said;

namespace OvsWizard.Tests.Inventories;

public sealed class AnsibleIniTests
{
    [Fact]
    public void Hosts_say_how_they_are_reached() => Assert.Equal(
        ["a root@192.0.2.1:2222 /home/me/keys/a sudo by bastion x=1", "b me@b:2022", "c me@c:22 password=SITE_PW"],
        Lines("""
            a ansible_host=192.0.2.1 ansible_port=2222 ansible_user=root ansible_ssh_private_key_file=~/keys/a ansible_become=yes ansible_ssh_common_args='-o ProxyJump=bastion' ovswizard_x=1
            b:2022 ansible_become=no ansible_python_interpreter=/usr/bin/python3   # an old one
            c ansible_password="{{ lookup('env', 'SITE_PW') }}"
            """));

    [Fact]
    public void Nearer_groups_win_over_outer_ones_and_hosts_over_groups() => Assert.Equal(
        ["a me@a:22 p=all q=outer r=inner s=host", "b me@b:22 p=all q=all"],
        Lines("""
            [inner]
            a ovswizard_s=host
            [lone]
            b
            [outer:children]
            inner
            [inner:vars]
            ovswizard_r=inner
            ovswizard_s=inner
            [outer:vars]
            ovswizard_q = outer
            ovswizard_r = outer
            [all:vars]
            ovswizard_p="all"
            ovswizard_q=all
            """));

    [Fact]
    public void Of_groups_side_by_side_the_later_name_or_the_higher_priority_wins()
    {
        const string Groups = "[b]\nh\n[a]\nh\n[a:vars]\novswizard_x=a\n[b:vars]\novswizard_x=b\n";
        Assert.Equal(["h me@h:22 x=b"], Lines(Groups));
        Assert.Equal(["h me@h:22 x=a"], Lines(Groups + "[a:vars]\nansible_group_priority=10\n"));
    }

    [Fact]
    public void Files_beside_it_are_read_too() => Assert.Equal(
        ["h me@h:22 a=all b=docker c=line d=host mtu=1450"],
        Lines("[docker]\nh ovswizard_c=line\n[docker:vars]\novswizard_b=ini\novswizard_c=ini\n",
            ("group_vars", "all", "ovswizard_a: all\novswizard_b: all\nunrelated: {x: [1, {y: z}]}\n"),
            ("group_vars", "docker", "---\novswizard_b: docker\novswizard: { mtu: 1450 }\novswizard_d: docker\n"),
            ("host_vars", "h", "ovswizard_d: host\n")));

    [Fact]
    public void A_file_beside_it_that_cannot_be_read_is_said_and_passed_over()
    {
        var inventory = Read("h\n", beside: [("group_vars", "all", "a: &x 1\nb: *x\n"),
            ("host_vars", "h", "$ANSIBLE_VAULT;1.1;AES256\n00\n")]);

        Assert.Equal(["h"], inventory.Hosts.Select(h => h.Name));
        Assert.Equal(["/site/group_vars/all:2:4: anchors and aliases are not supported; the file is ignored",
            "/site/host_vars/h: encrypted with ansible-vault; ignored"],
            inventory.Warnings.Select(w => w.ToString()));
    }

    [Fact]
    public void A_value_may_name_other_variables() => Assert.Equal(
        ["web1.x me@web1.example.com:22 ip=172.16.0.1"],
        Lines(
            "web1.x ip={{net}}.1\n[all:vars]\nnet=172.16.0\novswizard_ip={{ ip }}\nansible_host={{ inventory_hostname_short }}.example.com\n"));

    [Theory]
    [InlineData("-J a,b", "by a,b")]
    [InlineData("-o ProxyJump=ops@a:2200", "by ops@a:2200")]
    [InlineData("-o ProxyCommand=\\\"ssh -W %h:%p -q ops@a\\\"", "by ssh -W h:22 -q ops@a")]
    [InlineData("-o ProxyCommand='ssh -q -p 2200 -W %h:%p a'", "by ssh -q -p 2200 -W h:22 a")]
    [InlineData("-C -o Port=2022 -oIdentityFile=~/k", "/home/me/k", "h me@h:2022")]
    [InlineData("-o UserKnownHostsFile=/k", "/k")]
    public void The_way_to_a_host_is_taken_from_the_arguments_of_ssh(string args, string part,
        string host = "h me@h:22") =>
        Assert.Equal([$"{host} {part}"], Lines($"h ansible_ssh_common_args=\"{args}\"\n"));

    [Fact]
    public void What_is_not_taken_is_said() => Assert.Equal(
        [
            "/site/hosts:3:21: ansible_become_pass is ignored: passwords are not read from files; write \"{{ lookup('env', 'NAME') }}\", or log in by key",
            "StrictHostKeyChecking no is not followed: an unknown host key is asked about or refused here, and a changed one always refused",
        ],
        Read(
            "h ansible_ssh_extra_args='-o StrictHostKeyChecking=no -C'\n[all:vars]\nansible_become_pass=hunter-seven\n")
            .Warnings.Select(w => w.ToString()).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("h ansible_become=1 ansible_become_exe=/usr/bin/dzdo", "root is obtained by '/usr/bin/dzdo'")]
    [InlineData("h ansible_ssh_executable=/opt/tsh", "connections would be made by '/opt/tsh'")]
    [InlineData("h ansible_ssh_common_args='-W other:22'", "cannot say how ssh reaches 'h' with -W other:22")]
    [InlineData("h ansible_ssh_common_args=bastion", "'bastion' is not an option of ssh")]
    [InlineData("h ansible_ssh_common_args='-o ProxyUseFdpass=yes -o ProxyCommand=x'",
        "cannot connect to h by its ProxyCommand: ProxyUseFdpass")]
    [InlineData("h ansible_ssh_common_args='-o PreferredAuthentications=gssapi-with-mic'",
        "cannot log in to h: its ssh configuration allows no supported method")]
    [InlineData("h ansible_become=1 ansible_become_method=su", "root is obtained by 'su'")]
    [InlineData("h ansible_become=1 ansible_become_user=postgres", "commands would run as 'postgres'")]
    [InlineData("h ansible_user='{{ deploy_user | default(\"x\") }}'",
        "only Ansible can tell what 'ansible_user' of h is")]
    [InlineData("h ansible_port=http", "'http' is not a valid port")]
    [InlineData("h ansible_user=-oX", "'-oX' cannot be the 'ansible_user' of a host")]
    [InlineData("h a={{b}} b={{a}} ovswizard_x={{a}}", "only Ansible can tell what 'ovswizard_x' of h is")]
    public void A_host_that_cannot_be_worked_on_stops_only_those_who_choose_it(string line, string what)
    {
        var inventory = Read($"{line}\nother\n");

        Assert.StartsWith(what, Assert.Throws<Failure>(() => inventory.Hosts).What, StringComparison.Ordinal);
        Assert.Equal(["other me@other:22"], Lines(inventory.Limit(["other"])));
    }

    [Theory]
    [InlineData("localhost ansible_connection=local", "localhost is left out: connection 'local' is not supported")]
    [InlineData("win ansible_connection=winrm", "win is left out: connection 'winrm' is not supported")]
    public void A_host_of_another_connection_is_left_out_and_said(string line, string note)
    {
        var inventory = Read($"[g]\n{line}\nother\n");

        Assert.Equal(["other me@other:22"], Lines(inventory));
        Assert.Equal(["other me@other:22"], Lines(inventory.Limit(["g"])));
        Assert.Equal([note], inventory.Warnings.Select(w => w.ToString()));
        Assert.Contains("is not supported",
            Assert.Throws<Failure>(() => inventory.Limit([line.Split(' ')[0]]).Hosts).What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x\n[a\nh\n", "2:1: the section is never closed")]
    [InlineData("h x\n", "1:3: 'x' gives no value")]
    [InlineData("[a:vars]\nx\n[a]\nh\n", "2:1: 'x' gives no value")]
    [InlineData("[a:kids]\nh\n", "1:1: unknown key 'kids' in a group")]
    [InlineData("[a:children]\nb\n[c]\nh\n", "2:1: group 'b' not found")]
    [InlineData("[a]\nh\n[b:vars]\nx=1\n", "3:1: group 'b' not found")]
    [InlineData("[a:children]\nb\n[b:children]\na\n[c]\nh\n", "4:1: the group 'a' contains itself")]
    [InlineData("[a]\n  h[1:x]\n", "2:3: 'h[1:x]' has no valid range")]
    [InlineData("[a]\n", "1:1: the inventory names no host")]
    [InlineData("[a]\n-h\n", "2:1: '-h' is not a valid host name")]
    [InlineData("[a]\n2001:db8::1\n", "2:1: '2001:db8:' is not a valid host name")]
    public void What_is_wrong_has_its_place(string text, string begins)
    {
        var failure = Wrong(text);
        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.StartsWith($"/site/hosts:{begins}", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_takes_groups_patterns_and_exceptions()
    {
        var inventory = Read("lone\n[east]\na1\na2\n[west]\nb1\n[docker:children]\neast\nwest\n");

        Assert.Equal("a1 a2 b1", Names("docker"));
        Assert.Equal("lone b1", Names("west", "lone"));
        Assert.Equal("a1 b1", Names("docker", "!a2"));
        Assert.Equal("lone b1", Names("!east"));
        Assert.Equal("a1 a2", Names("a*"));
        Assert.Equal("a1 a2 b1", Names("?est", "ea*"));
        Assert.Equal("lone a1 a2 b1", Names("all"));
        Assert.Equal("lone", Names("ungrouped"));
        Assert.Equal("the inventory has no host or group 'doker'\n  fix: did you mean 'docker'?",
            Assert.Throws<Failure>(() => inventory.Limit(["doker"])).ToString());
        Assert.Equal("--limit leaves no host", Assert.Throws<Failure>(() => inventory.Limit(["west", "!b1"])).What);

        string Names(params string[] limit) => string.Join(' ', inventory.Limit(limit).Names);
    }
}

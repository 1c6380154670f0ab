using static OvsWizard.Tests.Inventories.Said;

namespace OvsWizard.Tests.Inventories;

public sealed class AnsibleYamlTests
{
    [Fact]
    public void Groups_nest_and_are_described_in_any_place() => Assert.Equal(
        ["a me@a:22 sudo p=all q=docker", "w1 me@192.0.2.1:22 sudo dns=192.0.2.53,192.0.2.54 mtu=1450 p=all q=west",
            "w2 me@w2:22 sudo p=all q=west"],
        Lines("""
            all:
              vars: { ovswizard_p: all }
              children:
                docker:
                  hosts: { a: }
                  children: { west: }
                  vars: { ansible_become: true, ovswizard_q: docker }
            west:
              hosts:
                w[1:2]:
              vars: { ovswizard_q: west }
            other:
              hosts: { w1: { ansible_host: 192.0.2.1, ovswizard: { mtu: 1450, dns: [192.0.2.53, 192.0.2.54] }, note: { a: b } } }
            """));

    [Fact]
    public void What_ansible_inventory_prints_as_JSON_is_read_too() => Assert.Equal(
        ["a root@192.0.2.1:2222", "b me@b:22"],
        Lines(
            """{ "_meta": { "hostvars": { "a": { "ansible_host": "192.0.2.1", "ansible_port": 2222, "ansible_user": "root" } } }, "all": { "children": ["docker"] }, "docker": { "hosts": ["a", "b"] } }"""));

    [Fact]
    public void A_value_that_is_encrypted_stops_only_those_who_need_it()
    {
        var inventory =
            Read(
                "all:\n  hosts:\n    a: {ovswizard_x: 1}\n    b:\n      ovswizard_key: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        3132\n      other: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        3132\n");

        Assert.Equal(["a me@a:22 x=1"], Lines(inventory.Limit(["a"])));
        Assert.Equal("'ovswizard_key' of b is encrypted with ansible-vault",
            Assert.Throws<Failure>(() => inventory.Limit(["b"]).Hosts).What);
    }

    [Theory]
    [InlineData("all:\n  host: {a: }\n  vars: {}\n", "2:3: a group has no key 'host'\n  fix: did you mean 'hosts'?")]
    [InlineData("all:\n  hosts: a\n", "2:10: 'hosts' must be a mapping")]
    [InlineData("all:\n  hosts:\n    a: 1\n", "3:8: host 'a' must be a mapping")]
    [InlineData("all:\n  children: {b: }\n", "1:1: the inventory names no host")]
    [InlineData("a:\n  hosts: {h: }\n  children: {b: {children: {a: }}}\n", "3:29: the group 'a' contains itself")]
    [InlineData("all:\n  hosts: {a: {ovswizard: {x: {y: 1}}}}\n",
        "2:30: the parameter 'x' must be a single value or a list")]
    public void What_is_wrong_has_its_place(string text, string begins) =>
        Assert.StartsWith($"/site/hosts:{begins}", Wrong(text).ToString(), StringComparison.Ordinal);
}

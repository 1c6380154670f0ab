using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

public sealed class InventoryFormatTests
{
    [Theory]
    [InlineData(InventoryFormat.Own, "hosts:\n  a:\n")]
    [InlineData(InventoryFormat.Own, "# comment\n---\ndefaults: {user: root}\nhosts: {a: }\n")]
    [InlineData(InventoryFormat.Own, "host:\n  a:\n")]
    [InlineData(InventoryFormat.Own, "- a\n- b\n")]
    [InlineData(InventoryFormat.Own, "")]
    [InlineData(InventoryFormat.AnsibleIni, "[docker]\na\n")]
    [InlineData(InventoryFormat.AnsibleIni, "; old\n\na ansible_host=192.0.2.1\n")]
    [InlineData(InventoryFormat.AnsibleIni, "a\nb\n")]
    [InlineData(InventoryFormat.AnsibleIni, "a:2222\n")]
    [InlineData(InventoryFormat.AnsibleIni, "web[1:2]\n[x:vars]\nHost a=b\n")]
    [InlineData(InventoryFormat.AnsibleIni, "[all:vars] # for all\nx=1\n")]
    [InlineData(InventoryFormat.AnsibleYaml, "all:\n  hosts:\n    a:\n")]
    [InlineData(InventoryFormat.AnsibleYaml, "docker:\n  children:\n    east:\neast:\n  hosts: {a: }\n")]
    [InlineData(InventoryFormat.AnsibleYaml, "{\"_meta\": {\"hostvars\": {}}, \"all\": {\"children\": []}}")]
    [InlineData(InventoryFormat.Csv, "name,address\na,192.0.2.1\n")]
    [InlineData(InventoryFormat.Csv, "# of the site\nUser;\"Host\"\nroot;a\n")]
    [InlineData(InventoryFormat.Csv, "ip\tport\thostname\n")]
    [InlineData(InventoryFormat.SshConfig, "Host a\n  HostName 192.0.2.1\n")]
    [InlineData(InventoryFormat.SshConfig, "ServerAliveInterval 30\n\nhost=a b\n")]
    [InlineData(InventoryFormat.SshConfig, "Include conf.d/*\nHost *\n  User me\n")]
    [InlineData(InventoryFormat.SshConfig, "Match host a\n  User me\n")]
    public void The_content_tells_the_format(InventoryFormat format, string text) =>
        Assert.Equal(format, InventoryFormats.Of(text, "hosts"));

    [Theory]
    [InlineData("#!/usr/bin/env python3\nprint('{}')\n", "hosts:1:1: this inventory is a program")]
    [InlineData("\u007fELF\u0002\u0001", "hosts:1:1: this inventory is a program")]
    [InlineData("plugin: amazon.aws.aws_ec2\nregions: [x]\n", "hosts:1:1: this inventory asks a plugin")]
    [InlineData("$ANSIBLE_VAULT;1.1;AES256\n3132\n", "hosts:1:1: this inventory is encrypted")]
    public void What_only_Ansible_can_read_is_refused_without_it_with_the_way_out(string text, string begins)
    {
        Assert.Equal(InventoryFormat.Ansible, InventoryFormats.Of(text, "hosts"));
        var failure = InventoryFormats.OnlyAnsible(text, "hosts");
        Assert.StartsWith(begins, failure.ToString(), StringComparison.Ordinal);
        Assert.Contains("ansible-inventory -i hosts --list --yaml --output hosts.yml", failure.Now,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("all:\n  hosts: &h\n    a:\nweb:\n  hosts: *h\n", InventoryFormat.AnsibleYaml)]
    [InlineData("all:\n  vars: {p: !vault x}\n  hosts: {a: , a: }\n", InventoryFormat.AnsibleYaml)]
    public void What_only_Ansible_s_YAML_may_have_is_its(string text, InventoryFormat format) =>
        Assert.Equal(format, InventoryFormats.Of(text, "hosts"));
}

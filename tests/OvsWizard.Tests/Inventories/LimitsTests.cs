using System.Text;
using OvsWizard.Inventories;
using OvsWizard.Ssh;
using OvsWizard.Tests.Cli;
using OvsWizard.Yaml;

namespace OvsWizard.Tests.Inventories;

/// <summary>
/// What people and other programs write, whatever is in it: read, or refused with its place, within limits.
/// </summary>
public sealed class LimitsTests
{
    private static readonly string[] Samples =
    [
        "defaults: { user: root, identity: ~/.ssh/id }\nparams: { overlay_cidr: 10.0.0.0/16 }\nhosts:\n  docker01: { address: 192.168.130.128, params: { underlay_ip: 172.16.100.10 } }\n  docker02:\n    jump: a,b\n    port: 22\n    become: sudo\n    identity: [a, b]\n",
        "[docker]\ndocker[01:03] ansible_host=10.0.0.1 ansible_port=2222\nh-[a:c]:22 ansible_ssh_common_args='-o ProxyJump=me@j'\n[docker:vars]\novswizard_overlay_cidr=10.0.0.0/16\nansible_become=true\n[all:children]\ndocker\nother\n[other]\nx ansible_user=\"a b\" # c\n",
        "all:\n  vars: { ansible_user: root }\n  children:\n    docker:\n      hosts:\n        h1: { ansible_host: 10.0.0.1, ansible_port: 22 }\n        h[2:4]:\n      vars:\n        ovswizard_mtu: 1450\n",
        "{\"_meta\": {\"hostvars\": {\"h1\": {\"ansible_host\": \"10.0.0.1\"}}}, \"docker\": {\"hosts\": [\"h1\"], \"children\": []}}\n",
        "name,address,port,groups,overlay_cidr\nh1,10.0.0.1,22,docker other,\"10.0.0.0/16\"\n# c\nh2;10.0.0.2\n",
        "Host a b !c *.d\n  HostName 10.0.0.1\n  Port=22\n  User \"x y\"\n  ProxyJump j:22,k\n  IdentityFile ~/.ssh/%h\nMatch host x\n  Include other\nHost *\n  UserKnownHostsFile none\n",
    ];

    private static void Refused(Action read)
    {
        try
        {
            read();
        }
        catch (Failure failure)
        {
            Assert.Equal(FailureKind.Input, failure.Kind);
        }
    }

    [Fact]
    public void Ten_thousand_inventories_are_read_or_refused() =>
        Mutations.Each([.. Samples.Select(Encoding.UTF8.GetBytes)], bytes => Refused(() =>
    {
        var inventory = Said.Read(Encoding.UTF8.GetString(bytes));
        _ = (inventory.Hosts, inventory.Warnings, inventory.Groups);
    }));

    [Fact]
    public void Ten_thousand_ssh_configurations_are_read_or_refused() =>
        Mutations.Each([Encoding.UTF8.GetBytes(Samples[5])], bytes => Refused(() =>
    {
        var config = SshConfig.Parse(Encoding.UTF8.GetString(bytes), "config", Said.Me);
        foreach (var name in config.Names.Append("a")) config.Find(name);
    }));

    [Fact]
    public void Ten_thousand_YAML_files_are_read_or_refused_with_their_place() => Mutations.Each(
        [.. Samples[..4].Append("a: |\n  b\n  c\n\"d\": >-\n  e\n? f\n: !!str g\nh: [i, {j: k}]\n--- # l\n")
            .Select(Encoding.UTF8.GetBytes)], bytes =>
        {
            try
            {
                YamlFile.Parse(Encoding.UTF8.GetString(bytes), "a.yml");
            }
            catch (Failure failure)
            {
                Assert.Matches(@"^a\.yml:\d+:\d+$", failure.At.ToString());
            }
        });

    [Fact]
    public void Ten_thousand_known_hosts_are_read()
    {
        var key = new byte[40];
        var line = $"h,10.0.0.1,*.x,!y ssh-ed25519 {Convert.ToBase64String(key)} comment\n";
        var samples = new[] { line, $"@revoked {line}", $"@cert-authority {line}",
            $"# c\n\n{KnownHosts.Line("[h]:2222", key, hashed: true)}\n{KnownHosts.Line("h", key, hashed: true)}\n" };
        Mutations.Each([.. samples.Select(Encoding.UTF8.GetBytes)], bytes =>
            KnownHosts.Parse(Encoding.UTF8.GetString(bytes), "known")
                .Check("[h]:2222", key, null, DateTimeOffset.UnixEpoch));
    }

    /// <summary>What each would take without limits: gigabytes, minutes, or the stack.</summary>
    public static TheoryData<string, string> Excesses() => new()
    {
        { "large.yml", "large.yml: the file is larger than 8 MB" },
        { "large.ini", "large.ini: the file is larger than 8 MB" },
        { "/dev/zero", "/dev/zero: the file is larger than 8 MB" },
        { "deep.yml", "deep.yml:1:101: lists and mappings are nested more than 100 deep" },
        { "deepblock.yml", "deepblock.yml:101:101: lists and mappings are nested more than 100 deep" },
        { "alias.yml", "alias.yml:2:8: anchors and aliases" },
        { "wide.csv", "wide.csv:1:" },
        { "ranges.ini", "ranges.ini:3:1: the inventory names more than 10000 hosts" },
        { "groups.ini", "the inventory has more than 10000 groups" },
        { "chain.ini", "groups are nested more than 100 deep" },
        { "blanks.ini", "blanks.ini" },
    };

    private static string Excess(string name) => name switch
    {
        "large.yml" => "hosts:\n" + new string(' ', 100_000_000),
        "large.ini" => string.Concat(Enumerable.Repeat("host-with-a-name ansible_host=10.0.0.1\n", 2_700_000)),
        "deep.yml" => new string('[', 20_000),
        "deepblock.yml" => string.Concat(Enumerable.Range(0, 20_000 / 20).Select(i => $"{new string(' ', i)}a:\n")),
        "alias.yml" => "a: &a [x, x]\n"
            + string.Concat(Enumerable.Range('b', 20)
            .Select(c => $"{(char)c}: &{(char)c} [{string.Join(',', Enumerable.Repeat($"*{(char)(c - 1)}", 10))}]\n")),
        "wide.csv" => "name," + string.Concat(Enumerable.Range(0, 800_000).Select(i => $"c{i},")) + "\n",
        "ranges.ini" => string.Concat(Enumerable.Range(0, 100_000).Select(i => $"h{i}-[1:4096]\n")),
        "groups.ini" => string.Concat(Enumerable.Range(0, 100_000).Select(i => $"[g{i}]\nh{i % 7}\n")),
        "chain.ini" => "[g0]\nh\n" + string.Concat(Enumerable.Range(1, 9_000)
            .Select(i => $"[g{i}:children]\ng{i - 1}\n")),
        "blanks.ini" => "a" + new string(' ', 4_000_000) + "=b\n",
        _ => throw new ArgumentException(name),
    };

    [Theory]
    [MemberData(nameof(Excesses))]
    public void What_is_beyond_all_measure_is_refused_with_its_place(string name, string expected)
    {
        using var program = new Ovswizard();
        if (!Path.IsPathRooted(name)) File.WriteAllText(Path.Combine(program.Folder, name), Excess(name));

        var (exit, _, error) = program.Run("inventory", "show", "-i", name);

        Assert.Equal(2, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("defect", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_that_contain_each_other_many_times_over_are_gathered_once()
    {
        var diamonds = string.Concat(Enumerable.Range(1, 60)
            .Select(i => $"[a{i}:children]\na{i - 1}\nb{i - 1}\n[b{i}:children]\na{i - 1}\nb{i - 1}\n"));

        Assert.Equal(["h"], Said.Read($"[a0]\nh\n[b0]\nh\n{diamonds}").Groups["a60"]);
    }
}

using CsCheck;
using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

public sealed class InventoryTextTests : IDisposable
{
    private static readonly LocalUser Me = new("me", "/home/me");
    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    private string File_ => Path.Combine(folder, "inventory.yml");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Inventory Read(string text) =>
        Inventory.Parse(text, "/site/inventory.yml", SshConfig.Parse("Host *\n  ProxyJump elsewhere", "config", Me),
        Me);

    [Fact]
    public void What_is_written_reads_back_as_the_same_hosts()
    {
        var before = Read("""
            params: { tunnel_type: gre, note: "a: b # c" }
            defaults: { user: root, identity: [/k/one, "/k/with blank"], known_hosts: /k/known, become: sudo, netns: lab, jump: none }
            hosts:
              gate: { address: 192.0.2.1 }
              docker01: { address: "fd00::1", port: 2222, jump: [gate, "ops@[fd00::9]:23"], password_env: PW, params: { underlay_ip: 10.1.1.1, containers: "a,b", on: "null" } }
            """);
        var after = Read(InventoryText.Write(before.Hosts, before.Params));

        Assert.Equal(InventoryText.Write(before.Hosts, before.Params), InventoryText.Write(after.Hosts, after.Params));
        Assert.Equal(before.Hosts.Select(Reach), after.Hosts.Select(Reach));
        Assert.Equal(before.Hosts[1].Params.Select(p => (p.Key, p.Value.Text)),
            after.Hosts[1].Params.Select(p => (p.Key, p.Value.Text)));
        Assert.Equal("a: b # c", after.Params["note"].Text);
    }

    [Fact]
    public void Any_text_is_read_back_as_it_was() =>
        Gen.String[Gen.Char['\t', '\u2fff'], 0, 40].Where(s => !s.Any(char.IsSurrogate)).Sample(value =>
        {
            var read = Read($"params: {{ x: {InventoryText.Scalar(value)} }}\nhosts: {{ a: }}");
            return read.Params["x"].Text == value;
        });

    [Fact]
    public void A_file_that_is_there_is_replaced_only_when_asked_and_stays_beside()
    {
        File.WriteAllText(File_, "# mine\n");
        var refusal = Assert.Throws<Failure>(() => InventoryFile.Write(File_, "new\n", replace: false));

        Assert.Equal((FailureKind.Refused, "# mine\n"), (refusal.Kind, File.ReadAllText(File_)));
        InventoryFile.Write(File_, "new\n", replace: true);
        Assert.Equal(("new\n", "# mine\n"), (File.ReadAllText(File_), File.ReadAllText(File_ + ".old")));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told()
    {
        var failure = Assert.Throws<Failure>(() =>
            InventoryFile.Write(Path.Combine(folder, "none", "x.yml"), "new", replace: false));

        Assert.StartsWith("cannot write the inventory", failure.What, StringComparison.Ordinal);
    }

    private static string Reach(Host host) =>
        $"{host.Name} {host.User}@{host.Address}:{host.Port} {string.Join(',', host.Identities)} {string.Join(',', host.KnownHostsFiles)} {host.PasswordEnv} {host.Become} {host.Netns} "
        + string.Join(',', host.Jumps.Select(j => $"{j.User}@{j.Address}:{j.Port}"));
}

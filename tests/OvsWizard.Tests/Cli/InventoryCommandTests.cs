using System.Text.Json;

namespace OvsWizard.Tests.Cli;

public sealed class InventoryCommandTests : IDisposable
{
    private const string Ini =
        "[docker]\ndocker[01:02] ansible_user=root\n[docker:vars]\novswizard_overlay_cidr=10.0.0.0/16\n[other]\nlocalhost ansible_connection=local\n";

    private readonly Ovswizard program = new();

    public void Dispose() => program.Dispose();

    [Fact]
    public void Show_is_a_table_of_what_was_understood()
    {
        File.WriteAllText(Path.Combine(program.Folder, "site"), Ini);
        var (exit, output, error) = program.Run("inventory", "show", "-i", "site", "--limit", "docker");

        Assert.Equal((0, ""), (exit, error));
        Assert.Equal("""
            read as: Ansible inventory (INI)
            host      login          groups  parameters
            docker01  root@docker01  docker  overlay_cidr=10.0.0.0/16
            docker02  root@docker02  docker  overlay_cidr=10.0.0.0/16

            """, output);
    }

    [Fact]
    public void Show_turns_any_inventory_into_one_of_its_own()
    {
        File.WriteAllText(Path.Combine(program.Folder, "site"), Ini);
        File.WriteAllText(Path.Combine(program.Folder, "own.yml"),
            program.Run("inventory", "show", "-i", "site", "--limit", "docker", "--format", "yaml").Output);

        var own = JsonDocument.Parse(program.Run("inventory", "show", "-i", "own.yml", "--json").Output).RootElement;
        Assert.Equal("Own", own.GetProperty("format").GetString());
        Assert.Equal("10.0.0.0/16",
            own.GetProperty("hosts")[1].GetProperty("params").GetProperty("overlay_cidr").GetString());
    }

    [Fact]
    public void The_ssh_configuration_serves_where_hosts_are_named()
    {
        Directory.CreateDirectory(Path.Combine(program.Folder, ".ssh"));
        File.WriteAllText(Path.Combine(program.Folder, ".ssh", "config"), "Host h1 h2 forge\n  User root\n");

        var (exit, _, error) = program.Run("plan", "vxlan-overlay", "-i", "ssh-config");
        Assert.Equal(2, exit);
        Assert.Contains("why: h1, h2, forge\n  fix: name those that are meant: --limit HOST,…", error,
            StringComparison.Ordinal);

        var values = new[] { "h1", "h2" }.SelectMany((h, i) =>
            new[] { "-p", $"{h}:underlay_ip=172.16.100.{i + 1}", "-p", $"{h}:container_subnet=10.0.{i + 1}.1/24" });
        Assert.Equal((0, ""),
            Ended(program.Run(["plan", "vxlan-overlay", "-i", "ssh-config", "--limit", "h1,h2", .. values])));
        Assert.Contains("root@forge", program.Run("inventory", "show", "-i", "ssh-config").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Init_writes_one_and_never_over_another()
    {
        Assert.Equal(0,
            program.Run("inventory", "init", "--host", "a=192.0.2.1", "--user", "root", "--key", "none").Exit);
        var written = File.ReadAllText(Path.Combine(program.Folder, "inventory.yml"));
        Assert.Contains("root@192.0.2.1", program.Run("inventory", "show").Output, StringComparison.Ordinal);

        var (exit, _, error) = program.Run("inventory", "init", "--host", "b", "--user", "root", "--key", "none");
        Assert.Equal(6, exit);
        Assert.Contains("already exists", error, StringComparison.Ordinal);
        Assert.Equal(written, File.ReadAllText(Path.Combine(program.Folder, "inventory.yml")));
    }

    private static (int, string) Ended((int Exit, string Output, string Error) run) => (run.Exit, run.Error);
}

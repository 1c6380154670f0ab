using System.Diagnostics;
using System.Text.Json;
using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

/// <summary>
/// What Ansible makes of an inventory is the measure. Inventories as people have them, in every form that public ones
/// were found in: hosts, groups and variables are those of <c>ansible-inventory --list</c>; a host that we leave out
/// has its reason.
/// </summary>
public sealed class AnsibleItselfTests
{
    private static readonly string Fixtures = Path.Combine(PublishedBinary.Root, "tests", "fixtures");
    private static readonly LocalUser Me = new(Environment.UserName, "/nonexistent");

    /// <summary>Hosts that are not taken, and a word of why.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> Reasons = new()
    {
        ["03-local.ini"] = new() { ["localhost"] = "is not supported" },
        ["04-jump.yml"] = new() { ["localhost"] = "is not supported", ["win"] = "is not supported" },
        ["06-templates.yml"] = new() { ["t4"] = "a variable in it is not defined" },
        ["12-other-rights.ini"] = new() { ["su"] = "obtained by 'su'", ["doas"] = "/usr/bin/doas",
            ["pg"] = "run as 'postgres'", ["knock"] = "made by 'knock-ssh'" },
        ["14-arguments.yml"] = new() { ["a4"] = "it refuses its configuration" },
        ["15-addresses.ini"] = new() { ["2001:db8::5"] = "not a valid host name",
            ["2001:db8::6"] = "not a valid host name" },
        ["24-other-ways.yml"] = new()
        {
            ["localhost"] = "connection 'local' is not supported",
                ["windows-server"] = "connection 'winrm' is not supported",
            ["app-container"] = "connection 'docker' is not supported",
        },
        ["site.ini"] = new() { ["localhost"] = "is not supported" },
        ["site.yaml"] = new() { ["localhost"] = "is not supported" },
    };

    /// <summary>What only Ansible can read.</summary>
    private static readonly string[] BeyondUs = ["05-anchors.yml", "06-templates.yml", "08-program", "09-constructed",
        "15-addresses.ini", "17-toml.toml", "21-config"];

    public static TheoryData<string> Inventories =>
        new(Directory.GetFileSystemEntries(Path.Combine(Fixtures, "ansible")).Select(Path.GetFileName).OfType<string>()
        .Where(n => n != "21-config").Concat(["site.ini", "site.yaml"]).Order(StringComparer.Ordinal));

    public static TheoryData<string> OurInventories =>
        new(Inventories.Select(i => i.Data).Where(i => !BeyondUs.Contains(i)));

    [Theory]
    [MemberData(nameof(Inventories))]
    public void An_inventory_says_what_Ansible_says_it_says(string name) => Compare(name, Inventory.Load(At(name), Me));

    [Theory]
    [MemberData(nameof(OurInventories))]
    public void Without_Ansible_static_files_say_the_same(string name)
    {
        var path = At(name);
        var format = Directory.Exists(path) ? InventoryFormat.Ansible
            : InventoryFormats.Of(File.ReadAllText(path), path);
        Compare(name, Inventory.Of(InventoryReader.ByOurselves([(path, format)]), SshConfig.Load(Me), Me));
    }

    [Fact]
    public void Several_inventories_are_one()
    {
        SkipWithoutAnsible();
        var both = Inventory.Load([At("16-json.json"), At("19-priority.ini"), "typed1,typed2,"], Me);
        Assert.Equal(["h", "j1", "j2", "typed1", "typed2"], both.Names.Order(StringComparer.Ordinal));
        Assert.Equal("a", both.Limit(["h"]).Hosts[0].User);
    }

    [Theory]
    [InlineData("a.ini", "[app]\nansible_host=192.0.2.1 ansible_user=ops\n",
        "ansible_host=192.0.2.1 is left out: not a valid host name")]
    [InlineData("b", "[db: children]\nweb\n", "Invalid section entry: '[db: children]'")]
    [InlineData("c.yml", "---\nall:\n  hosts: [a, b\n", "with yaml plugin")]
    public void An_inventory_without_hosts_says_why(string name, string text, string why)
    {
        SkipWithoutAnsible();
        var folder = Directory.CreateTempSubdirectory("ovsw-ansible").FullName;
        try
        {
            var file = Path.Combine(folder, name);
            File.WriteAllText(file, text);
            Assert.Contains(why, Assert.Throws<Failure>(() => Inventory.Load(file, Me)).Why ?? "",
                StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Templates_are_evaluated_by_Ansible()
    {
        SkipWithoutAnsible();
        var hosts = Inventory.Load(At("06-templates.yml"), Me).Known;
        Assert.Equal(["t1 ops@t1.lan.example.org:22", $"t2 {Me.Name}@10.3.0.5:2022", $"t3 {Me.Name}@10.3.0.5:22 sudo"],
            hosts.Select(h => Said.Line(h with { User = h.Name == "t1" ? h.User : Me.Name })));
    }

    [Fact]
    public void The_operator_s_settings_and_vault_count()
    {
        SkipWithoutAnsible();
        var folder = Directory.CreateTempSubdirectory("ovsw-ansible").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(At("21-config"))) File.Copy(file,
                Path.Combine(folder, Path.GetFileName(file)));
            Run(folder, "sh", "-c",
                "echo word >pass; { echo 'v1:'; echo '  ansible_host: 192.0.2.95'; printf '  '; printf vaulted | ansible-vault encrypt_string --vault-password-file pass --stdin-name ansible_user; } "
                + "| sed 's/^/        /' >part; { echo 'secret:'; echo '  hosts:'; sed 's/^        v1/    v1/; s/^          ansible/      ansible/' part; } >secret.yml; sed -i 's/^inventory.*/vault_password_file = pass/' ansible.cfg");
            var json = Run(folder, PublishedBinary.Path, "inventory", "show", "-i", "hosts", "-i", "secret.yml",
                "--json");
            var hosts = JsonDocument.Parse(json).RootElement.GetProperty("hosts").EnumerateArray()
                .ToDictionary(h => h.GetProperty("host").GetString()!);

            Assert.Equal(("ubuntu", "192.0.2.81", 2022, "sudo", "gate"), Of("w1"));
            Assert.Equal(("own", "w2", 22, "sudo", ""), Of("w2"));
            Assert.Equal(("vaulted", "192.0.2.95", 2022, "sudo", ""), Of("v1"));
            Assert.EndsWith("/.ssh/site", hosts["w1"].GetProperty("identity")[0].GetString(), StringComparison.Ordinal);

            (string?, string?, int, string?, string) Of(string name)
            {
                var host = hosts[name];
                string? Text(string key) => host.GetProperty(key).GetString();
                return (Text("user"), Text("address"), host.GetProperty("port").GetInt32(), Text("become"),
                    string.Join(',', host.GetProperty("jump").EnumerateArray().Select(j => j.GetString())));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string At(string name) =>
        Path.Combine(Fixtures, name.StartsWith("site", StringComparison.Ordinal) ? "inventories" : "ansible", name);

    private static void Compare(string name, Inventory ours)
    {
        SkipWithoutAnsible();
        using var listing = JsonDocument.Parse(Run("/", "ansible-inventory", "-i", At(name), "--list"));
        var theirs = listing.RootElement;
        var reasons = Reasons.GetValueOrDefault(name, []);
        var hosts = Members(theirs, "all").ToHashSet();

        Assert.Equal(hosts.Except(reasons.Keys).Order(StringComparer.Ordinal), ours.Known.Select(h => h.Name)
            .Order(StringComparer.Ordinal));
        var said = string.Join('\n', ours.Warnings.Select(w => w.ToString())
            .Concat(ours.LeftOut.Select(h => $"{h.Host} {h.Why}")));
        foreach (var (host, why) in reasons)
        {
            Assert.Contains(host, said, StringComparison.Ordinal);
            Assert.Contains(why, said, StringComparison.Ordinal);
        }
        foreach (var group in theirs.EnumerateObject().Where(g => g.Name is not ("_meta" or "all" or "ungrouped")))
            Assert.Equal((group.Name, Set(Members(theirs, group.Name).Where(HostName.IsValid))),
                (group.Name, Set(ours.Groups.GetValueOrDefault(group.Name, []))));
        if (name.StartsWith("06", StringComparison.Ordinal)) return;
        foreach (var host in ours.Known) Assert.Equal(Theirs(theirs, host.Name), Ours(host));
    }

    private static string Set(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));

    private static string Ours(Host host) =>
        string.Join(' ', host.Address, host.Port, host.User == Environment.UserName ? "-" : host.User,
        host.Identities.Count > 0 ? Path.GetFileName(host.Identities[0]) : "-", host.Become, host.Way.Count > 0
            ? "through" : "direct");

    private static string Theirs(JsonElement listing, string host)
    {
        string? Var(params string[] names) =>
            listing.GetProperty("_meta").GetProperty("hostvars").TryGetProperty(host, out var vars)
                ? names.Where(n => vars.TryGetProperty(n, out _)).Select(n => vars.GetProperty(n).ToString())
                    .FirstOrDefault() : null;
        var arguments = $"{Var("ansible_ssh_args")} {Var("ansible_ssh_common_args")}";
        // ssh takes the first of what is said twice, and Ansible puts these before the rest.
        string? Early(string keyword) => arguments.Split($"-o {keyword}=") is [_, var rest, ..] ? rest.Split(' ')[0]
            : null;
        var user = Early("User") ?? Var("ansible_ssh_user", "ansible_user");
        return string.Join(' ', Var("ansible_ssh_host", "ansible_host") ?? host, Early("Port")
            ?? Var("ansible_ssh_port", "ansible_port") ?? "22", user is null || user == Environment.UserName ? "-"
            : user,
            Path.GetFileName(Var("ansible_ssh_private_key_file", "ansible_private_key_file") ?? "-"),
            Var("ansible_become")?.ToLowerInvariant() is "true" or "yes" ? Become.Sudo : Become.None,
            arguments.Contains("Proxy", StringComparison.Ordinal)
                || arguments.Contains("-J", StringComparison.Ordinal) ? "through" : "direct");
    }

    private static IEnumerable<string> Members(JsonElement listing, string group)
    {
        if (!listing.TryGetProperty(group, out var found)) return [];
        IEnumerable<string> Names(string kind) => found.TryGetProperty(kind, out var names) ? names.EnumerateArray()
            .Select(n => n.GetString()!) : [];
        return Names("hosts").Concat(Names("children").SelectMany(c => Members(listing, c))).Distinct();
    }

    private static string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true,
            RedirectStandardError = true, WorkingDirectory = folder };
        start.Environment["ANSIBLE_LOCAL_TEMP"] = Path.Combine(Path.GetTempPath(), "ovswizard-ansible");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output;
    }

    private static void SkipWithoutAnsible()
    {
        if (!Ansible.IsInstalled) Assert.Skip("ansible-core is not installed");
    }
}

using System.Diagnostics;
using OvsWizard.Inventories;

namespace OvsWizard.Tests.Inventories;

/// <summary>
/// Configurations as people have them, in every form that public ones were found in: of each host that we list, we say
/// what <c>ssh -G</c> says, or refuse the file as ssh does, or with a reason of our own.
/// </summary>
public sealed class AsSshSaysTests
{
    private static readonly string Folder = Path.Combine(PublishedBinary.Root, "tests", "fixtures", "ssh");
    private static readonly LocalUser Me = LocalUser.Current;

    /// <summary>
    /// Refused although ssh -G answers: ssh would start itself without end, or run no command that it is given.
    /// </summary>
    private static readonly Dictionary<string, string[]> OurReasons = new()
    {
        ["20-own-jump"] = ["would be its own jump host"],
        ["24-empty-lines-and-tabs"] = ["its ssh configuration says RemoteCommand tmux attach"],
        ["31-instead-of-commands"] = ["its ssh configuration says RemoteCommand ssh 10.156.0.4",
            "its ssh configuration says SessionType none"],
    };

    /// <summary>What only OpenSSH's client understands.</summary>
    private static readonly string[] BeyondUs = ["05-canonical", "12-match-user", "13-match-exec", "14-algorithms",
        "28-match-within-include", "33-generated", "34-match-of-all-kinds"];

    public static TheoryData<string> Files =>
        new(Directory.GetFiles(Folder).Select(Path.GetFileName).OfType<string>().Where(f => f != "29-global-only")
        .Order(StringComparer.Ordinal));

    public static TheoryData<string> OurFiles => new(Files.Select(f => f.Data).Where(f => !BeyondUs.Contains(f)));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_configuration_says_what_ssh_says_it_says(string name) => Compare(name, SshConfig.Load(At(name), Me));

    [Theory]
    [MemberData(nameof(OurFiles))]
    public void Without_ssh_it_says_the_same(string name) => Compare(name, SshConfig.LoadByOurselves(At(name), Me));

    [Theory]
    [InlineData("05-canonical", "canonicalizehostname")]
    [InlineData("12-match-user", "Match")]
    [InlineData("13-match-exec", "Match")]
    [InlineData("19-mac-only-unsaid", null)]
    [InlineData("21-misspelt", "hostnmae")]
    public void Without_ssh_what_is_not_understood_is_said(string name, string? what)
    {
        var warnings = string.Join('\n', SshConfig.LoadByOurselves(At(name), Me).Warnings);
        if (what is null) Assert.Empty(warnings);
        else Assert.Contains(what, warnings, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("06-many-names", "vm-1 vm-2 vm-3 vm-4")]
    [InlineData("25-aliases-of-all-kinds", "docker01=docker01.example.org d1 docker02=d2")]
    [InlineData("22-includes", "last")]
    public void Names_of_one_line_are_one_host_where_they_lead_to_one(string name, string hosts) => Assert.Equal(hosts,
        string.Join(' ', Inventory.Load(At(name), Me).Known.Select(h => h.Aliases.Count > 0
            ? $"{h.Name}={string.Join(',', h.Aliases)}" : h.Name)));

    [Theory]
    [InlineData("*", "n1 n2 n3")]
    [InlineData("*.conf", "n1")]
    [InlineData("[!a]*", "n2 n3")]
    [InlineData("./*/n3", "n3")]
    [InlineData("?.x .h*", "n2 hidden")]
    public void An_include_takes_the_files_that_glob_takes(string pattern, string hosts)
    {
        SkipWithoutSsh();
        var folder = Directory.CreateTempSubdirectory("ovsw-glob").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "sub"));
            foreach (var (file, text) in new[] { ("a.conf", "Host n1"), ("b.x", "Host n2"),
                (".a.conf.swp", "b0VIM \"unclosed"), (".hid", "Host hidden"), ("sub/n3", "Host n3") })
                File.WriteAllText(Path.Combine(folder, file), $"{text}\n");
            if (pattern != "./*/n3") File.Move(Path.Combine(folder, "sub/n3"), Path.Combine(folder, "n3"));
            var main = Path.Combine(folder, ".config");
            File.WriteAllText(main,
                $"Include {string.Join(' ', pattern.Split(' ').Select(p => Path.Combine(folder, p)))}\n");

            Assert.Equal(hosts, string.Join(' ', Inventory.Load(main, Me).Known.Select(h => h.Name)));
            Assert.Equal(hosts, string.Join(' ', SshConfig.LoadByOurselves(main, Me).Names));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_alias_is_a_name_for_the_limit()
    {
        SkipWithoutSsh();
        var inventory = Inventory.Load(At("25-aliases-of-all-kinds"), Me);
        Assert.Equal(["docker02"], inventory.Limit(["d2"]).Hosts.Select(h => h.Name));
        Assert.Equal(["docker01"], inventory.Limit(["docker01.*"]).Hosts.Select(h => h.Name));
    }

    [Fact]
    public void A_configuration_that_calls_ssh_again_and_again_is_given_up()
    {
        SkipWithoutSsh();
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $"Match exec \"sleep 100\"\n  User never\nHost x\n");
            Assert.Contains("no answer within 1 s",
                Assert.Throws<Failure>(() => OpenSsh.For(Me)!.Answer(new SshQuestion("x", ["-F", file]),
                TimeSpan.FromSeconds(1))).What, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string At(string name) => Path.Combine(Folder, name);

    private static void Compare(string name, SshConfig config)
    {
        SkipWithoutSsh();
        var inventory = Inventory.Of(config, Me);
        var refused = inventory.LeftOut.Select(h => h.Why.ToString()).Distinct().ToList();
        if (OurReasons.TryGetValue(name, out var reasons)) Assert.All(reasons, r =>
            Assert.Contains(refused, f => f.Contains(r, StringComparison.Ordinal)));
        else if (Ask(name, "anything") is null) Assert.True(inventory.Known.Count == 0 && refused.Count > 0
            || config.Warnings.Count > 0 || name.StartsWith("19", StringComparison.Ordinal));
        else Assert.Empty(refused);
        foreach (var host in inventory.Known.SelectMany(h => h.Aliases.Prepend(h.Name)
            .Select(n => h with { Name = n })))
            if (Ask(name, host.Name) is { } said)
                Assert.Equal(Theirs(host.Name, said), Ours(host));
    }

    private static string Ours(Host host) => string.Join('\n',
        $"{host.User}@{host.Address}:{host.Port}", string.Join(' ', host.Identities),
            string.Join(' ', host.Certificates),
        $"jump {string.Join(',', host.Jumps.Select(j => j.Name.Replace("ssh://", "", StringComparison.Ordinal)))}",
            $"command {host.Ssh.ProxyCommand is not null}", $"alias {host.Ssh.HostKeyAlias}",
        $"agent {host.Ssh.IdentityAgent}", $"only {host.Ssh.IdentitiesOnly}",
            $"from {host.Ssh.BindAddress} {host.Ssh.AddressFamily}",
        $"time {host.Ssh.ConnectTimeout?.TotalSeconds} {host.Ssh.AliveInterval?.TotalSeconds}",
            $"new {host.Ssh.AcceptsNewKeys}", $"revoked {host.Ssh.RevokedHostKeys}",
        $"ciphers {(host.Ssh.Ciphers is null ? "" : string.Join(',', host.Ssh.Ciphers))}");

    private static string Theirs(string name, Dictionary<string, List<string>> said)
    {
        var usual = Ask("none", "anything")!;
        string One(string keyword) => said.TryGetValue(keyword, out var values) && values[0] != "none" ? values[0] : "";
        string Other(string keyword) => said.TryGetValue(keyword, out var values)
            && !values.SequenceEqual(usual[keyword]) ? string.Join(' ', values.Select(Expand)) : "";
        string Number(string keyword) => One(keyword) is "0" ? "" : One(keyword);
        string Expand(string path) => path.Replace("~/", Me.Home + "/", StringComparison.Ordinal)
            .Replace("%d", Me.Home, StringComparison.Ordinal).Replace("%h", One("hostname"), StringComparison.Ordinal)
            .Replace("%n", name, StringComparison.Ordinal).Replace("%p", One("port"), StringComparison.Ordinal)
                .Replace("%r", One("user"), StringComparison.Ordinal)
            .Replace("%L", Environment.MachineName.Split('.')[0], StringComparison.Ordinal);
        return string.Join('\n',
            $"{One("user")}@{One("hostname")}:{One("port")}", Other("identityfile"),
                string.Join(' ', said.GetValueOrDefault("certificatefile", []).Select(Expand)),
            $"jump {One("proxyjump").Replace("ssh://", "", StringComparison.Ordinal)}",
                $"command {One("proxycommand").Length > 0}", $"alias {One("hostkeyalias")}",
            $"agent {Expand(One("identityagent"))}", $"only {One("identitiesonly") == "yes"}",
                $"from {One("bindaddress")} {One("addressfamily").Replace("any", "", StringComparison.Ordinal)}",
            $"time {Number("connecttimeout")} {Number("serveraliveinterval")}",
                $"new {One("stricthostkeychecking") == "accept-new"}", $"revoked {Expand(One("revokedhostkeys"))}",
            $"ciphers {Other("ciphers")}");
    }

    /// <summary>What ssh -G prints; null where it refuses the file.</summary>
    private static Dictionary<string, List<string>>? Ask(string name, string host)
    {
        using var process = Process.Start(
            new ProcessStartInfo("ssh", ["-G", "-F", name == "none" ? name : At(name), host])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        _ = error.Result;
        return process.ExitCode != 0 ? null : lines.Select(l => l.Split(' ', 2)).GroupBy(l => l[0])
            .ToDictionary(g => g.Key, g => g.Select(l => l[1]).ToList());
    }

    private static void SkipWithoutSsh()
    {
        if (!File.Exists("/usr/bin/ssh")) Assert.Skip("openssh-client is not installed (/usr/bin/ssh)");
    }
}

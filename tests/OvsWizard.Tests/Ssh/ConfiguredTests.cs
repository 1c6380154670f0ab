using System.Net;
using System.Net.Sockets;
using OvsWizard.Inventories;

namespace OvsWizard.Tests.Ssh;

/// <summary>What ssh's configuration says of a connection is what happens: each form against a real sshd.</summary>
public sealed class ConfiguredTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static async Task<string> PeerAsync(Sshd sshd, string lines)
    {
        await using var connection = await sshd.ConnectAsync(sshd.Configured(lines));
        return (await connection.ExecAsync("echo $SSH_CONNECTION", null, Limit,
            TestContext.Current.CancellationToken)).Output.Split(' ')[0];
    }

    [Fact]
    public async Task The_key_is_looked_up_and_recorded_under_its_alias()
    {
        await using var sshd = await Sshd.StartAsync();
        sshd.Trust($"site-one {sshd.HostPublicKey}");
        await using (await sshd.ConnectAsync(sshd.Configured("HostKeyAlias site-one"))) { }

        Assert.Contains("the host key of site-two is not known",
            (await sshd.RefusalAsync(sshd.Configured("HostKeyAlias site-two"))).What, StringComparison.Ordinal);
        sshd.Trust("");
        await using (await sshd.ConnectAsync(
            sshd.Configured("HostKeyAlias site-two\nStrictHostKeyChecking accept-new"))) { }
        Assert.Contains($"site-two {sshd.HostPublicKey[..40]}", File.ReadAllText(sshd.KnownHosts),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_is_accepted_where_that_is_wanted_and_a_changed_one_never()
    {
        await using var sshd = await Sshd.StartAsync();
        sshd.Trust("");
        var host = sshd.Configured("StrictHostKeyChecking accept-new");
        await using (await sshd.ConnectAsync(host)) { }
        await using (await sshd.ConnectAsync(sshd.Configured("StrictHostKeyChecking yes"))) { }

        sshd.Trust($"[127.0.0.1]:{sshd.Port} {File.ReadAllText(sshd.ClientKey + ".pub")}");
        Assert.Contains("has changed", (await sshd.RefusalAsync(host)).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Checking_is_not_turned_off_and_that_is_said()
    {
        await using var sshd = await Sshd.StartAsync();
        sshd.Trust("");
        var inventory = sshd.Known("StrictHostKeyChecking no\nUserKnownHostsFile /dev/null");

        Assert.Equal(2, inventory.Warnings.Count);
        Assert.Contains("StrictHostKeyChecking no is not followed", string.Join(' ', inventory.Warnings),
            StringComparison.Ordinal);
        Assert.Contains("is not known", (await sshd.RefusalAsync(inventory.Hosts[0])).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_file_of_known_hosts_counts()
    {
        await using var sshd = await Sshd.StartAsync();
        var line = $"[127.0.0.1]:{sshd.Port} {sshd.HostPublicKey}\n";
        sshd.Trust("");
        File.WriteAllText(Path.Combine(sshd.Directory, "more keys"), line);
        await using (await sshd.ConnectAsync(sshd.Configured("UserKnownHostsFile {dir}/none \"{dir}/more keys\""))) { }

        File.WriteAllText(Path.Combine(sshd.Directory, "site"), line);
        await using (await sshd.ConnectAsync(sshd.Configured("GlobalKnownHostsFile {dir}/site"))) { }
    }

    [Fact]
    public async Task A_command_may_know_the_key()
    {
        await using var sshd = await Sshd.StartAsync(prepare: dir =>
            Sshd.Shell(dir,
                "printf '#!/bin/sh\\n[ \"$1\" = HOSTNAME ] && echo \"$2 $3 $4\"\\nexit 0\\n' >knows; printf '#!/bin/sh\\necho gone >&2; exit 3\\n' >fails; chmod +x knows fails"));
        sshd.Trust("");
        await using (await sshd.ConnectAsync(sshd.Configured("KnownHostsCommand {dir}/knows %I %H %t %K"))) { }

        var failure = await sshd.RefusalAsync(sshd.Configured("KnownHostsCommand {dir}/fails %H"));
        Assert.Equal("cannot check the host key of docker01: its KnownHostsCommand fails", failure.What);
        Assert.EndsWith("ended with status 3: gone", failure.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cp host_ed25519.pub revoked", "is revoked")]
    [InlineData("ssh-keygen -q -k -f revoked host_ed25519.pub", "is revoked")]
    [InlineData("ssh-keygen -q -k -f revoked id.pub", null)]
    [InlineData("cp id.pub revoked", null)]
    [InlineData(":", "cannot tell whether the host key of docker01 is revoked")]
    [InlineData("printf 'SSHKRL\\n\\000broken' >revoked", "cannot tell whether the host key of docker01 is revoked")]
    public async Task A_revoked_key_is_refused_although_it_is_known(string make, string? what)
    {
        await using var sshd = await Sshd.StartAsync(prepare: dir => Sshd.Shell(dir, make));
        var host = sshd.Configured("RevokedHostKeys {dir}/revoked");

        if (what is not null) Assert.Contains(what, (await sshd.RefusalAsync(host)).What, StringComparison.Ordinal);
        else await using (await sshd.ConnectAsync(host)) { }
    }

    [Fact]
    public async Task The_authority_of_a_host_certificate_may_be_revoked()
    {
        await using var sshd = await Sshd.StartAsync("HostCertificate {dir}/host_ed25519-cert.pub", dir =>
        {
            Sshd.KeyGen(dir, "-q -t ed25519 -N '' -f ca");
            Sshd.KeyGen(dir, "-q -s ca -I test -h -n 127.0.0.1 host_ed25519.pub");
        });
        sshd.Trust($"@cert-authority [127.0.0.*]:* {File.ReadAllText(Path.Combine(sshd.Directory, "ca.pub"))}");
        await using (await sshd.ConnectAsync(sshd.Configured("RevokedHostKeys {dir}/id.pub"))) { }

        Assert.Contains("is revoked", (await sshd.RefusalAsync(sshd.Configured("RevokedHostKeys {dir}/ca.pub"))).What,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yes", false)]
    [InlineData("no", false)]
    [InlineData("ask", true)]
    public async Task A_host_s_other_keys_are_not_recorded_and_who_wants_to_be_asked_is_told(string update, bool told)
    {
        await using var sshd = await Sshd.StartAsync("HostKey {dir}/host_ecdsa", dir =>
            Sshd.KeyGen(dir, "-q -t ecdsa -N '' -f host_ecdsa"));
        var known = File.ReadAllText(sshd.KnownHosts);
        var inventory = sshd.Known($"UpdateHostKeys {update}");
        await using (await sshd.ConnectAsync(inventory.Hosts[0])) { }

        Assert.Equal(known, File.ReadAllText(sshd.KnownHosts));
        Assert.Equal(told, inventory.Warnings.Any(w => w.Format.Contains("UpdateHostKeys", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("localhost", true)]
    [InlineData("192.0.2.1", false)]
    public async Task The_key_of_a_host_on_this_machine_is_checked_and_that_is_said(string address, bool told)
    {
        await using var sshd = await Sshd.StartAsync();
        var inventory = sshd.Known($"NoHostAuthenticationForLocalhost yes\nHostName {address}");
        Assert.Equal(told, inventory.Warnings.Any(w =>
            w.Format.Contains("NoHostAuthenticationForLocalhost", StringComparison.Ordinal)));
        sshd.Trust("");
        if (told) Assert.Contains("is not known", (await sshd.RefusalAsync(inventory.Hosts[0])).What,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_certificate_is_offered_with_its_key()
    {
        await using var sshd = await Sshd.StartAsync("TrustedUserCAKeys {dir}/ca.pub", dir =>
        {
            Sshd.KeyGen(dir, "-q -t ed25519 -N '' -f ca");
            Sshd.KeyGen(dir, $"-q -s ca -I test -n {Environment.UserName} -V +1h id.pub");
            Sshd.Shell(dir, ": > authorized_keys; mv id-cert.pub certificate");
        });
        await using (await sshd.ConnectAsync(sshd.Configured("CertificateFile {dir}/certificate"))) { }
    }

    [Fact]
    public async Task Missing_identities_of_ssh_s_configuration_are_passed_over_and_told_where_none_is_left()
    {
        await using var sshd = await Sshd.StartAsync();
        await using (await sshd.ConnectAsync(sshd.Configured("IdentityFile {dir}/gone"))) { }

        File.Move(sshd.ClientKey, sshd.ClientKey + ".away");
        Assert.Contains("cannot read the identity",
            (await sshd.RefusalAsync(sshd.Configured("IdentityFile {dir}/gone"))).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_paths_are_those_of_the_host()
    {
        await using var sshd = await Sshd.StartAsync(prepare: dir =>
            Sshd.Shell(dir, "mv id 127.0.0.1-docker01; mv id.pub x.pub"));
        await using (await sshd.ConnectAsync(sshd.Configured("IdentityFile {dir}/%h-%n"))) { }
    }

    [Theory]
    [InlineData("Ciphers", "aes256-ctr")]
    [InlineData("Ciphers", "aes256-gcm@openssh.com")]
    [InlineData("MACs", "hmac-sha2-512")]
    [InlineData("KexAlgorithms", "ecdh-sha2-nistp384")]
    [InlineData("HostKeyAlgorithms", "rsa-sha2-256")]
    [InlineData("PubkeyAcceptedAlgorithms", "rsa-sha2-256")]
    [InlineData("PubkeyAcceptedAlgorithms", "ssh-rsa")]
    public async Task Its_algorithms_are_used(string keyword, string algorithm)
    {
        await using var sshd = await Sshd.StartAsync(
            $"{keyword} {algorithm}\nHostKey {{dir}}/host_rsa{(keyword == "MACs" ? "\nCiphers aes128-ctr" : "")}",
            dir => Sshd.Shell(dir,
                "ssh-keygen -q -t rsa -b 2048 -N '' -f host_rsa; rm id id.pub; ssh-keygen -q -t rsa -b 2048 -N '' -f id; cp id.pub authorized_keys"));
        var rsa = File.ReadAllText(Path.Combine(sshd.Directory, "host_rsa.pub")).Trim();
        sshd.Trust($"[127.0.0.1]:{sshd.Port} {sshd.HostPublicKey}\n[127.0.0.1]:{sshd.Port} {rsa}");

        await using (await sshd.ConnectAsync(sshd.Configured($"{keyword} {algorithm}"))) { }
    }

    [Fact]
    public async Task What_is_not_supported_is_an_error_that_names_it()
    {
        await using var sshd = await Sshd.StartAsync();
        await Refuse("MACs", sshd.Configured("MACs umac-64@openssh.com\nCiphers aes128-ctr"));
        await Refuse("Ciphers", sshd.Host() with { Ssh = new SshSettings { Ciphers = ["of-tomorrow"] } });
        await Refuse("KexAlgorithms", sshd.Host() with { Ssh = new SshSettings { KeyExchanges = ["of-tomorrow"] } });
        await Refuse("HostKeyAlgorithms",
            sshd.Host() with { Ssh = new SshSettings { HostKeyAlgorithms = ["of-tomorrow"] } });

        async Task Refuse(string keyword, Host host) =>
            Assert.Contains($"none of its {keyword} is supported", (await sshd.RefusalAsync(host)).What,
                StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_come_from_the_address_and_the_interface_that_are_said()
    {
        await using var sshd = await Sshd.StartAsync();
        Assert.Equal("127.0.0.2", await PeerAsync(sshd, "BindAddress 127.0.0.2"));
        if (Environment.IsPrivilegedProcess) Assert.Equal("127.0.0.1", await PeerAsync(sshd, "BindInterface lo"));

        var failure = await sshd.RefusalAsync(sshd.Configured("BindAddress 192.0.2.77"));
        Assert.Equal("cannot connect to docker01 from '192.0.2.77'", failure.What);
    }

    [Fact]
    public async Task A_name_leads_to_addresses_of_the_family_that_is_said()
    {
        await using var sshd = await Sshd.StartAsync();
        sshd.Trust($"[localhost]:{sshd.Port} {sshd.HostPublicKey}");
        Assert.Equal("127.0.0.1", await PeerAsync(sshd, "HostName localhost\nAddressFamily inet"));

        // sshd listens on 127.0.0.1 alone.
        Assert.Matches("refused the connection|does not resolve|no route",
            (await sshd.RefusalAsync(sshd.Configured("HostName localhost\nAddressFamily inet6"))).What);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task A_server_that_never_comes_to_the_point_is_given_up_in_time(int dripMilliseconds)
    {
        await using var sshd = await Sshd.StartAsync();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var stop = new CancellationTokenSource();
        var dripping = DripAsync(server, dripMilliseconds, stop.Token);

        var failure = await sshd.RefusalAsync(
            sshd.Configured($"ConnectTimeout 1\nPort {((IPEndPoint)server.LocalEndpoint).Port}"));
        Assert.Contains("did not answer within 1 s", failure.What, StringComparison.Ordinal);
        await stop.CancelAsync();
        await dripping;
    }

    [Fact]
    public async Task A_host_that_falls_silent_is_lost_after_the_time_that_is_said()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync(
            sshd.Configured("ServerAliveInterval 1\nServerAliveCountMax 2"),
            sshd.Options() with { Silence = TimeSpan.FromHours(1) });
        foreach (var session in sshd.Sessions()) Sshd.Signal(session, "STOP");

        var failure = await Assert.ThrowsAsync<Failure>(() =>
            connection.ExecAsync("echo", null, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        Assert.Contains("was lost", failure.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jump_hosts_are_those_of_the_configuration_and_so_are_theirs()
    {
        await using var first = await Sshd.StartAsync();
        await using var second = await Sshd.StartAsync();
        await using var third = await Sshd.StartAsync();
        var config = Path.Combine(third.Directory, "all");
        first.Configured("", "first");
        second.Configured("ProxyJump first", "second");
        third.Configured("ProxyJump second", "third");
        await File.WriteAllTextAsync(config,
            string.Concat(new[] { first, second, third }.Select(s => $"Include {s.Directory}/ssh_config\n")),
            TestContext.Current.CancellationToken);

        var host = Inventory.Load(config, third.Options().User).Limit(["third"]).Hosts[0];
        Assert.Equal(["first", "second"], host.Jumps.Select(j => j.Name));
        await using var connection = await third.ConnectAsync(host);
        Assert.NotEmpty(first.Sessions());
        Assert.NotEmpty(second.Sessions());
    }

    [Fact]
    public async Task A_host_that_lets_one_session_in_is_told_before_anything_is_done()
    {
        await using var sshd = await Sshd.StartAsync("MaxSessions 1");
        await using var connection = await sshd.ConnectAsync();
        await connection.OpenShellAsync("mark", TestContext.Current.CancellationToken);
        var failure = await Assert.ThrowsAsync<Failure>(connection.SessionsAsync);

        Assert.Equal("sshd on docker01 allows only one session on a connection", failure.What);
        Assert.Contains("MaxSessions", failure.Now, StringComparison.Ordinal);
    }

    private static async Task DripAsync(TcpListener server, int milliseconds, CancellationToken stop)
    {
        try
        {
            using var socket = await server.AcceptSocketAsync(stop);
            while (true)
            {
                await Task.Delay(milliseconds == 0 ? Timeout.Infinite : milliseconds, stop);
                await socket.SendAsync("x"u8.ToArray(), stop);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }
}

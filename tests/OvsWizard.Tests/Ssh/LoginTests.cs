using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

public sealed class LoginTests
{
    private static void Encrypt(string directory) => Sshd.KeyGen(directory, "-q -p -P '' -N 'open sesame' -f id");

    [Theory]
    [InlineData("-t ed25519")]
    [InlineData("-t rsa -b 2048")]
    [InlineData("-t ecdsa")]
    [InlineData("-t rsa -b 2048 -m PEM")]
    public async Task A_key_file_logs_in(string kind)
    {
        await using var sshd = await Sshd.StartAsync(prepare: dir =>
            Sshd.Shell(dir, $"rm id id.pub; ssh-keygen -q {kind} -N '' -f id; cp id.pub authorized_keys"));
        await using var connection = await sshd.ConnectAsync();
    }

    [Fact]
    public async Task An_encrypted_key_asks_for_its_passphrase_until_it_is_right()
    {
        await using var sshd = await Sshd.StartAsync(prepare: Encrypt);
        var answers = new Queue<string>(["not-the-word", "open sesame"]);
        var prompts = new List<string>();
        var options = sshd.Options(prompt =>
        {
            prompts.Add(prompt);
            return answers.Dequeue();
        });

        await using var first = await sshd.ConnectAsync(options: options);
        await using var second = await sshd.ConnectAsync(options: options);
        Assert.Equal([$"Passphrase of {sshd.ClientKey}: ", $"Wrong passphrase. Passphrase of {sshd.ClientKey}: "],
            prompts);
    }

    [Fact]
    public async Task An_encrypted_key_with_nobody_to_ask_says_what_to_do()
    {
        await using var sshd = await Sshd.StartAsync(prepare: Encrypt);

        var failure = await sshd.RefusalAsync();
        Assert.Equal($"the key '{sshd.ClientKey}' is encrypted and its passphrase is not known", failure.What);
        Assert.Equal($"load it once: ssh-add {sshd.ClientKey}", failure.Now);
    }

    [Fact]
    public async Task A_user_certificate_logs_in()
    {
        await using var sshd = await Sshd.StartAsync("TrustedUserCAKeys {dir}/ca.pub", dir =>
        {
            Sshd.KeyGen(dir, "-q -t ed25519 -N '' -f ca");
            Sshd.KeyGen(dir, $"-q -s ca -I test -n {Environment.UserName} -V +1h id.pub");
            Sshd.Shell(dir, ": > authorized_keys; mv id-cert.pub certificate");
        });
        await using var connection = await sshd.ConnectAsync(
            sshd.Host() with { Certificates = [Path.Combine(sshd.Directory, "certificate")] });
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("rsa")]
    [InlineData("ecdsa")]
    public async Task The_agent_signs_for_a_key_whose_file_is_encrypted_or_gone(string type)
    {
        await using var sshd = await Sshd.StartAsync(prepare: dir =>
            Sshd.Shell(dir,
                $"rm id id.pub; ssh-keygen -q -t {type} -N '' -C agentkey -f id; cp id.pub authorized_keys"));
        using var agent = new Agent(sshd.Directory, "id");
        Encrypt(sshd.Directory);
        var options = sshd.Options() with { AgentSocket = agent.Socket };
        await using (await sshd.ConnectAsync(options: options)) { }
        File.Delete(sshd.ClientKey);
        File.Delete(sshd.ClientKey + ".pub");
        await using (await sshd.ConnectAsync(sshd.Host() with { Identities = [] }, options)) { }
    }

    [Fact]
    public async Task The_agent_is_the_one_that_the_configuration_names()
    {
        await using var sshd = await Sshd.StartAsync();
        using var agent = new Agent(sshd.Directory, "id");
        // As with a password manager: the file holds the public key alone.
        Sshd.Shell(sshd.Directory, "mv id id.away; cp id.pub id");
        await using (await sshd.ConnectAsync(sshd.Configured($"IdentityAgent {agent.Socket}"))) { }
        await using (await sshd.ConnectAsync(sshd.Configured("IdentityFile none\nIdentityAgent SSH_AUTH_SOCK"),
            sshd.Options() with { AgentSocket = agent.Socket })) { }

        var failure = await sshd.RefusalAsync(sshd.Configured("IdentityAgent none"),
            sshd.Options() with { AgentSocket = agent.Socket });
        Assert.Contains("is a public key, and no ssh-agent holds its private one", failure.What,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_agent_s_many_keys_the_named_one_alone_is_offered_where_that_is_wanted()
    {
        await using var sshd = await Sshd.StartAsync("MaxAuthTries 2", dir =>
            Sshd.Shell(dir, "for n in 1 2 3 4; do ssh-keygen -q -t ed25519 -N '' -f other$n; done"));
        using var agent = new Agent(sshd.Directory, "other1", "other2", "other3", "other4", "id");
        var options = sshd.Options() with { AgentSocket = agent.Socket };
        await using (await sshd.ConnectAsync(sshd.Configured("IdentitiesOnly yes"), options)) { }

        var failure = await sshd.RefusalAsync(
            sshd.Configured("IdentitiesOnly yes\nIdentityFile {dir}/other1") with
            {
                Identities = [Path.Combine(sshd.Directory, "other1")]
            }, options);
        Assert.DoesNotContain("other2", failure.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("client", failure.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_on_a_token_without_an_agent_says_what_to_do()
    {
        await using var sshd = await Sshd.StartAsync(prepare: dir =>
            File.WriteAllText(Path.Combine(dir, "id_sk"), TokenKey()));
        var failure = await sshd.RefusalAsync(
            sshd.Host() with { Identities = [Path.Combine(sshd.Directory, "id_sk")] });

        Assert.Contains("is a key on a security token, which can only be used through ssh-agent", failure.What,
            StringComparison.Ordinal);
        var refused = await sshd.RefusalAsync(
            sshd.Configured("PKCS11Provider /usr/lib/token.so") with { User = "nobody-here" });
        Assert.Contains("ssh-add -s /usr/lib/token.so", refused.Why, StringComparison.Ordinal);
    }

    /// <summary>
    /// A private key file of a token, whose private half is a handle that nothing here can use (PROTOCOL.key,
    /// PROTOCOL.u2f).
    /// </summary>
    private static string TokenKey()
    {
        var key = new MemoryStream();
        SshWire.WriteString(key, "sk-ssh-ed25519@openssh.com"u8);
        SshWire.WriteString(key, new byte[32]);
        SshWire.WriteString(key, "ssh:"u8);
        var file = new MemoryStream();
        file.Write("openssh-key-v1\0"u8);
        foreach (var part in new[] { "none"u8.ToArray(), "none"u8.ToArray(), [] }) SshWire.WriteString(file, part);
        SshWire.WriteUInt32(file, 1);
        SshWire.WriteString(file, key.ToArray());
        SshWire.WriteString(file, new byte[64]);
        return $"-----BEGIN OPENSSH PRIVATE KEY-----\n{Convert.ToBase64String(file.ToArray())}\n-----END OPENSSH PRIVATE KEY-----\n";
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_named()
    {
        await using var sshd = await Sshd.StartAsync(prepare: dir => Sshd.KeyGen(dir, "-q -t ed25519 -N '' -f other"));
        var other = Path.Combine(sshd.Directory, "other");

        var failure = await sshd.RefusalAsync(sshd.Host() with { Identities = [other] });
        Assert.Contains($"refused the login of {Environment.UserName}", failure.What, StringComparison.Ordinal);
        Assert.Contains($"ssh-ed25519 {other}", failure.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_key_the_failure_says_how_to_get_one()
    {
        await using var sshd = await Sshd.StartAsync();
        Assert.StartsWith("no identity",
            (await sshd.RefusalAsync(sshd.Host() with { Identities = [] })).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_identity_file_and_a_missing_password_variable_are_named()
    {
        await using var sshd = await Sshd.StartAsync();
        Assert.Contains("/nonexistent",
            (await sshd.RefusalAsync(sshd.Host() with { Identities = ["/nonexistent"] })).What,
            StringComparison.Ordinal);
        Assert.Contains("OVSW_TEST_UNSET",
            (await sshd.RefusalAsync(sshd.Host() with { PasswordEnv = "OVSW_TEST_UNSET" })).What,
            StringComparison.Ordinal);
    }
}

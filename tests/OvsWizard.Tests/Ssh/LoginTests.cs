using System.Diagnostics;

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
        Assert.Equal([$"Passphrase of {sshd.ClientKey}: ", $"Passphrase of {sshd.ClientKey}: "], prompts);
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
        await using var connection = await sshd.ConnectAsync(sshd.Host() with { Certificates = [Path.Combine(sshd.Directory, "certificate")] });
    }

    [Theory]
    [InlineData("ed25519")]
    [InlineData("rsa")]
    [InlineData("ecdsa")]
    public async Task The_agent_signs_for_a_key_whose_file_is_encrypted_or_gone(string type)
    {
        await using var sshd = await Sshd.StartAsync(prepare: dir =>
            Sshd.Shell(dir, $"rm id id.pub; ssh-keygen -q -t {type} -N '' -C agentkey -f id; cp id.pub authorized_keys"));
        var socket = Path.Combine(sshd.Directory, "agent");
        using var agent = Process.Start(new ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true })!;
        try
        {
            Sshd.Shell(sshd.Directory, $"export SSH_AUTH_SOCK={socket}; i=0; until ssh-add -q id 2>/dev/null; do i=$((i + 1)); [ $i -lt 300 ]; sleep 0.1; done");
            Encrypt(sshd.Directory);
            var options = sshd.Options() with { AgentSocket = socket };
            await using (await sshd.ConnectAsync(options: options)) { }
            File.Delete(sshd.ClientKey);
            File.Delete(sshd.ClientKey + ".pub");
            await using (await sshd.ConnectAsync(sshd.Host() with { Identities = [] }, options)) { }
        }
        finally
        {
            agent.Kill();
        }
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
        Assert.StartsWith("there is no identity", (await sshd.RefusalAsync(sshd.Host() with { Identities = [] })).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_identity_file_and_a_missing_password_variable_are_named()
    {
        await using var sshd = await Sshd.StartAsync();
        Assert.Contains("/nonexistent", (await sshd.RefusalAsync(sshd.Host() with { Identities = ["/nonexistent"] })).What, StringComparison.Ordinal);
        Assert.Contains("OVSW_TEST_UNSET", (await sshd.RefusalAsync(sshd.Host() with { PasswordEnv = "OVSW_TEST_UNSET" })).What, StringComparison.Ordinal);
    }
}

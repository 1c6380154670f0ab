using Org.BouncyCastle.Math.EC.Rfc8032;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

public sealed class HostKeyTests
{
    [Fact]
    public async Task A_recorded_key_is_trusted()
    {
        await using var sshd = await Sshd.StartAsync();
        await using var connection = await sshd.ConnectAsync();

        var result = await connection.ExecAsync("echo $((6*7))", null, TimeSpan.FromSeconds(10),
            TestContext.Current.CancellationToken);
        Assert.Equal(("42\n", 0), (result.Output, result.ExitStatus));
    }

    [Fact]
    public async Task A_hashed_entry_is_found()
    {
        await using var sshd = await Sshd.StartAsync();
        Sshd.Shell(sshd.Directory, "ssh-keygen -q -H -f known_hosts && ! grep 127.0.0.1 known_hosts");

        await using var connection = await sshd.ConnectAsync();
    }

    [Fact]
    public async Task An_appended_entry_is_found_by_us_and_by_ssh()
    {
        await using var sshd = await Sshd.StartAsync();
        File.WriteAllText(sshd.KnownHosts, "# no newline at the end");
        KnownHosts.Append(sshd.KnownHosts, $"[127.0.0.1]:{sshd.Port}",
            Convert.FromBase64String(sshd.HostPublicKey.Split(' ')[1]), hashed: true);

        await using var connection = await sshd.ConnectAsync();
        Assert.Contains("found", Sshd.Shell(sshd.Directory,
            $"ssh-keygen -f known_hosts -F '[127.0.0.1]:{sshd.Port}'"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_key_is_refused_with_its_fingerprint_and_the_way_to_accept_it()
    {
        await using var sshd = await Sshd.StartAsync();
        sshd.Trust("");

        var failure = await sshd.RefusalAsync();
        var fingerprint = Sshd.Shell(sshd.Directory, "ssh-keygen -lf host_ed25519.pub").Split(' ')[1];
        Assert.Equal($"the host key of [127.0.0.1]:{sshd.Port} is not known: ssh-ed25519 {fingerprint}", failure.What);
        Assert.Contains($"ssh-keyscan -p {sshd.Port} 127.0.0.1 >> {sshd.KnownHosts}", failure.Now,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_key_is_refused_with_the_place_of_the_old_one()
    {
        await using var sshd = await Sshd.StartAsync();
        sshd.Trust($"# one line\n[127.0.0.1]:{sshd.Port} {File.ReadAllText(sshd.ClientKey + ".pub")}");

        var failure = await sshd.RefusalAsync();
        Assert.Contains("has changed", failure.What, StringComparison.Ordinal);
        Assert.Contains($"{sshd.KnownHosts}:2", failure.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_even_if_it_is_also_recorded()
    {
        await using var sshd = await Sshd.StartAsync();
        sshd.Trust($"[127.0.0.1]:{sshd.Port} {sshd.HostPublicKey}\n@revoked * {sshd.HostPublicKey}");

        Assert.Contains("is revoked", (await sshd.RefusalAsync()).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_known_ed25519_key_is_negotiated_where_the_host_also_has_an_rsa_key()
    {
        await using var sshd =
            await Sshd.StartAsync("HostKey {dir}/host_rsa\nHostKeyAlgorithms rsa-sha2-512,ssh-ed25519",
                dir => Sshd.KeyGen(dir, "-q -t rsa -b 2048 -N '' -f host_rsa"));

        await using var connection = await sshd.ConnectAsync();
    }

    [Theory]
    [InlineData("-h -n 127.0.0.1 -V +1h", null)]
    [InlineData("-h -n other.example -V +1h", "it is for other.example, not for 127.0.0.1")]
    [InlineData("-n 127.0.0.1 -V +1h", "it is a user certificate")]
    public async Task A_host_certificate_counts_for_its_principals_only(string options, string? objection)
    {
        await using var sshd = await Sshd.StartAsync("HostCertificate {dir}/host_ed25519-cert.pub", dir =>
        {
            Sshd.KeyGen(dir, "-q -t ed25519 -N '' -f ca");
            Sshd.KeyGen(dir, $"-q -s ca -I test {options} host_ed25519.pub");
        });
        sshd.Trust($"@cert-authority [127.0.0.*]:* {File.ReadAllText(Path.Combine(sshd.Directory, "ca.pub"))}");

        if (objection is null)
            await using (await sshd.ConnectAsync())
                return;
        Assert.Contains(objection, (await sshd.RefusalAsync()).Why ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void A_certified_key_that_begins_with_high_bits_verifies()
    {
        if (!File.Exists("/usr/bin/ssh-keygen")) Assert.Skip("openssh-client is not installed (/usr/bin/ssh-keygen)");
        var (secret, key) = KeyThatBeginsWith(0xff, 0x80);
        var directory = Directory.CreateTempSubdirectory("ovsw-key").FullName;
        try
        {
            File.WriteAllText(Path.Combine(directory, "host.pub"),
                $"ssh-ed25519 {Convert.ToBase64String([0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32, .. key])}\n");
            Sshd.KeyGen(directory, "-q -t ed25519 -N '' -f ca");
            Sshd.KeyGen(directory, "-q -s ca -I test -h host.pub");
            var certificate = Convert.FromBase64String(File.ReadAllText(Path.Combine(directory, "host-cert.pub"))
                .Split(' ')[1]);
            var (data, signature) = ("exchange hash"u8.ToArray(), new byte[64]);
            Ed25519.Sign(secret, 0, data, 0, data.Length, signature, 0);

            var algorithms = new Renci.SshNet.PasswordConnectionInfo("host", "user", "password").HostKeyAlgorithms;
            var algorithm = HostKeyCheck.CertifiedEd25519(certificate,
                (IReadOnlyDictionary<string, Func<byte[], Renci.SshNet.Security.KeyHostAlgorithm>>)algorithms);
            byte[] encoded = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 64, .. signature];
            Assert.True(algorithm.VerifySignature(data, encoded));
            encoded[^1] ^= 1;
            Assert.False(algorithm.VerifySignature(data, encoded));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static (byte[] Secret, byte[] Key) KeyThatBeginsWith(byte first, byte secondBits)
    {
        var (secret, key) = (new byte[32], new byte[32]);
        for (var n = 0; key[0] != first || (key[1] & secondBits) != secondBits; n++)
        {
            BitConverter.TryWriteBytes(secret, n);
            Ed25519.GeneratePublicKey(secret, 0, key, 0);
        }
        return (secret, key);
    }
}

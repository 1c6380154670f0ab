using System.Text;
using OvsWizard.Ssh;

namespace OvsWizard.Tests.Ssh;

public sealed class KnownHostsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Key = KeyOf("one"), Other = KeyOf("two"), Authority = KeyOf("ca");

    private static byte[] KeyOf(string text) =>
        [0, 0, 0, 11, .. Encoding.ASCII.GetBytes("ssh-ed25519"), .. Encoding.ASCII.GetBytes(text)];

    private static string Line(string hosts, byte[] key, string type = "ssh-ed25519") =>
        $"{hosts} {type} {Convert.ToBase64String(key)} comment\n";

    private static HostKeyVerdict Check(string text, string host = "h.example", int port = 22,
        HostCertificate? certificate = null) =>
        KnownHosts.Parse(text, "known").Check(KnownHosts.Name(host, port), Key, certificate, Now);

    [Theory]
    [InlineData("h.example", 22, HostKeyTrust.Trusted)]
    [InlineData("a,h.example,b", 22, HostKeyTrust.Trusted)]
    [InlineData("*.example", 22, HostKeyTrust.Trusted)]
    [InlineData("h?example", 22, HostKeyTrust.Trusted)]
    [InlineData("*.example,!h.example", 22, HostKeyTrust.Unknown)]
    [InlineData("[h.example]:2222", 2222, HostKeyTrust.Trusted)]
    [InlineData("[h.example]:2222", 22, HostKeyTrust.Unknown)]
    [InlineData("h.example", 2222, HostKeyTrust.Trusted)]
    [InlineData("H.EXAMPLE", 22, HostKeyTrust.Trusted)]
    [InlineData("@revoked *", 22, HostKeyTrust.Revoked)]
    [InlineData("@cert-authority *", 22, HostKeyTrust.Unknown)]
    [InlineData("@unheard-of *", 22, HostKeyTrust.Unknown)]
    [InlineData("# h.example", 22, HostKeyTrust.Unknown)]
    [InlineData("|1|x|y", 22, HostKeyTrust.Unknown)]
    public void A_line_is_about_the_hosts_it_names(string hosts, int port, HostKeyTrust expected) =>
        Assert.Equal(expected, Check(Line(hosts, Key), port: port).Trust);

    [Fact]
    public void A_hashed_name_is_found_again()
    {
        var line = KnownHosts.Line("[h.example]:2222", Key, hashed: true);
        Assert.StartsWith("|1|", line, StringComparison.Ordinal);
        Assert.Equal(HostKeyTrust.Trusted, Check(line, port: 2222).Trust);
        Assert.Equal(HostKeyTrust.Unknown, Check(line, "other", 2222).Trust);
    }

    [Fact]
    public void One_of_several_keys_is_enough_and_none_of_them_is_a_change()
    {
        Assert.Equal(HostKeyTrust.Trusted, Check(Line("h.example", Other) + Line("h.example", Key)).Trust);
        Assert.Equal(new HostKeyVerdict(HostKeyTrust.Changed, new SourceLocation("known", 3)),
            Check("#\n\n" + Line("h.example", Other)));
        Assert.Equal(HostKeyTrust.Unknown, Check(Line("h.example", Other), port: 2222).Trust);
    }

    [Fact]
    public void Revocation_outweighs_trust_for_keys_and_authorities()
    {
        Assert.Equal(HostKeyTrust.Revoked, Check(Line("h.example", Key) + Line("@revoked *", Key)).Trust);
        Assert.Equal(HostKeyTrust.Revoked,
            Check(Line("@cert-authority *", Authority) + Line("@revoked *", Authority),
            certificate: Certificate()).Trust);
    }

    private static HostCertificate Certificate() =>
        new(Authority, true, ["h.example"], Now.AddHours(-1), Now.AddHours(1), []);

    public static TheoryData<string, HostKeyTrust, string?> Certificates => new()
    {
        { "good", HostKeyTrust.Trusted, null },
        { "wildcard", HostKeyTrust.Trusted, null },
        { "anyone", HostKeyTrust.Trusted, null },
        { "user", HostKeyTrust.Unknown, "user certificate" },
        { "expired", HostKeyTrust.Unknown, "expired" },
        { "early", HostKeyTrust.Unknown, "valid only from" },
        { "other", HostKeyTrust.Unknown, "not for h.example" },
        { "critical", HostKeyTrust.Unknown, "critical option 'x'" },
        { "stranger", HostKeyTrust.Unknown, null },
    };

    [Theory]
    [MemberData(nameof(Certificates))]
    public void A_certificate_counts_only_for_its_hosts_and_time(string kind, HostKeyTrust trust, string? objection)
    {
        var good = Certificate();
        var verdict = Check(Line("@cert-authority *.example", Authority), certificate: kind switch
        {
            "wildcard" => good with { Principals = ["*.example"] },
            "anyone" => good with { Principals = [] },
            "user" => good with { IsForHosts = false },
            "expired" => good with { ValidBefore = Now },
            "early" => good with { ValidAfter = Now.AddSeconds(1) },
            "other" => good with { Principals = ["x.example"] },
            "critical" => good with { CriticalOptions = ["x"] },
            "stranger" => good with { Authority = Other },
            _ => good,
        });

        Assert.Equal(trust, verdict.Trust);
        if (objection is null) Assert.Null(verdict.Certificate);
        else Assert.Contains(objection, verdict.Certificate, StringComparison.Ordinal);
    }

    [Fact]
    public void Algorithms_of_recorded_keys_are_asked_for_first()
    {
        string[] available = ["ssh-ed25519-cert-v01@openssh.com", "ssh-ed25519", "rsa-sha2-512",
            "ecdsa-sha2-nistp256", "ssh-rsa"];
        Assert.Equal(["rsa-sha2-512", "ssh-rsa"], KnownHosts.Parse(Line("h", Key, "ssh-rsa"), "known")
            .PreferredAlgorithms("h", available));
        Assert.Equal(["ssh-ed25519-cert-v01@openssh.com"], KnownHosts.Parse(Line("@cert-authority h", Key), "known")
            .PreferredAlgorithms("[h]:2222", available));
        Assert.Empty(KnownHosts.Parse("", "known").PreferredAlgorithms("h", available));
    }
}

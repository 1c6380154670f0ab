namespace OvsWizard.Tests.Runbooks;

public sealed class RunbookLintTests
{
    [Fact]
    public void A_sound_runbook_has_no_findings() => Assert.Empty(Sample.Findings("version: 1", "version: 2"));

    [Theory]
    [InlineData("{{ bridge }} {{ ifname 'vx' peer.name }} \\", "{{ brigde }} {{ ifname 'vx' peer.name }} \\",
        "sample.yml:72:41: unknown name 'brigde' in the template\n  fix: did you mean 'bridge'?")]
    [InlineData("type={{ tunnel_type }}", "type='{{ tunnel_type }}'",
        "sample.yml:73:63: a value is inserted within single quotes")]
    [InlineData("{ \"bip\": {{ container_subnet }}", "{ \"bip\": \"{{ container_subnet }}\"",
        "sample.yml:56:22: a value is inserted within a JSON text")]
    [InlineData("when: \"{{ tunnel_type != 'none' }}\"", "when: \"{{ tunnel_type != }}\"",
        "sample.yml:69:30: this template cannot be read")]
    [InlineData("when: \"{{ tunnel_type != 'none' }}\"", "when: \"not {{ tunnel_type }}\"",
        "sample.yml:69:12: this must be one expression")]
    [InlineData("  overhead: \"{{ tunnel_type == 'gre' ? 42 : 50 }}\"", "  overhead: \"{{ mtu_bytes }}\"",
        "sample.yml:25:17: unknown name 'mtu_bytes' in the template")]
    [InlineData("en: \"{{ mtu_bytes }} is", "en: \"{{ mtu_byte }} is",
        "sample.yml:34:24: unknown name 'mtu_byte' in the template")]
    [InlineData("{{ others | array.map 'underlay_ip' }}", "{{ peer.name }}", "unknown name 'peer' in the template")]
    [InlineData("default: 10.0.0.0/16", "default: \"{{ container_subnet }}\"",
        "unknown name 'container_subnet' in the template")]
    [InlineData("topology: {", "# {", "step 'tunnel' runs for each peer, but the runbook has no topology")]
    public void Templates_are_checked_where_they_stand(string old, string replacement, string expected) =>
        Assert.Contains(Sample.Findings(old, replacement),
            finding => finding.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void All_mistakes_are_found_at_once_in_the_order_of_the_file()
    {
        var findings = Sample.Findings("bridge", "brigde x");

        Assert.True(findings.Count > 3);
    }

    [Fact]
    public void A_template_file_is_named_in_its_findings() =>
        Assert.Contains(Sample.Findings("  bridge: {", "  bridges: {"), finding =>
            finding.Contains("overlay.service:2:27: unknown name 'bridge' in the template", StringComparison.Ordinal));
}

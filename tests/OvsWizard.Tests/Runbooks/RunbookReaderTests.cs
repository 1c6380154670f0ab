using OvsWizard.Runbooks;
using OvsWizard.Templates;
using OvsWizard.Yaml;

namespace OvsWizard.Tests.Runbooks;

public sealed class RunbookReaderTests
{
    [Fact]
    public void Every_part_of_the_format_is_read()
    {
        var runbook = RunbookReader.Load(Sample.File);

        Assert.Equal(("sample", 1, 2, "示例"), (runbook.Id, runbook.Version, runbook.MinHosts, runbook.Title.Zh));
        Assert.Equal((ParameterScope.Host, ParameterType.InterfaceAddress),
            (runbook.FindParameter("container_subnet")!.Scope, runbook.FindParameter("container_subnet")!.Type));
        Assert.Equal(["vxlan", "gre"], runbook.FindParameter("tunnel_type")!.Choices.Select(c => c.Value));
        Assert.Equal(["overhead", "mtu_bytes"], runbook.Derivations.Select(d => d.Name));
        Assert.Equal(("underlay_ip", "overlay_cidr"), (runbook.Topology!.Endpoint, runbook.Topology.Block));
        Assert.Equal(Enum.GetValues<ConstraintKind>(), runbook.Constraints.Select(c => c.Kind));
        Assert.Equal(["docker-present", "daemon-json", "unit", "tunnel", "router", "ping"],
            runbook.Steps.Select(s => s.Id));
    }

    [Fact]
    public void The_blank_of_a_folded_line_is_not_said_in_Chinese()
    {
        var node =
            YamlFile.Parse("en: >-\n  one\n  two\nzh: >-\n  一个网桥，\n  Open vSwitch 网桥\n  的端口\n  与 NIC\n", "t.yml");
        Assert.Equal(new Text("one two", "一个网桥，Open vSwitch 网桥的端口与 NIC"), FieldReader.ReadText(node, $"the text"));
    }

    [Fact]
    public void Steps_carry_what_they_say()
    {
        var steps = RunbookReader.Load(Sample.File).Steps.ToDictionary(s => s.Id);

        Assert.True(steps["docker-present"].IsPreflight && steps["docker-present"].OnlyAsserts);
        Assert.Equal("Docker 无应答", steps["docker-present"].Explain["10"].Why.Zh);
        Assert.Equal((RiskLevel.Interrupts, TimeSpan.FromMinutes(2)),
            (steps["daemon-json"].Risk.Level, steps["daemon-json"].Timeout));
        Assert.Equal((FileMerge.Json, Escape.Json),
            (steps["daemon-json"].File!.Merge, steps["daemon-json"].File!.Escape));
        Assert.Equal(Escape.None, steps["unit"].File!.Escape);
        Assert.StartsWith("[Unit]", steps["unit"].File!.Content.Source, StringComparison.Ordinal);
        Assert.Equal((StepPlace.EachPeer, RiskLevel.Low), (steps["tunnel"].Place, steps["tunnel"].Risk.Level));
        Assert.Equal("添加路由 {{ overlay_cidr }}。", steps["router"].Prompt!.In(Language.Chinese).Source);
        Assert.True(steps["ping"].AfterPeers);
    }

    [Theory]
    [InlineData("version: 1", "versoin: 1",
        "sample.yml:3:1: a runbook has no key 'versoin'\n  fix: did you mean 'version'?")]
    [InlineData("runbook: sample", "runbook: simple",
        "sample.yml:2:10: the runbook is called 'simple' but its file 'sample'")]
    [InlineData("title: { en: Sample, zh: 示例 }", "title: Sample",
        "sample.yml:4:8: 'title' must be a text in both languages")]
    [InlineData("title: { en: Sample, zh: 示例 }", "title: { en: Sample }", "sample.yml:4:8: 'title' has no 'zh'")]
    [InlineData("type: interface-name", "type: interface-nam",
        "sample.yml:9:19: a parameter's type cannot be 'interface-nam'\n  fix: did you mean 'interface-name'?")]
    [InlineData("default: ovsBridge0", "default: ovsBridge0123456",
        "sample.yml:9:44: bridge must be an interface name")]
    [InlineData("  tunnel_key:", "  peers:", "sample.yml:20:3: a parameter cannot be named 'peers'")]
    [InlineData("  tunnel_key:", "  Tunnel-Key:", "sample.yml:20:3: a parameter cannot be named 'Tunnel-Key'")]
    [InlineData("scope: host, type: address", "scope: host, type: address, min: 3",
        "sample.yml:10:16: parameter 'underlay_ip' has limits but is not an integer")]
    [InlineData("type: address, ", "type: address, pattern: x, example: x, ", "parameter 'underlay_ip' is not a text")]
    [InlineData("type: address, ", "type: text, pattern: '(', example: x, ",
        "parameter 'underlay_ip': its pattern cannot be read")]
    [InlineData("type: address, ", "type: text, pattern: a+, example: b, ",
        "parameter 'underlay_ip': the example does not match its pattern")]
    [InlineData("type: address, ", "type: text, pattern: a+, ", "parameter 'underlay_ip' has no 'example'")]
    [InlineData("type: address, ", "type: text, example: a, ",
        "parameter 'underlay_ip' has an 'example' but no 'pattern'")]
    [InlineData("token: { type: secret, optional: true", "token: { type: secret, default: x",
        "sample.yml:23:10: parameter 'token' is a secret")]
    [InlineData("max: 16777215, optional: true", "max: 16777215, optional: true, default: 7",
        "sample.yml:20:15: parameter 'tunnel_key' is both optional")]
    [InlineData("endpoint: underlay_ip", "endpoint: underlay", "parameter 'underlay' not found")]
    [InlineData("  - unique: underlay_ip", "  - unique: bridge",
        "sample.yml:29:13: 'bridge' has one value for all hosts")]
    [InlineData("of: overlay_cidr }\n  - { outside", "of: bridge }\n  - { outside",
        "'bridge' is not a valid address or network")]
    [InlineData("  - id: router", "  - id: ping", "step 'ping' appears twice")]
    [InlineData("  - id: router", "  - id: Router", "a step's id cannot be 'Router'")]
    [InlineData("    where: one-host\n", "", "'on' belongs to 'where: one-host'")]
    [InlineData("    on: \"{{ hosts[0].name }}\"\n", "", "step 'router' has no 'on'")]
    [InlineData("    after: peers", "    after: noon", "'after' can only be 'peers'")]
    [InlineData("timeout: 2m", "timeout: 2", "a duration must be a number with s, m or h")]
    [InlineData("explain: { 10:", "explain: { 3:", "an explained exit status must be from 10 to 99")]
    [InlineData("risk: { level: interrupts, what: { en: All containers of the host, zh: 主机的所有容器 } }", "risk: lockout",
        "the risk 'lockout' does not say what it affects")]
    [InlineData("    undo: ovs-vsctl", "    irreversible: { en: a, zh: b }\n    keep: echo",
        "'keep' has no place beside 'irreversible'")]
    [InlineData("    undo: ovs-vsctl", "    #: ovs-vsctl",
        "step 'tunnel' must have either 'keep' or 'undo', or 'irreversible'")]
    [InlineData("    check: ovs-vsctl", "    #: ovs-vsctl", "step 'tunnel' has no 'check'")]
    [InlineData("    undo: ovs-vsctl", "    irreversible: { en: a, zh: b }\n    undo: ovs-vsctl",
        "step 'tunnel' must have either 'keep' or 'undo', or 'irreversible'")]
    [InlineData("    kind: confirm", "    kind: command", "'prompt' belongs to 'kind: confirm'")]
    [InlineData("    publishes: [container_ip]", "    preflight: true",
        "step 'tunnel' is a preflight step and may change nothing")]
    [InlineData("mode: \"0644\"", "mode: rw", "'mode' must be octal digits")]
    [InlineData("template: overlay.service", "template: overlay.timer", "cannot read the template 'overlay.timer'")]
    [InlineData("template: overlay.service", "template: ../../etc/passwd", "lies outside of the template folder")]
    [InlineData("publishes: [container_ip]", "publishes: [mtu]", "value 'mtu' appears twice")]
    public void What_is_wrong_is_named_with_its_place(string old, string replacement, string expected) =>
        Assert.Contains(Sample.Findings(old, replacement),
            finding => finding.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_file_that_is_not_there_is_one_finding() => Assert.Contains("cannot read",
        Assert.Single(RunbookReader.Check("/nowhere/x.yml").Findings).What, StringComparison.Ordinal);
}

using OvsWizard.Templates;

namespace OvsWizard.Tests.Templates;

public sealed class TemplateEngineTests
{
    private static readonly TemplateValues Values = new TemplateValues(new TemplateValues()
            .Set("bridge", "ovsBridge0").Set("mtu", 1450L).Set("note", "it's $HOME").Set("empty_text", "")
        .Set("persist", true)
            .Set("peers", new[] { Host("docker02", "172.16.100.20"), Host("docker03", "172.16.100.30") })
            .Set("dns", new[] { "10.0.0.53", "a b" }).Set("nothing", Array.Empty<string>())
        .Set("key", new Secret("key")))
        .Set("host", Host("docker01", "172.16.100.10"));

    private static TemplateValues Host(string name, string address) =>
        new TemplateValues().Set("name", name).Set("underlay_ip", address);

    private static TemplateText Text(string source) => new(source, new SourceLocation("a.yml", 10, 5));

    private static string Render(string source, Escape escape) => TemplateEngine.Render(Text(source), escape, Values);

    [Theory]
    [InlineData("ip link set {{ bridge }} up", "ip link set ovsBridge0 up")]
    [InlineData("echo {{ note }}", @"echo 'it'\''s $HOME'")]
    [InlineData("echo {{ empty_text }}", "echo ''")]
    [InlineData("echo x={{ note }}:{{ mtu }}", @"echo x='it'\''s $HOME':1450")]
    [InlineData("echo {{ dns }}", "echo 10.0.0.53 'a b'")]
    [InlineData("echo {{ nothing }}", "echo ")]
    [InlineData("echo \"${x}\" '$y' {{ persist }}", "echo \"${x}\" '$y' true")]
    [InlineData("curl -H {{ key }}", "curl -H \"$OVSW_SECRET_key\"")]
    [InlineData("{{ for p in peers }}ping {{ p.name }}\n{{ end }}", "ping docker02\nping docker03\n")]
    [InlineData("  {{ note + \"\\n2\" }}", "  'it'\\''s $HOME\n2'")]
    [InlineData("{{ for p in peers limit:1 }}{{ p.underlay_ip }}{{ end }}", "172.16.100.20")]
    [InlineData("{{ peers | array.map 'name' }}", "docker02 docker03")]
    public void Shell_values_are_words_of_their_own(string source, string expected) =>
        Assert.Equal(expected, Render(source, Escape.Shell));

    [Theory]
    [InlineData("{\"bip\": {{ bridge }}}", "{\"bip\": \"ovsBridge0\"}")]
    [InlineData("{{ mtu }}", "1450")]
    [InlineData("{{ persist }}", "true")]
    [InlineData("{{ dns }}", "[\"10.0.0.53\", \"a b\"]")]
    [InlineData("{{ \"a\\\"b\\n网\" }}", "\"a\\\"b\\n网\"")]
    [InlineData("{{ key }}", "\"\u0001secret:key\u0001\"")]
    public void Json_values_are_json(string source, string expected) =>
        Assert.Equal(expected, Render(source, Escape.Json));

    [Theory]
    [InlineData("/etc/{{ bridge }}.conf", "/etc/ovsBridge0.conf")]
    [InlineData("{{ dns }}", "10.0.0.53,a b")]
    [InlineData("{{ key }}", "\u0001secret:key\u0001")]
    public void Plain_values_stay_as_they_are(string source, string expected) =>
        Assert.Equal(expected, Render(source, Escape.None));

    /// <summary>Each would take gigabytes, or would not end.</summary>
    [Theory]
    [InlineData("{{ 'x' | string.pad_left 2000000000 }}")]
    [InlineData("{{ 'x' * 2000000000 }}")]
    [InlineData("{{ x = 'x' * 1000000; x | string.replace 'x' x }}")]
    [InlineData("{{ x = 'x'; for i in 1..60; x = x + x; end; x }}")]
    [InlineData("{{ for i in 1..99999 }}{{ 'x' * 30000 }}{{ end }}")]
    [InlineData("{{ x = 'x' * 1000000; for i in 1..3000; x; end }}")]
    [InlineData("{{ x = [1, 2]; for i in 1..60; x = x + x; end; x.size }}")]
    [InlineData("{{ x = [1, 2]; for i in 1..60; x = array.concat x x; end; x.size }}")]
    [InlineData("{{ x = 3; for i in 1..60; x = x * x; end; x }}")]
    [InlineData("{{ 1 << 2000000000 }}")]
    [InlineData("{{ 1..2000000000 | array.join 'x' }}")]
    [InlineData("{{ for a in 1..99999; for b in 1..99999; for c in 1..99999; end; end; end }}")]
    public void What_grows_beyond_all_measure_is_refused_with_its_place(string source)
    {
        foreach (var read in (Action[])[() => Render(source, Escape.Shell),
            () => TemplateEngine.Evaluate(Text(source), Values)])
            Assert.StartsWith("a.yml:10:", Assert.Throws<Failure>(read).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tunnel == 'x'", "a.yml:10:5: unknown name 'tunnel' in the template")]
    [InlineData("ok\n  {{ brigde }}",
        "a.yml:11:10: unknown name 'brigde' in the template\n  fix: did you mean 'bridge'?")]
    [InlineData("{{ host.nam }}", "a.yml:10:")]
    [InlineData("{{ a b c", "a.yml:10:")]
    [InlineData("{{ host }}", "a.yml:10:8: only texts, numbers")]
    [InlineData("{{ string.upcase }}", "a.yml:10:")]
    [InlineData("{{ \"a\\nb\" }}", "a.yml:10:8: a value with the control character U+000A")]
    [InlineData("{{ date.now }}", "a.yml:10:8: unknown name 'date' in the template")]
    [InlineData("{{ math.random 1 2 }}", "a.yml:10:")]
    [InlineData("{{ include 'x' }}", "a.yml:10:8: unknown name 'include' in the template")]
    [InlineData("{{ ip.network bridge }}", "a.yml:10:8: 'ovsBridge0' is not a valid address")]
    [InlineData("{{ capture x }}a{{ end }}", "a.yml:10:8: templates have no 'capture'")]
    [InlineData("{{ while true }}a{{ end }}", "a.yml:10:8: templates have no 'while'")]
    [InlineData("{{ host.name = 'x' }}", "a.yml:10:8: templates have no assignment to a part")]
    [InlineData("{{ for i in 1..1000000 }}{{ i }}{{ end }}", "a.yml:10:")]
    public void What_has_no_value_is_refused_with_its_place(string source, string begins)
    {
        var failure = Assert.Throws<Failure>(() => source.Contains("{{", StringComparison.Ordinal)
            ? Render(source, Escape.None) : TemplateEngine.Evaluate(Text(source), Values));

        Assert.Equal(FailureKind.Input, failure.Kind);
        Assert.StartsWith(begins, failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ key + 'x' }}")]
    [InlineData("{{ 'x' + key }}")]
    [InlineData("{{ key | string.upcase }}")]
    [InlineData("{{ string.size key }}")]
    [InlineData("{{ [key] | array.join ',' }}")]
    [InlineData("{{ $\"a{key}\" }}")]
    [InlineData("{{ key == 'guess' }}")]
    [InlineData("{{ key.name }}")]
    [InlineData("{{ key * 2 }}")]
    public void A_secret_is_inserted_whole_or_not_at_all(string source)
    {
        foreach (var escape in Enum.GetValues<Escape>())
            Assert.DoesNotContain("secret:", Assert.Throws<Failure>(() => Render(source, escape)).What,
                StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ mtu + 50 }}", 1500L)]
    [InlineData("mtu - 50", 1400L)]
    [InlineData("{{ bridge }}", "ovsBridge0")]
    [InlineData("{{ bridge }}-{{ mtu }}", "ovsBridge0-1450")]
    [InlineData("bridge == 'ovsBridge0' && persist", true)]
    [InlineData("peers.size", 2L)]
    [InlineData("empty_text ? 1 : 2", 2L)]
    public void Expressions_give_typed_values(string source, object expected) =>
        Assert.Equal(expected, TemplateEngine.Evaluate(Text(source), Values));

    [Theory]
    [InlineData("{{ empty_text }}", false)]
    [InlineData("{{ nothing }}", false)]
    [InlineData("!empty_text", true)]
    [InlineData("dns", true)]
    [InlineData("mtu > 1500", false)]
    [InlineData("key", true)]
    public void Empty_values_do_not_hold(string source, bool expected) =>
        Assert.Equal(expected, TemplateEngine.Test(Text(source), Values));

    [Fact]
    public void A_template_cannot_change_the_values_of_others()
    {
        Assert.Equal("x", Render("{{ bridge = 'x' }}{{ bridge }}", Escape.None));
        Assert.Equal("ovsBridge0", Render("{{ bridge }}", Escape.None));
    }

    [Fact]
    public void A_secret_parameter_is_inserted_by_reference() =>
        Assert.Equal("\"$OVSW_SECRET_token\"", TemplateEngine.Render(Text("{{ token }}"), Escape.Shell,
            new TemplateValues().Set("token", new SecretReference("token", IsFile: false, "TOKEN"))));

    [Theory]
    [InlineData("tunnel.sh", Escape.Shell)]
    [InlineData("daemon.json", Escape.Json)]
    [InlineData("overlay.service", Escape.None)]
    public void The_file_name_decides_the_escaping(string name, Escape expected) =>
        Assert.Equal(expected, TemplateEngine.EscapeFor(name));

    [Fact]
    public void A_template_rendered_for_two_hundred_hosts_gives_each_its_own()
    {
        var step = Text("{{ host.name }}");

        for (var host = 0; host < 200; host++)
            Assert.Equal($"docker{host}", TemplateEngine.Render(step, Escape.Shell,
                new TemplateValues(Values).Set("host", Host($"docker{host}", "172.16.100.10"))));
    }
}

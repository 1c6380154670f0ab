using OvsWizard.Templates;

namespace OvsWizard.Tests.Templates;

public sealed class TemplateCheckTests
{
    private static readonly string[] Known = ["a", "host", "peers"];

    private static IEnumerable<string> Check(string source, Escape escape) =>
        TemplateEngine.Check(new TemplateText(source, new SourceLocation("a.yml", 1, 1)), escape, Known)
            .Select(f => f.ToString().Split('\n')[0]);

    [Theory]
    [InlineData("{{ a }} {{ host.whatever }}")]
    [InlineData("{{ b = a }}{{ b }}")]
    [InlineData("{{ for p in peers }}{{ p.ip }}{{ for.index }}{{ end }}")]
    [InlineData("{{ case a }}{{ when 1 }}x{{ else }}y{{ end }}")]
    [InlineData("{{ peers | array.map 'name' | array.join ',' }}")]
    [InlineData("{{ ip.network a }} {{ ifname 'vx' a }} {{ math.ceil 1.2 }}")]
    [InlineData("{{ x = { name: a } }}{{ x.name }}")]
    [InlineData("{{# a comment with b #}}")]
    public void Known_names_pass(string source) => Assert.Empty(Check(source, Escape.None));

    [Theory]
    [InlineData("{{ b }}", "a.yml:1:4: unknown name 'b' in the template")]
    [InlineData("{{ if false }}{{ hots.name }}{{ end }}", "a.yml:1:18: unknown name 'hots' in the template")]
    [InlineData("{{ string.upcas a }}", "a.yml:1:11: unknown name 'string.upcas' in the template")]
    [InlineData("{{ object.eval a }}", "a.yml:1:11: unknown name 'object.eval' in the template")]
    public void Unknown_names_are_found_without_rendering(string source, string expected) =>
        Assert.Equal([expected], Check(source, Escape.None));

    [Theory]
    [InlineData("echo {{ a }} \"x\"{{ a }}'y'")]
    [InlineData("echo \"$(cat {{ a }})\" \"${x:-y}\" {{ a }}")]
    [InlineData("# don't {{# a #}}\necho {{ a }}")]
    [InlineData("echo a#'b' {{ a }} $# {{ a }} ${#x} {{ a }} ${x#y} {{ a }}")]
    [InlineData("cat <<'EOF'\nit's\nEOF\necho {{ a }}")]
    [InlineData("cat <<-EOF | grep x\n\tit's\n\tEOF\necho {{ a }}")]
    [InlineData("case x in a) echo ;; (b) echo ;; esac; echo {{ a }}")]
    [InlineData("x=$((1 << 2)); echo \\' {{ a }}")]
    [InlineData("echo '{{ if a }}x{{ else }}y{{ end }}'")]
    [InlineData("echo `date` \"a\\\"b\" {{ a }}")]
    public void Values_may_stand_where_a_word_may(string source) => Assert.Empty(Check(source, Escape.Shell));

    [Theory]
    [InlineData("echo '{{ a }}'", "within single quotes")]
    [InlineData("echo \"{{ a }}\"", "within double quotes")]
    [InlineData("echo \"$(echo \"{{ a }}\")\"", "within double quotes")]
    [InlineData("echo ${x:-{{ a }}}", "within ${ }")]
    [InlineData("echo `cat {{ a }}`", "within backticks")]
    [InlineData("# {{ a }}", "in a comment")]
    [InlineData("cat <<EOF\n{{ a }}\nEOF\n", "in a here-document")]
    [InlineData("cat << 'E'\nx\n{{ a }}\nE\n", "in a here-document")]
    [InlineData("echo \\{{ a }}", "after a backslash")]
    [InlineData("echo ${{ a }}", "right after a $")]
    public void Values_within_quotes_are_refused(string source, string where) =>
        Assert.EndsWith($"a value is inserted {where}", Assert.Single(Check(source, Escape.Shell)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"a\": {{ a }}, \"b\\\"\": {{ a }}}", 0)]
    [InlineData("{\"a\": \"{{ a }}\"}", 1)]
    public void Json_texts_keep_their_quotes_to_themselves(string source, int faults) =>
        Assert.Equal(faults, Check(source, Escape.Json).Count());

    [Theory]
    [InlineData("a == 1", 0)]
    [InlineData("{{ a == 1 }}", 0)]
    [InlineData("x {{ a }}", 1)]
    [InlineData("a ==", 1)]
    public void An_expression_stands_alone(string source, int faults) =>
        Assert.Equal(faults,
            TemplateEngine.CheckExpression(new TemplateText(source, new SourceLocation("a.yml", 1, 1)), Known).Count);
}

namespace OvsWizard.Tests.Runbooks;

/// <summary>Which functions a runbook gets for the modules that it names.</summary>
public sealed class ShellModulesTests : IDisposable
{
    private readonly RunbookFolder folder = new();

    public ShellModulesTests() => folder.With("runbooks/zh/small.yml", RunbookFolder.Chinese);

    public void Dispose() => folder.Dispose();

    private RunbookFolder Naming(string functions) =>
        folder.With("runbooks/small.yml",
            RunbookFolder.English.Replace("steps:\n", $"functions: {functions}\nsteps:\n", StringComparison.Ordinal));

    private RunbookFolder Module(string name, string requires, string? explain = null)
    {
        folder.With($"templates/functions/{name}.sh",
            $"# shellcheck shell=sh\n# What it is for.\n{(requires.Length > 0 ? $"# requires: {requires}\n" : "")}\n{name}_x() {{ :; }}\n");
        return explain is null ? folder : folder.With($"templates/functions/{name}.explain.yml", explain);
    }

    [Fact]
    public void A_module_brings_what_it_requires_and_comes_behind_it()
    {
        Module("top", "left right");
        Module("left", "base");
        Module("right", "base left");
        Module("base", "");

        Assert.Equal("", Naming("[top, base]").Findings());
        var modules = folder.Check().Runbook!.Modules;
        Assert.Equal(["base", "left", "right", "top"], modules.All.Select(m => m.Name));
        Assert.Equal(["base_x", "left_x", "right_x", "top_x"], modules.Text.Split('\n')
            .Where(l => l.Contains("()", StringComparison.Ordinal)).Select(l => l.Split('(')[0]));
    }

    [Fact]
    public void A_circle_is_named_where_it_closes()
    {
        Module("one", "two");
        Module("two", "three");
        Module("three", "two");

        Assert.Contains(
            "templates/functions/three.sh:3:13: modules of functions require each other in a circle: two, three, two",
            Naming("[one]").Findings(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[absent]", "runbooks/small.yml:10:13: module 'absent' not found")]
    [InlineData("[../zh/small]", "module '../zh/small' not found")]
    [InlineData("[lost]", "templates/functions/lost.sh:3:13: module 'absent' not found")]
    [InlineData("[odd]", "templates/functions/odd.explain.yml:1:1: the name of a failure cannot be '12'")]
    [InlineData("[short]", "templates/functions/short.explain.yml:1:11: the explanation has no 'now'")]
    public void A_mistake_is_named_with_its_place(string functions, string expected)
    {
        Module("lost", "absent");
        Module("odd", "", "12: { why: { en: a, zh: 一 }, now: { en: b, zh: 二 } }\n");
        Module("short", "", "odd-wire: { why: { en: a, zh: 一 } }\n");

        Assert.Contains(expected, Naming(functions).Findings(), StringComparison.Ordinal);
    }

    [Fact]
    public void Failures_are_explained_by_the_modules_that_raise_them()
    {
        Module("wire", "", "wire-cut: { why: { en: It is cut., zh: 断了。 }, now: { en: Mend it., zh: 请修。 } }\n");
        Module("net", "wire");

        Assert.Equal("", Naming("[net]").Findings());
        Assert.Equal(["wire-cut"], folder.Check().Runbook!.Modules.Failures.Keys);
    }

    [Fact]
    public void Files_and_statuses_as_they_were_written_before_are_read_with_a_warning()
    {
        Module("wire", "");
        folder.With("templates/functions/former/wire.sh", "x() { wire_x; }\n");
        folder.With("runbooks/zh/small.yml", RunbookFolder.Chinese.Replace("too-dark", "30", StringComparison.Ordinal));
        folder.With("runbooks/small.yml",
            RunbookFolder.English.Replace("steps:\n", "functions: [wire.sh]\nsteps:\n", StringComparison.Ordinal)
                .Replace("too-dark", "30", StringComparison.Ordinal));

        Assert.Equal("", folder.Findings());
        var runbook = folder.Check().Runbook!;
        Assert.Equal(["wire", "former/wire"], runbook.Modules.All.Select(m => m.Name));
        Assert.Equal(["30"], runbook.Steps[0].Explain.Keys);
        Assert.Contains("runbooks/small.yml:10:13: 'wire.sh' is the former spelling of a module", folder.Warnings(),
            StringComparison.Ordinal);
        Assert.Contains("runbooks/small.yml:17:7: an exit status is explained: 30", folder.Warnings(),
            StringComparison.Ordinal);
    }

    /// <summary>The guide's example as it was before modules had names, for all who have begun with it.</summary>
    [Fact]
    public void A_runbook_that_calls_shipped_functions_by_their_former_names_is_still_read()
    {
        Assert.Equal("", Naming("[keep.sh]").Findings());
        Assert.Contains("has_link()", folder.Check().Runbook!.Modules.Text, StringComparison.Ordinal);
    }
}

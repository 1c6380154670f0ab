namespace OvsWizard.Tests.Runbooks;

/// <summary>Chinese that stands beside a runbook, and what runbooks have in common.</summary>
public sealed class TranslationTests : IDisposable
{
    private readonly RunbookFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_text_can_have_its_Chinese_beside_the_file()
    {
        folder.With("runbooks/small.yml", RunbookFolder.English).With("runbooks/zh/small.yml", RunbookFolder.Chinese);

        Assert.Equal("", folder.Findings());
        var runbook = folder.Check().Runbook!;
        Assert.Equal((new Text("Small", "小"), new Text("How.", "方式。")), (runbook.Title, runbook.Parameters[0].Help));
        Assert.Equal([new Text("Quick.", "快。"), new Text("Careful.", "慢。")],
            runbook.Parameters[0].Choices.Select(c => c.Help));
        Assert.Equal(("not slow", "不要慢"),
            (runbook.Constraints[0].Message!.En.Source, runbook.Constraints[0].Message!.Zh.Source));
        Assert.EndsWith("zh/small.yml", runbook.Constraints[0].Message!.Zh.At.File, StringComparison.Ordinal);
        Assert.Equal(new Text("Switch the light on.", "请开灯。"), runbook.Steps[0].Explain["too-dark"].Now);
    }

    [Theory]
    [InlineData("    title: 看\n", "",
        "runbooks/small.yml:12:12: 'title' must be a text in both languages, not 'Look'\n  fix: write { en: …, zh: … }, or put its Chinese into zh/ beside the file")]
    [InlineData("  look:", "  lok:", "runbooks/zh/small.yml:9:3: text 'lok' to translate not found")]
    [InlineData("    why: 为了看。", "    whi: 为了看。", "runbooks/zh/small.yml:11:5: text 'whi' to translate not found")]
    [InlineData("    why: 为了看。", "    why: 为了看。\n    verify: 真",
        "runbooks/zh/small.yml:12:13: 'verify' is not a translatable text")]
    [InlineData("      too-dark:", "      too-light:", "text 'too-light' to translate not found")]
    [InlineData("title: 小", "title: { a: 小 }",
        "runbooks/zh/small.yml:1:8: 'title' must be translated as it is written: 'Small' in ")]
    [InlineData("title: 小", "title: [", "runbooks/zh/small.yml:1:8: this is not valid YAML")]
    public void What_is_wrong_with_a_translation_is_named_with_its_place(string old, string replacement,
        string expected)
    {
        Assert.Contains(old, RunbookFolder.Chinese, StringComparison.Ordinal);
        folder.With("runbooks/small.yml", RunbookFolder.English)
            .With("runbooks/zh/small.yml", RunbookFolder.Chinese.Replace(old, replacement, StringComparison.Ordinal));

        Assert.Contains(expected, folder.Findings(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_has_its_Chinese_in_one_place()
    {
        folder.With("runbooks/small.yml", RunbookFolder.English.Replace("title: Small", "title: { en: Small, zh: 小 }",
            StringComparison.Ordinal)).With("runbooks/zh/small.yml", RunbookFolder.Chinese);

        Assert.Contains("runbooks/zh/small.yml:1:8: 'title' has its Chinese in the file itself as well",
            folder.Findings(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_runbooks_share_is_a_part_and_what_they_say_themselves_wins()
    {
        folder.With("runbooks/small.yml", RunbookFolder.English.Replace("parameters:\n",
            "parts: [shared.yml]\nparameters:\n  size: { part: size, default: 9 }\n", StringComparison.Ordinal)
                + "  - { part: measure, why: To know., verify: 'test {{ size }}' }\n")
            .With("runbooks/zh/small.yml", RunbookFolder.Chinese + "  measure: { why: 为了知道。 }\n")
            .With("runbooks/parts/shared.yml",
                "parameters:\n  size: { type: integer, default: 1, help: Size. }\nsteps:\n  - { id: measure, title: Measure, why: Never said., verify: 'false' }\n")
            .With("runbooks/parts/zh/shared.yml",
                "parameters:\n  size: { help: 大小。 }\nsteps:\n  measure: { title: 测量, why: 不会说。 }\n");

        Assert.Equal("", folder.Findings());
        var runbook = folder.Check().Runbook!;
        Assert.Equal(("9", "大小。"),
            (runbook.FindParameter("size")!.Default!.Source, runbook.FindParameter("size")!.Help.Zh));
        Assert.Equal((new Text("Measure", "测量"), new Text("To know.", "为了知道。"), "test {{ size }}"),
            (runbook.Steps[1].Title, runbook.Steps[1].Why, runbook.Steps[1].Verify!.Source));
    }

    [Fact]
    public void A_part_that_is_not_there_is_named() =>
        Assert.Contains("runbooks/small.yml:17:13: part 'measure' not found among the steps",
            folder.With("runbooks/small.yml", RunbookFolder.English + "  - { part: measure }\n")
                .With("runbooks/zh/small.yml", RunbookFolder.Chinese).Findings(), StringComparison.Ordinal);
}

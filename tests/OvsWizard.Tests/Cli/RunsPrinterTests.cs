using OvsWizard.Cli;
using OvsWizard.Sessions;
using OvsWizard.Tests.Tui;
using OvsWizard.Texts;

namespace OvsWizard.Tests.Cli;

public sealed class RunsPrinterTests
{
    private static string[] Printed(Language language, params PastRun[] runs)
    {
        var to = new StringWriter();
        new RunsPrinter(to, new Colours(false), language)
            .Print([.. runs.Select(r => r.Record! with { Folder = new OvsWizard.Journal.RunFolder($"/runs/{r.Id}") })
                .Select(r => new PastRun(r.Id, r))]);
        return to.ToString().TrimEnd('\n').Split('\n');
    }

    [Theory]
    [InlineData(Language.English, "outcome")]
    [InlineData(Language.Chinese, "结果")]
    public void The_columns_have_titles_and_stand_below_each_other(Language language, string title)
    {
        var lines = Printed(language, PastRuns.Interrupted, PastRuns.Failed, PastRuns.Done);
        Assert.Equal(4, lines.Length);
        var column = Columns.Width(lines[0][..lines[0].IndexOf(title, StringComparison.Ordinal)]);
        Assert.All(lines.Skip(1), line => Assert.Equal("  ", line.Substring(column - 2, 2)));
        Assert.Equal(Columns.Width(lines[0]), Columns.Width(lines[3]));
    }

    [Fact]
    public void Where_there_is_no_run_it_says_how_to_begin_one() =>
        Assert.Equal(["no run yet; start one: ovswizard run RUNBOOK"], Printed(Language.English));
}

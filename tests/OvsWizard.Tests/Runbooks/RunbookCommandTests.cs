using System.CommandLine;
using System.Text.Json;
using OvsWizard.Cli;
using OvsWizard.Cli.Commands;

namespace OvsWizard.Tests.Runbooks;

public sealed class RunbookCommandTests
{
    private static (int Exit, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var root = new RootCommand { RunbookCommand.Create() };
        foreach (var option in GlobalOptions.All) root.Options.Add(option);
        var exit = root.Parse(["runbook", .. args]).Invoke(
            new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        return (exit, output.ToString(), error.ToString());
    }

    [Theory]
    [InlineData("en", "1. Docker runs  [docker-present]", "risk: interrupts: All containers of the host")]
    [InlineData("zh", "1. Docker 正在运行  [docker-present]", "risk: interrupts: 主机的所有容器")]
    public void Show_is_a_page_to_read(string language, params string[] expected)
    {
        var (exit, output, _) = Run("show", Sample.File, "--lang", language);

        Assert.Equal(0, exit);
        Assert.All(expected, line => Assert.Contains(line, output, StringComparison.Ordinal));
    }

    [Fact]
    public void Show_is_json_where_asked()
    {
        var json = JsonDocument.Parse(Run("show", Sample.File, "--json").Output).RootElement;

        Assert.Equal("sample", json.GetProperty("runbook").GetString());
        Assert.Equal(6, json.GetProperty("steps").GetArrayLength());
        Assert.Equal("interface-name", json.GetProperty("parameters")[0].GetProperty("type").GetString());
    }

    [Fact]
    public void List_is_one_line_a_runbook()
    {
        Environment.SetEnvironmentVariable("OVSWIZARD_RUNBOOKS", Sample.Folder);
        try
        {
            Assert.Contains("sample  Sample  (", Run("list").Output, StringComparison.Ordinal);
            Assert.Equal("sample",
                JsonDocument.Parse(Run("list", "--json").Output).RootElement[0].GetProperty("runbook").GetString());
        }
        finally
        {
            Environment.SetEnvironmentVariable("OVSWIZARD_RUNBOOKS", null);
        }
    }

    [Fact]
    public void Lint_is_silent_about_a_sound_runbook() =>
        Assert.Equal((0, "", ""), Run("lint", Path.Combine(PublishedBinary.Root, "runbooks", "stp.yml")));

    [Fact]
    public void Lint_prints_what_is_wrong_and_exits_with_2()
    {
        var (exit, _, error) = Run("lint", "/nowhere/x.yml");

        Assert.Equal(2, exit);
        Assert.StartsWith("cannot read '/nowhere/x.yml'", error, StringComparison.Ordinal);
    }
}

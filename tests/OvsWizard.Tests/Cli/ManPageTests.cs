using System.CommandLine;
using System.Diagnostics;
using OvsWizard.Cli;

namespace OvsWizard.Tests.Cli;

public sealed class ManPageTests
{
    private static readonly RootCommand Root = CommandLine.Root();
    private static readonly string Page = ManPage.Write(Root, Language.English);
    private static readonly string Chinese = ManPage.Write(Root, Language.Chinese);

    [Fact]
    public void Every_command_and_option_is_told()
    {
        Assert.All(Commands(Root).Skip(1),
            command => Assert.Contains(Escaped($" {command.Name}"), Page, StringComparison.Ordinal));
        Assert.All(Commands(Root).SelectMany(c => c.Options).Where(o => !o.Hidden),
            option => Assert.Contains($"\\fB{Escaped(option.Name)}\\fR", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void It_is_said_in_Chinese_too()
    {
        Assert.Contains(".SH 退出状态\n.TP\n.B 0\n完成；", Chinese.Replace("\\:", "", StringComparison.Ordinal),
            StringComparison.Ordinal);
        Assert.Equal(Page.Split('\n').Count(line => line.StartsWith(".S", StringComparison.Ordinal)),
            Chinese.Split('\n').Count(line => line.StartsWith(".S", StringComparison.Ordinal)));
        Assert.All(Page.Split('\n').Where(line => line.StartsWith(".SH", StringComparison.Ordinal)),
            title => Assert.DoesNotContain($"{title}\n", Chinese, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Language.English)]
    [InlineData(Language.Chinese)]
    public void Groff_has_nothing_to_complain_of(Language language)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("ovswizard").FullName, "ovswizard.1");
        File.WriteAllText(file, language is Language.Chinese ? Chinese : Page);
        try
        {
            using var groff = Process.Start(new ProcessStartInfo("groff", ["-man", "-ww", "-z", "-Tutf8", "-Kutf8",
                file]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var warnings = groff.StandardError.ReadToEnd();
            groff.WaitForExit();
            Assert.Equal((0, ""), (groff.ExitCode, warnings));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("groff is not installed");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public void The_exit_statuses_are_those_of_the_README()
    {
        var readme = File.ReadAllText(Path.Combine(PublishedBinary.Root, "README.md"));
        Assert.All(ManPage.Exits,
            exit => Assert.Contains($"| {exit.Status} | {exit.Meaning} |", readme, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.Contains(ManPage.Exits, e => e.Status == (int)kind));
    }

    private static IEnumerable<Command> Commands(Command command) =>
        command.Subcommands.Where(c => !c.Hidden).SelectMany(Commands).Prepend(command);

    private static string Escaped(string text) => text.Replace("-", "\\-", StringComparison.Ordinal);
}

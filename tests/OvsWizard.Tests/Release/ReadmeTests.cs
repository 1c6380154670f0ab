using System.Text.RegularExpressions;
using OvsWizard.Cli;
using OvsWizard.Texts;

namespace OvsWizard.Tests.Release;

/// <summary>The pages that people read first: short, narrow, and with nothing in them that is not there.</summary>
public sealed partial class ReadmeTests
{
    public static TheoryData<string> Pages =>
        ["README.md", "README.zh.md", "src/README.md", "tests/README.md"];

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh.md")]
    public void The_first_page_is_read_in_one_go(string page) =>
        Assert.InRange(Lines(page).Length, 1, 150);

    [Theory]
    [MemberData(nameof(Pages))]
    public void No_line_is_wider_than_a_terminal_of_120_columns(string page) =>
        Assert.DoesNotContain(Lines(page), line => Columns.Width(line) > 120);

    [Theory]
    [MemberData(nameof(Pages))]
    public void What_a_page_links_to_is_there(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(PublishedBinary.Root, page))!;
        var links = Link().Matches(string.Join('\n', Lines(page))).Select(m => m.Groups["to"].Value);
        Assert.All(links, link => Assert.True(File.Exists(Path.Combine(folder, link)), $"{page} links to {link}"));
    }

    [Fact]
    public void Both_languages_say_the_same_in_the_same_order()
    {
        Assert.Equal(Shape("README.md"), Shape("README.zh.md"));
        Assert.All(ManPage.Exits, exit => Assert.Contains(
            $"| {exit.Status} | {Language.Chinese.SayWhole(exit.Meaning)} |", Lines("README.zh.md")));
    }

    /// <summary>Headings by their depth, commands, and how many rows the tables have.</summary>
    private static IEnumerable<string> Shape(string page) => Lines(page).Select(line => line switch
    {
        ['#', ..] => line[..line.IndexOf(' ', StringComparison.Ordinal)],
        ['|', ..] => "|",
        _ when line.StartsWith("    ", StringComparison.Ordinal) => line.TrimStart().Split(' ')[0],
        _ => "",
    }).Where(part => part.Length > 0);

    private static string[] Lines(string page) => File.ReadAllLines(Path.Combine(PublishedBinary.Root, page));

    [GeneratedRegex(@"\]\((?<to>[^)#:]+)\)")]
    private static partial Regex Link();
}

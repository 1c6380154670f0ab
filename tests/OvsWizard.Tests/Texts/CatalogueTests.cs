using System.CommandLine;
using System.Text.RegularExpressions;
using OvsWizard.Cli;
using OvsWizard.Texts;

namespace OvsWizard.Tests.Texts;

public sealed partial class CatalogueTests
{
    [Fact]
    public void Every_text_has_its_Chinese()
    {
        var missing = SaidTexts.All().Where(t => !Catalogue.Chinese.ContainsKey(t.Key))
            .Select(t => $"{t.Value}: \"{t.Key}\"").ToList();
        Assert.True(missing.Count == 0, $"no Chinese for\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void Help_says_everything_in_Chinese_too() =>
        Assert.Equal("", string.Join('\n', Descriptions(CommandLine.Root()).Concat(ManPage.Texts).Concat(Usage.Headings)
            .Where(d => !Catalogue.Chinese.ContainsKey(d)).Distinct()));

    [Fact]
    public void The_catalogue_has_nothing_that_is_never_said()
    {
        var unused = Catalogue.Chinese.Keys.Except(SaidTexts.All().Keys).Except(Descriptions(CommandLine.Root()))
            .Except(ManPage.Texts).Except(Usage.Headings).ToList();
        Assert.True(unused.Count == 0, $"never said:\n{string.Join('\n', unused)}");
    }

    /// <summary>
    /// Both languages stand in the code only of what is kept and read later in either, and of names and answers that
    /// are the same in each.
    /// </summary>
    [Fact]
    public void Chinese_stands_in_the_catalogue()
    {
        string[] kept = ["Engine/", "Images/", "Diagnosis/TroubleshootingReader.cs"];
        string[] same = ["Cli/Reply.cs", "Ssh/SecondFactor.cs", "Tui/Bars.cs", "Tui/Screens/SettingsScreen.cs",
            "Tui/Wizard.Everywhere.cs"];

        var chinese = SaidTexts.Files.Where(f => f.Text.Any(c => c is >= '\u4e00' and <= '\u9fff')).Select(f => f.File);

        Assert.DoesNotContain(chinese,
            f => !same.Contains(f) && !kept.Any(k => f.StartsWith(k, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_text_is_translated_in_one_place()
    {
        var files = Directory.GetFiles(Path.Combine(PublishedBinary.Root, "src/OvsWizard/Texts/zh"), "*.yml");
        Assert.Empty(
            files.SelectMany(f => File.ReadLines(f).Where(l => l.StartsWith('"')).Select(l => l.Split("\": ")[0]))
                .GroupBy(k => k).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void A_translation_has_the_same_values_in_it() =>
        Assert.Empty(Catalogue.Chinese.Where(t => !Holes(t.Key).SequenceEqual(Holes(t.Value))).Select(t => t.Key));

    [Fact]
    public void A_text_stands_where_it_is_said() => Assert.Empty(SaidTexts.Hidden());

    [Fact]
    public void A_text_that_is_not_in_the_catalogue_is_said_in_English() =>
        Assert.Equal("3 of these", Language.Chinese.Say($"{3} of these"));

    [Fact]
    public void A_text_in_both_languages_is_said_in_the_one_asked_for() =>
        Assert.Equal("最后: 网桥", Language.Chinese.Say($"最后: {new Text("bridge", "网桥")}"));

    private static IEnumerable<string> Descriptions(Command command) => command.Subcommands.SelectMany(Descriptions)
        .Concat(command.Options.Concat<Symbol>(command.Arguments).Append(command).Where(s => !s.Hidden)
            .Select(s => s.Description).OfType<string>());

    private static IEnumerable<string> Holes(string format) =>
        Hole().Matches(format).Select(m => m.Value).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Hole();
}

using System.Text.RegularExpressions;
using OvsWizard.Texts;

namespace OvsWizard.Tests.Texts;

public sealed partial class AgreementTests
{
    /// <summary>What stands behind a value and is no noun that it counts.</summary>
    private static readonly string[] others =
        ["gives", "prints", "groups", "elements", "bits", "is", "has", "was", "as", "needs", "says", "goes", "touches",
            "lies", "holds", "takes", "knows", "does", "closes", "allows", "others", "cannot", "this", "stops",
            "lacks", "ends", "continues"];

    [Theory]
    [InlineData(0, "0 hosts are still checked")]
    [InlineData(1, "1 host is still checked")]
    [InlineData(2, "2 hosts are still checked")]
    public void A_noun_and_its_verb_agree_with_their_number(int count, string said) =>
        Assert.Equal(said, Language.English.Say($"{count} hosts are still checked"));

    [Theory]
    [InlineData(1, 1, "cannot run: 1 of 1 host lacks a prerequisite")]
    [InlineData(1, 3, "cannot run: 1 of 3 hosts lacks a prerequisite")]
    [InlineData(2, 3, "cannot run: 2 of 3 hosts lack a prerequisite")]
    public void Of_a_part_it_is_the_part_that_acts(int part, int all, string said) =>
        Assert.Equal(said, Language.English.Say($"cannot run: {part} of {all} hosts lack a prerequisite"));

    [Fact]
    public void Every_number_of_a_text_has_its_own_noun() =>
        Assert.Equal("Done: 1 step changed 1 of 2 hosts; 1 batch, 1 other host",
            Language.English.Say($"Done: {1} steps changed {1} of {2} hosts; {1L} batches, {1} other hosts"));

    [Fact]
    public void What_only_looks_like_a_number_stays() =>
        Assert.Equal("'1' hosts as 1 s", Language.English.Say($"'{"1"}' hosts as {1} s"));

    [Fact]
    public void Every_noun_that_the_program_counts_is_known() =>
        Assert.Empty(SaidTexts.All().Keys.SelectMany(format => Counted().Matches(format)).Select(m => m.Groups[1].Value)
            .Distinct().Except(Agreement.Nouns).Except(others));

    [GeneratedRegex(@"\{\d+\} (?:other |more |chosen |marked )?([a-z]{2,}s)\b")]
    private static partial Regex Counted();
}

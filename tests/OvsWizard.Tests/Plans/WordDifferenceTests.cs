using CsCheck;
using OvsWizard.Plans;

namespace OvsWizard.Tests.Plans;

/// <summary>Texts of many hosts that differ by their values, told by the words in which they differ.</summary>
public sealed class WordDifferenceTests
{
    [Theory]
    [InlineData("ping 10.0.1.1 10.0.3.1", "ping 10.0.2.1 10.0.3.1", "10.0.2.1", "10.0.1.1")]
    [InlineData("a b", "a b", "", "")]
    [InlineData("a", "a b c", "b c", "")]
    [InlineData("a\n  b a", "b\ta", "", "a")]
    [InlineData("x x x", "y y", "y", "x")]
    [InlineData("", "a", "a", "")]
    public void Each_word_too_few_or_too_many_is_told_once(string text, string other, string without, string with)
    {
        var difference = WordDifference.Of(text, other);

        Assert.Equal((without, with), (string.Join(' ', difference.Without), string.Join(' ', difference.With)));
    }

    [Fact]
    public void Nothing_is_told_where_and_only_where_the_words_are_the_same() =>
        Gen.Select(Gen.String["ab "], Gen.String["ab "]).Sample((text, other) =>
        {
            var difference = WordDifference.Of(text, other);
            return Words(text).SequenceEqual(Words(other)) ==
                (difference.Without.Count + difference.With.Count == 0);
        });

    [Fact]
    public void Few_hosts_are_shown_whole_and_of_many_those_that_are_like_none_before()
    {
        string[] versions = ["say 1", "say 2", string.Join(' ', Enumerable.Range(100, 50)), "say 3"];

        var (whole, alike) = WordDifference.Part(versions, v => v, hosts: WordDifference.FewHosts);
        Assert.Equal((versions, []), (whole, alike));

        (whole, alike) = WordDifference.Part(versions, v => v, hosts: WordDifference.FewHosts + 1);
        Assert.Equal(["say 1", versions[2]], whole);
        Assert.Equal([("say 2", "say 1", "1", "2"), ("say 3", "say 1", "1", "3")],
            alike.Select(a => (a.Version, a.Like, a.Difference.Without.Single(), a.Difference.With.Single())));
    }

    private static IEnumerable<string> Words(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
}

using OvsWizard.Texts;

namespace OvsWizard.Tests.Texts;

public sealed class FuzzyTests
{
    private static readonly string[] hosts = ["docker01", "docker02", "db-primary", "web"];

    private static IEnumerable<string> Find(string typed) => Fuzzy.Find(hosts, h => [h], typed);

    [Theory]
    [InlineData("", "docker01 docker02 db-primary web")]
    [InlineData("DOCKER", "docker01 docker02")]
    [InlineData("dk2", "docker02")]
    [InlineData("d 2", "docker02")]
    [InlineData("db", "db-primary")]
    [InlineData("zzz", "")]
    public void Words_find_what_has_them_and_else_what_has_their_letters(string typed, string found) =>
        Assert.Equal(found, string.Join(' ', Find(typed)));

    [Fact]
    public void A_beginning_is_better_than_a_middle_and_that_than_letters_apart()
    {
        string[] texts = ["verify the hosts", "hosts", "go to the history of runs"];
        Assert.Equal(["hosts", "verify the hosts", "go to the history of runs"],
            texts.Where(t => Fuzzy.Score(t, "hos") is not null).OrderByDescending(t => Fuzzy.Score(t, "hos")));
        Assert.Null(Fuzzy.Score("hosts", "sth"));
    }
}

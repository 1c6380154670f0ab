namespace OvsWizard.Tests;

public sealed class FailureTests
{
    [Fact]
    public void A_failure_says_where_what_why_and_what_now()
    {
        var failure = new Failure(FailureKind.Input, $"'{"x"}' is no number", $"it has a letter", $"give a number",
            at: new SourceLocation("a.yml", 3, 7));

        Assert.Equal("a.yml:3:7: 'x' is no number\n  why: it has a letter\n  fix: give a number", failure.ToString());
    }

    [Theory]
    [InlineData(0, 0, "a.yml")]
    [InlineData(4, 0, "a.yml:4")]
    [InlineData(4, 2, "a.yml:4:2")]
    public void A_location_leaves_out_what_is_unknown(int line, int column, string expected) =>
        Assert.Equal(expected, new SourceLocation("a.yml", line, column).ToString());
}

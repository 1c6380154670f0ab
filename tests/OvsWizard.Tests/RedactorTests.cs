namespace OvsWizard.Tests;

public sealed class RedactorTests
{
    [Fact]
    public void What_was_hidden_is_in_no_text_any_more()
    {
        Redactor.Hide("tell-no-one-4711\nand-not-this-4712\n");

        Assert.Equal("a *** b *** c", Redactor.Clean("a tell-no-one-4711 b and-not-this-4712 c"));
    }

    [Fact]
    public void What_is_too_short_to_be_a_secret_stays()
    {
        Redactor.Hide("x");

        Assert.Equal("xyz", Redactor.Clean("xyz"));
    }
}

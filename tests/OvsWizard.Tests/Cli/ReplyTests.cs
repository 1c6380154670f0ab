using OvsWizard.Cli;

namespace OvsWizard.Tests.Cli;

public sealed class ReplyTests
{
    [Theory]
    [InlineData("y", true)]
    [InlineData(" YES ", true)]
    [InlineData("是", true)]
    [InlineData("n", false)]
    [InlineData("No", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("help", null)]
    [InlineData("?", null)]
    [InlineData("yse", null)]
    public void What_is_neither_yes_nor_no_is_no_answer(string? answer, bool? understood) =>
        Assert.Equal(understood, Reply.YesOrNo(answer));
}

using OvsWizard.Engine;

namespace OvsWizard.Tests.Engine;

public sealed class ShellProtocolTests
{
    private readonly ShellProtocol protocol = new("m1") { StepToken = "s2" };

    private string Read(string line, bool isError = false) =>
        protocol.Read(new(isError, line)) is var said && said.Word is null ? $"-:{said.Rest}"
            : $"{(said.IsOfStep ? "step " : "")}{said.Word}:{said.Rest}";

    [Theory]
    [InlineData("plain output", "-:plain output")]
    [InlineData("\u001em1 idle", "idle:")]
    [InlineData("\u001em1 end failed-do 12", "end:failed-do 12")]
    [InlineData("\u001es2 publish a b c", "step publish:a b c")]
    [InlineData("before\u001em1 idle", "-:before\u001em1 idle")]
    [InlineData("\u001eother idle", "-:\u001eother idle")]
    [InlineData("\u001em1idle", "-:\u001em1idle")]
    [InlineData("\u001em1", "-:\u001em1")]
    [InlineData("\u001em1 ", ":")]
    [InlineData("m1 idle", "-:m1 idle")]
    public void Only_a_line_that_begins_with_a_token_is_the_protocols(string line, string expected) =>
        Assert.Equal(expected, Read(line));

    [Fact]
    public void Standard_error_is_output() => Assert.Equal("-:\u001em1 idle", Read("\u001em1 idle", isError: true));

    [Fact]
    public void Where_no_step_is_in_hand_none_is_heard()
    {
        protocol.StepToken = null;
        Assert.Equal("-:\u001es2 publish a b", Read("\u001es2 publish a b"));
    }
}

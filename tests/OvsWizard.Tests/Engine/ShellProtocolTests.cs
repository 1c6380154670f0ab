using OvsWizard.Engine;

namespace OvsWizard.Tests.Engine;

public sealed class ShellProtocolTests
{
    private readonly ShellProtocol protocol = new("m1");

    [Theory]
    [InlineData("plain output", "-:plain output")]
    [InlineData("\u001em1 idle", "idle:")]
    [InlineData("\u001em1 end failed-do 12", "end:failed-do 12")]
    [InlineData("no newline at its end\u001em1 phase do", "-:no newline at its end|phase:do")]
    [InlineData("\u001eother idle", "-:\u001eother idle")]
    [InlineData("m1 idle", "-:m1 idle")]
    public void Only_a_marked_line_is_the_protocols(string line, string expected) =>
        Assert.Equal(expected, string.Join('|', protocol.Read(line).Select(w => $"{w.Word ?? "-"}:{w.Rest}")));
}

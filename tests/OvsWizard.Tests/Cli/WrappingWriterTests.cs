using OvsWizard.Cli;

namespace OvsWizard.Tests.Cli;

public sealed class WrappingWriterTests
{
    private static string Wrapped(int width, params string[] written)
    {
        using var to = new StringWriter();
        using var writer = new WrappingWriter(to, () => width);
        foreach (var text in written) writer.Write(text);
        return to.ToString();
    }

    [Fact]
    public void A_line_breaks_between_words_and_goes_on_indented() =>
        Assert.Equal("  why: the host\n    is down, or a\n    firewall\n    drops it\nnext\n",
            Wrapped(17, "  why: the host is down, or a firewall drops it\nnext\n"));

    [Fact]
    public void Colours_take_no_room() =>
        Assert.Equal("\e[31mone two\e[0m\n  three\n", Wrapped(8, "\e[31mone two\e[0m three\n"));

    [Fact]
    public void Chinese_breaks_between_characters_but_not_before_their_punctuation() =>
        Assert.Equal("主机已停\n  止。\n", Wrapped(9, "主机已停止。\n"));

    [Fact]
    public void A_question_is_shown_at_once_and_the_answer_stands_behind_it() =>
        Assert.Equal("Go on? [y/N] ", Wrapped(40, "Go on? ", "[y/N] "));

    [Fact]
    public void A_word_longer_than_the_line_is_left_whole() =>
        Assert.Equal("see\n  /a/very/long/path\n", Wrapped(8, "see /a/very/long/path\n"));

    [Fact]
    public void A_line_that_is_written_over_begins_anew() =>
        Assert.Equal("\r\e[K  12 s  doing", Wrapped(20, "\r\e[K", "  12 s  doing"));
}

using OvsWizard.Tests.Tui;

namespace OvsWizard.Tests.Ssh;

/// <summary>What is asked for on a terminal is not seen there, and a question can be left.</summary>
public sealed class TerminalPromptTests
{
    private static async Task<Sshd> StartAsync()
    {
        if (!Tmux.IsThere) Assert.Skip("tmux is not installed (/usr/bin/tmux)");
        var sshd = await Sshd.StartAsync(prepare: dir => Sshd.KeyGen(dir, "-q -p -P '' -N 'open-sesame' -f id"));
        sshd.Configured("IdentityAgent none");
        return sshd;
    }

    private static string Check(Sshd sshd, string language) =>
        $"clear; {PublishedBinary.Path} hosts check -i {sshd.Directory}/ssh_config --limit docker01 --lang {language}; echo ended-$?";

    [Theory]
    [InlineData("en", "Passphrase of ", "Wrong passphrase.")]
    [InlineData("zh", "的口令短语：", "口令短语错误。")]
    public async Task A_passphrase_is_typed_unseen_and_a_wrong_one_is_said(string language, string prompt, string wrong)
    {
        await using var sshd = await StartAsync();
        using var terminal = new Tmux();
        terminal.Line(Check(sshd, language));
        terminal.WaitFor(prompt);
        terminal.Line("not-the-word");
        terminal.WaitFor(wrong);
        terminal.Line("open-sesame");
        var screen = terminal.WaitFor("ended-").Replace("\n", "", StringComparison.Ordinal);

        Assert.DoesNotContain("not-the-word", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("open-sesame", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("口令短语未知", screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Escape", "ended-4")]
    [InlineData("C-c", "ended-130")]
    public async Task A_question_can_be_left(string key, string end)
    {
        await using var sshd = await StartAsync();
        using var terminal = new Tmux();
        terminal.Line(Check(sshd, "en"));
        terminal.WaitFor("Passphrase of ");
        terminal.Keys(key);
        terminal.WaitFor(end);
    }
}

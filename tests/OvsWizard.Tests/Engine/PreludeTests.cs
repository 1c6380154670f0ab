using OvsWizard.Engine;
using OvsWizard.Templates;

namespace OvsWizard.Tests.Engine;

/// <summary>prelude.sh in the shells that are /bin/sh on hosts: dash (Debian family) and bash (RHEL family).</summary>
public sealed class PreludeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string[] Run(string script, string shell) =>
        HostShell.Run(HostScript.Opening("m", "h", Path.Combine(folder, "state"), "") + script, shell)
            .Replace("\u001em ", "> ", StringComparison.Ordinal).TrimEnd('\n').Split('\n');

    private string PathOf(string name) => Path.Combine(folder, name);

    private string File_(string name, string content, string mode = "") =>
        $"ovsw_file {ShellQuote.Quote(PathOf(name))} {ShellQuote.Quote(content)} whole '{mode}' '' key\n";

    private const string FileStep = "ovsw_step key ovsw_file_check \"ovsw_file_apply ''\" ovsw_file_check\n";

    [Theory]
    [InlineData("dash", "ovsw_step a true 'echo no' true", "> step a|> phase check|> end satisfied 0")]
    [InlineData("bash", "ovsw_step a true 'echo no' true", "> step a|> phase check|> end satisfied 0")]
    [InlineData("dash", "ovsw_step a false 'echo hi' true", "> step a|> phase check|> phase do|hi|> phase verify|> end done 0")]
    [InlineData("bash", "ovsw_step a false 'echo hi' true", "> step a|> phase check|> phase do|hi|> phase verify|> end done 0")]
    [InlineData("dash", "ovsw_step a false 'false; echo no' true\novsw_step b true true true", "> step a|> phase check|> phase do|> end failed-do 1")]
    [InlineData("bash", "ovsw_step a false 'false; echo no' true\novsw_step b true true true", "> step a|> phase check|> phase do|> end failed-do 1")]
    [InlineData("dash", "ovsw_step a '' '' 'exit 12'", "> step a|> phase verify|> end failed-verify 12")]
    [InlineData("dash", "ovsw_step a false true false", "> step a|> phase check|> phase do|> phase verify|> end failed-verify 1")]
    [InlineData("dash", "ovsw_look a 'echo off; false'\novsw_look b true", "> step a|> phase check|off|> end drifted 1|> step b|> phase check|> end satisfied 0")]
    [InlineData("dash", "ovsw_step a false 'cat; echo end' true\novsw_say idle", "> step a|> phase check|> phase do|end|> phase verify|> end done 0|> idle")]
    public void A_step_is_checked_done_and_verified(string shell, string script, string expected) =>
        Assert.Equal(expected, string.Join('|', Run(script + "\n", shell)));

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_syntax_error_in_a_script_ends_its_step_and_not_the_shell(string shell)
    {
        var said = Run("ovsw_step a false 'if then (' true\novsw_say idle\n", shell);

        Assert.Contains(said, line => line.StartsWith("> end failed-do", StringComparison.Ordinal));
        Assert.Equal("> idle", said[^1]);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_file_is_written_whole_with_the_mode_asked_for(string shell)
    {
        var said = Run(File_("sub/new.conf", "a 'b' $c\n", "0640") + FileStep + FileStep, shell);

        Assert.Contains("> end done 0", said);
        Assert.Equal("> end satisfied 0", said[^1]);
        Assert.Equal("a 'b' $c\n", File.ReadAllText(PathOf("sub/new.conf")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(PathOf("sub/new.conf")));
        Assert.Equal(["new.conf"], Directory.GetFileSystemEntries(PathOf("sub")).Select(Path.GetFileName));
    }

    [Fact]
    public void An_existing_file_keeps_its_mode_and_its_bytes_are_kept_aside()
    {
        File.WriteAllText(PathOf("x"), "old");
        File.SetUnixFileMode(PathOf("x"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Run(File_("x", "new\n") + FileStep, "dash");

        Assert.Equal("new\n", File.ReadAllText(PathOf("x")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("x")));
        Assert.Equal("old", File.ReadAllText(PathOf("state/before/key")));
    }

    [Fact]
    public void The_first_original_is_kept_however_often_the_step_runs()
    {
        File.WriteAllText(PathOf("x"), "old");

        Run(File_("x", "one\n") + FileStep + File_("x", "two\n") + FileStep, "dash");

        Assert.Equal("old", File.ReadAllText(PathOf("state/before/key")));
    }

    [Fact]
    public void A_link_is_followed_and_stays_a_link()
    {
        File.WriteAllText(PathOf("real"), "old");
        File.CreateSymbolicLink(PathOf("link"), PathOf("real"));

        Run(File_("link", "new\n") + FileStep, "dash");

        Assert.Equal(PathOf("real"), new FileInfo(PathOf("link")).LinkTarget);
        Assert.Equal("new\n", File.ReadAllText(PathOf("real")));
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Where_applying_fails_the_file_goes_back_and_is_applied_again(string shell)
    {
        File.WriteAllText(PathOf("x"), "good\n");
        var apply = $"grep -q good {PathOf("x")} || exit 12; echo applied";

        var said = Run(File_("x", "bad\n") + $"ovsw_step key ovsw_file_check {ShellQuote.Quote($"ovsw_file_apply {ShellQuote.Quote(apply)}")} ovsw_file_check\n", shell);

        Assert.Equal("> end failed-do 12", said[^1]);
        Assert.Contains("applied", said);
        Assert.Equal("good\n", File.ReadAllText(PathOf("x")));
    }

    [Fact]
    public void A_new_file_whose_applying_fails_is_gone_again()
    {
        Run(File_("x", "bad\n") + "ovsw_step key ovsw_file_check \"ovsw_file_apply false\" ovsw_file_check\n", "dash");

        Assert.False(File.Exists(PathOf("x")));
    }

    [Fact]
    public void A_full_disk_leaves_the_file_as_it_was_and_no_remains()
    {
        // /dev/full gives ENOSPC to every write; the new file is led there by its predictable name.
        File.WriteAllText(PathOf("x"), "old");
        File.CreateSymbolicLink(PathOf(".x.ovswizard"), "/dev/full");

        var said = Run(File_("x", new string('n', 100_000)) + FileStep, "dash");

        Assert.StartsWith("> end failed-do", said[^1], StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(PathOf("x")));
        Assert.False(File.Exists(PathOf(".x.ovswizard")));
    }

    [Fact]
    public void Published_values_come_back_by_name()
    {
        var said = Run(HostScript.Publish([]) + HostScript.Publish(
            [new("a", "endpoint", "10.0.1.2"), new("b", "other", "x"), new("b", "endpoint", "10.0.2.2")]) + "ovsw_published endpoint\n", "dash");

        Assert.Equal(["a 10.0.1.2", "b 10.0.2.2"], said);
    }
}

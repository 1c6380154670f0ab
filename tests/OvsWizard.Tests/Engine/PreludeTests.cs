using OvsWizard.Engine;
using OvsWizard.Templates;

namespace OvsWizard.Tests.Engine;

/// <summary>prelude.sh in the shells that are /bin/sh on hosts: dash (Debian family) and bash (RHEL family).</summary>
public sealed class PreludeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("ovsw-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>
    /// step KEY CHECK DO VERIFY [FILE]: as the other side leads it through, with the go where a before-image was kept.
    /// </summary>
    private const string Step = """
        step() {
          [ -z "$ovsw_stopped" ] || return 0
          ovsw_define 1 "$1" "$2" '' "$3" "$4" '' '' "$5"
          ovsw_walk 1
          [ -z "$3" ] || [ -z "$ovsw_stopped" ] || ovsw_go 1
        }

        """;

    private string[] Say(string script, string shell) =>
        HostShell.Run(HostScript.Functions("") + HostScript.Opening("m", "m", "h", Path.Combine(folder, "state"))
            + Step + script, shell)
            .Replace("\u001em ", "> ", StringComparison.Ordinal).TrimEnd('\n').Split('\n');

    /// <summary>What was said but for before-images.</summary>
    private string[] Run(string script, string shell)
    {
        var isImage = false;
        return [.. Say(script, shell).Where(line =>
        {
            var kept = line.StartsWith("> kept", StringComparison.Ordinal);
            isImage = !kept && (isImage || line.StartsWith("> image", StringComparison.Ordinal));
            return !isImage && !kept;
        })];
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    private string FileStep(string name, string content, string mode = "", string apply = "")
    {
        var file = $"ovsw_file {ShellQuote.Quote(PathOf(name))} {ShellQuote.Quote(content)} whole '{mode}' ''";
        return $"step key ovsw_file_check {ShellQuote.Quote($"ovsw_file_apply {ShellQuote.Quote(apply)}")} ovsw_file_check {ShellQuote.Quote(file)}\n";
    }

    /// <summary>What the host keeps of the file's former bytes.</summary>
    private string Kept => File.ReadAllText(PathOf("state/before/key"));

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("dash", "step a true 'echo no' true", "> step a|> phase check|> end satisfied 0")]
    [InlineData("bash", "step a true 'echo no' true", "> step a|> phase check|> end satisfied 0")]
    [InlineData("dash", "step a false 'echo hi' true",
        "> step a|> phase check|> step a|> phase do|hi|> phase verify|> end done 0")]
    [InlineData("bash", "step a false 'echo hi' true",
        "> step a|> phase check|> step a|> phase do|hi|> phase verify|> end done 0")]
    [InlineData("dash", "step a false 'false; echo no' true\nstep b true true true",
        "> step a|> phase check|> step a|> phase do|> end failed-do 1")]
    [InlineData("bash", "step a false 'false; echo no' true\nstep b true true true",
        "> step a|> phase check|> step a|> phase do|> end failed-do 1")]
    [InlineData("dash", "step a '' '' 'exit 12'", "> step a|> phase verify|> end failed-verify 12")]
    [InlineData("dash", "step a false true false",
        "> step a|> phase check|> step a|> phase do|> phase verify|> end failed-verify 1")]
    [InlineData("dash", "ovsw_define 1 a 'echo off; false'; ovsw_define 2 b true; ovsw_look 1 2",
        "> step a|> phase check|off|> end drifted 1|> step b|> phase check|> end satisfied 0")]
    [InlineData("dash", "step a false 'cat; echo end' true\novsw_say idle",
        "> step a|> phase check|> step a|> phase do|end|> phase verify|> end done 0|> idle")]
    public void A_step_is_checked_done_and_verified(string shell, string script, string expected) =>
        Assert.Equal(expected, string.Join('|', Run(script + "\n", shell)));

    /// <summary>Neither a pipe nor $( ) swallows the name, and what comes after it is not run.</summary>
    [Theory]
    [InlineData("dash", "fail nic-in-use eth1 is a port; echo never",
        "eth1 is a port|\u001e1 fail nic-in-use|> end failed-verify 120")]
    [InlineData("bash", "fail nic-in-use eth1 is a port; echo never",
        "eth1 is a port|\u001e1 fail nic-in-use|> end failed-verify 120")]
    [InlineData("dash", "x=$(fail nic-in-use); echo never", "\u001e1 fail nic-in-use|> end failed-verify 120")]
    [InlineData("bash", "x=$(fail nic-in-use); echo never", "\u001e1 fail nic-in-use|> end failed-verify 120")]
    [InlineData("dash", "echo | while read -r x; do fail nic-in-use; done; echo never",
        "\u001e1 fail nic-in-use|> end failed-verify 120")]
    [InlineData("bash", "echo | while read -r x; do fail nic-in-use; done; echo never",
        "\u001e1 fail nic-in-use|> end failed-verify 120")]
    public void A_failure_has_a_name_wherever_it_is_raised(string shell, string verify, string expected) =>
        Assert.Equal($"> step a|> phase verify|{expected}", string.Join('|', Run($"step a '' '' '{verify}'\n", shell)));

    [Fact]
    public void A_failure_of_a_guarded_change_is_told_by_the_session_that_confirms_it()
    {
        File.WriteAllText(PathOf("output"), "one\n\u001e0123abcd fail nic-in-use\n\u001e4567 step x\n");
        File.WriteAllText(PathOf("token"), "0123abcd\n");

        var said = Run($"ovsw_guard_folder={folder} ovsw_step_token=9\novsw_retell\n", "dash");

        Assert.Equal(["one", "\u001e9 fail nic-in-use", "\u001e4567 step x"], said);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_syntax_error_in_a_script_ends_its_step_and_not_the_shell(string shell)
    {
        var said = Run("step a false 'if then (' true\novsw_say idle\n", shell);

        Assert.Contains(said, line => line.StartsWith("> end failed-do", StringComparison.Ordinal));
        Assert.Equal("> idle", said[^1]);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_file_is_written_whole_with_the_mode_asked_for(string shell)
    {
        var said =
            Run(FileStep("sub/new.conf", "a 'b' $c\n", "0640") + FileStep("sub/new.conf", "a 'b' $c\n", "0640"), shell);

        Assert.Contains("> end done 0", said);
        // Found as it should be, and known as this run's own work.
        Assert.Equal("> end done 0", said.Last(line => line.StartsWith("> end", StringComparison.Ordinal)));
        Assert.Single(said, "> phase do");
        Assert.Equal("a 'b' $c\n", File.ReadAllText(PathOf("sub/new.conf")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead,
            File.GetUnixFileMode(PathOf("sub/new.conf")));
        Assert.Equal(["new.conf"], Directory.GetFileSystemEntries(PathOf("sub")).Select(Path.GetFileName));
    }

    [Fact]
    public void An_existing_file_keeps_its_mode_and_its_bytes_are_kept_aside()
    {
        File.WriteAllText(PathOf("x"), "old");
        File.SetUnixFileMode(PathOf("x"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Run(FileStep("x", "new\n"), "dash");

        Assert.Equal("new\n", File.ReadAllText(PathOf("x")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PathOf("x")));
        Assert.Contains($" 0600 ", Kept, StringComparison.Ordinal);
        Assert.Contains(Base64("old"), Kept, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_original_is_kept_however_often_the_step_runs()
    {
        File.WriteAllText(PathOf("x"), "old");

        Run(FileStep("x", "one\n") + FileStep("x", "two\n"), "dash");

        Assert.Equal("two\n", File.ReadAllText(PathOf("x")));
        Assert.Contains(Base64("old"), Kept, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_followed_and_stays_a_link()
    {
        File.WriteAllText(PathOf("real"), "old");
        File.CreateSymbolicLink(PathOf("link"), PathOf("real"));

        Run(FileStep("link", "new\n"), "dash");

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

        var said = Run(FileStep("x", "bad\n", apply: apply), shell);

        Assert.Equal("> end failed-do 12", said[^1]);
        Assert.Contains("applied", said);
        Assert.Equal("good\n", File.ReadAllText(PathOf("x")));
    }

    [Fact]
    public void A_new_file_whose_applying_fails_is_gone_again()
    {
        Run(FileStep("x", "bad\n", apply: "false"), "dash");

        Assert.False(File.Exists(PathOf("x")));
    }

    [Fact]
    public void A_full_disk_leaves_the_file_as_it_was_and_no_remains()
    {
        // A limit of a file's size is met as the end of a disk is.
        File.WriteAllText(PathOf("x"), "old");

        var said = Run("trap '' XFSZ\nulimit -f 16\n" + FileStep("x", new string('n', 100_000)), "dash");

        Assert.StartsWith("> end failed-do", said[^1], StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(PathOf("x")));
        Assert.False(File.Exists(PathOf(".x.ovswizard")));
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_folder_that_takes_no_file_is_not_told_as_a_fault_of_the_old_file(string shell)
    {
        // 13 is said of a file that is no JSON object; dash ends a redirection that fails with the status that stands
        // for it.
        Assert.Equal("> end failed-do 1", Run(FileStep("/proc/new.conf", "new\n"), shell)[^1]);
    }

    [Fact]
    public void Published_values_come_back_by_name()
    {
        var said = Run(HostScript.Publish([]) + HostScript.Publish(
            [new("a", "s", "endpoint", "10.0.1.2"), new("b", "s", "other", "x"), new("b", "s", "endpoint", "10.0.2.2")])
            + "ovsw_published endpoint\n", "dash");

        Assert.Equal(["a 10.0.1.2", "b 10.0.2.2"], said);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void Nothing_is_changed_before_the_other_side_has_the_before_image(string shell)
    {
        var said =
            Say(
                $"ovsw_define 1 a false 'echo \"rm -f {PathOf("made")}\"' 'touch {PathOf("made")}' true '' '' ''\novsw_define 2 b true\novsw_walk 1 2\n",
                shell);

        Assert.Equal(["> step a", "> phase check", $"> image {$"rm -f {PathOf("made")}".Length}",
            $"rm -f {PathOf("made")}", "> kept a"], said);
        Assert.False(File.Exists(PathOf("made")));
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_file_goes_back_to_its_bytes_mode_and_folders(string shell)
    {
        var hostile = "it's $HOME";
        File.WriteAllText(PathOf(hostile), "old\0bytes\n");
        File.SetUnixFileMode(PathOf(hostile), UnixFileMode.UserRead);

        var said = Run(FileStep(hostile, "new\n", "0644") + "ovsw_take_back 1\n" + FileStep("deep/er/new", "new\n")
            + "ovsw_take_back 1\novsw_forget\n", shell);

        Assert.Equal(2, said.Count(l => l == "> end undone 0"));
        Assert.Equal("old\0bytes\n", File.ReadAllText(PathOf(hostile)));
        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(PathOf(hostile)));
        Assert.Equal([hostile], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
    }

    [Fact]
    public void What_is_not_as_it_was_after_an_undo_is_told()
    {
        File.WriteAllText(PathOf("x"), "old");

        var said =
            Run(
                $"ovsw_define 1 a false 'cat {PathOf("x")} | sed s/^/#/' 'echo new >{PathOf("x")}' true '' ''\novsw_walk 1\novsw_go 1\novsw_take_back 1\n",
                "dash");

        Assert.Contains("+#new", said);
        Assert.Equal("> end failed-undo 1", said[^1]);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_host_is_held_by_one_run_and_a_dead_holder_holds_nothing(string shell)
    {
        var path = PathOf("lock");
        Assert.Equal("ok",
            Say(HostScript.Lock(path, "r1", "ann@ops since noon", takeOver: false) + $"[ -L {path} ] && echo ok\n",
                shell)[^1]);
        Assert.False(Path.Exists(path));

        File.CreateSymbolicLink(path, "r1 nobodyhasthismark ann@ops since noon");
        Assert.Equal("r2",
            Say(HostScript.Lock(path, "r2", "bob@ops", takeOver: false) + $"readlink {path} | cut -d ' ' -f 1\n",
                shell)[^1]);
    }

    [Fact]
    public void A_living_holder_is_named_and_keeps_the_host()
    {
        using var holder = new MarkedProcess();
        var path = PathOf("lock");
        File.CreateSymbolicLink(path, $"r1 {holder.Mark} ann@ops since noon");

        Assert.Equal($"> locked r1 {holder.Mark} ann@ops since noon",
            Say(HostScript.Lock(path, "r2", "bob@ops", takeOver: false), "dash")[^1]);
        Assert.False(holder.HasExited);

        Assert.Equal("r2",
            Say(HostScript.Lock(path, "r2", "bob@ops", takeOver: true) + $"readlink {path} | cut -d ' ' -f 1\n",
                "dash")[^1]);
        Assert.True(holder.WaitForExit(5000));
    }

    [Fact]
    public void What_a_power_failure_left_unfinished_is_gone_when_the_run_has_the_host_again()
    {
        Directory.CreateDirectory(PathOf("state/before"));
        Directory.CreateDirectory(PathOf("state/keep.part"));
        foreach (var name in (string[])["state/containers.part", "state/keep.part/key", "state/before/key"])
            File.WriteAllText(PathOf(name), "");

        Say(HostScript.Lock(PathOf("lock"), "r1", "ann@ops", takeOver: false), "dash");

        Assert.Equal([PathOf("state/before/key")],
            Directory.EnumerateFiles(PathOf("state"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Before_images_that_do_not_reach_the_disk_fail_the_step_that_they_are_of()
    {
        var said =
            Say(
                "sync() { return 1; }\novsw_define 1 a false 'echo \"# a\"' true true\novsw_define 2 b true\novsw_walk 1 +2\n",
                "dash");

        Assert.Equal(["> step b", "> phase check", "> end satisfied 0", "> step a", "> end failed-keep 1"], said[^5..]);
        Assert.Empty(Directory.GetFiles(PathOf("state/before")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_another_run_left_unfinished_is_gone_when_the_host_is_taken_from_it(bool takeOver)
    {
        Directory.CreateDirectory(PathOf("r9/keep.part"));
        File.CreateSymbolicLink(PathOf("lock"), "r9 nobodysmark ann@ops since noon");

        Say(HostScript.Lock(PathOf("lock"), "r1", "bob@ops", takeOver), "dash");

        Assert.Empty(Directory.GetDirectories(PathOf("r9")));
    }

    [Fact]
    public void A_secret_reaches_the_file_and_no_process_list()
    {
        var secret = "s3'cret \"$x";
        var content = $"token={new Secret("t").Token}\n";
        var step = PlanOf.Step("key", 0, "", "") with
        {
            Do = null,
            Check = null,
            Kind = OvsWizard.Runbooks.StepKind.File,
            File = new(PathOf("x"), content, OvsWizard.Runbooks.FileMerge.Whole, null, null, null)
        };

        HostShell.Run(HostScript.Functions("") + HostScript.Opening("m", "m", "h", PathOf("state"),
            secrets: new Dictionary<string, string> { ["OVSW_SECRET_t"] = secret })
            + HostScript.Define(1, step, null) + HostScript.Walk([("1:t", false)]) + HostScript.Go("1:t"), "dash");

        Assert.Equal($"token={secret}\n", File.ReadAllText(PathOf("x")));
    }

    [Fact]
    public void With_the_last_step_taken_back_nothing_is_kept_on_the_host()
    {
        var step = PlanOf.Step("key", 0, "false", "true", "true") with { Keep = "echo '# kept'", Undo = null };

        var said = HostShell.Run(HostScript.Functions("") + HostScript.Opening("m", "m", "h", PathOf("all/run"))
            + HostScript.Define(1, step, null) + HostScript.Walk([("1:t", false)])
            + $"test -s {PathOf("all/run/before/key")} && echo kept\n" + HostScript.Go("1:t")
            + HostScript.Undo("1:t", null), "dash");

        Assert.Contains("kept\n", said, StringComparison.Ordinal);
        Assert.Contains("end undone 0\n", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("all")));
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    public void A_guarded_change_does_not_run_where_its_undo_cannot_be_armed(string shell)
    {
        File.WriteAllText(PathOf("systemd-run"),
            $"#!/bin/sh\ncase $* in *--on-active*) exit 1 ;; *) touch {PathOf("changed")} ;; esac\n");

        var said = Say($"chmod +x {PathOf("systemd-run")}\nPATH={PathOf("")}:$PATH\n"
            + "ovsw_define 1 key '' 'true' 'true' 'true' '' 60 ''\novsw_go 1\n", shell);

        Assert.Equal("> end failed-guard 1", said[^1]);
        Assert.False(File.Exists(PathOf("changed")));
    }
}

using System.Diagnostics;

namespace OvsWizard.Tests.Cli;

public sealed class CompletionTests : IDisposable
{
    private readonly Ovswizard program = new();

    public void Dispose() => program.Dispose();

    [Theory]
    [InlineData("ovswizard plan vxlan-overlay -i hosts.yml --limit ", "h1 h2")]
    [InlineData("ovswizard plan vxlan-overlay -i hosts.yml --limit h1,", "h1,h2")]
    [InlineData("ovswizard plan vxlan-overlay -p tunnel_t", "tunnel_type=")]
    [InlineData("ovswizard plan vxlan-overlay -p tunnel_type=g", "tunnel_type=geneve tunnel_type=gre")]
    [InlineData("ovswizard plan vxlan-overlay -p persist=", "persist=false persist=true")]
    [InlineData("ovswizard plan vxlan-overlay -i hosts.yml -p h", "h1: h2: hub=")]
    [InlineData("ovswizard plan vxlan-overlay -i hosts.yml -p h2:underlay_i", "h2:underlay_ip=")]
    [InlineData("ovswizard diagnose large", "large-packets")]
    [InlineData("ovswizard inspect tun", "tunnels")]
    [InlineData("ovswizard runbook show st", "stp")]
    [InlineData("ovswizard export --format mark", "markdown")]
    [InlineData("ovswizard show 2026", "20260101-000000-sample-0001")]
    [InlineData("ovswizard export --run 2026", "20260101-000000-sample-0001")]
    [InlineData("ovswizard plan vxlan-overlay -i nowhere.yml --limit ", "")]
    public void Words_go_on_with_what_is_there(string typed, string expected)
    {
        Directory.CreateDirectory(Path.Combine(program.Folder,
            ".local/state/ovswizard/runs/20260101-000000-sample-0001"));
        var (exit, output, error) = program.Run($"[suggest:{typed.Length}]", typed);

        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(expected,
            string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("ovswizard ver", "verify")]
    [InlineData("ovswizard plan vxlan-overlay -p tunnel_type=gr", "gre")]
    [InlineData("ovswizard plan vxlan-overlay -i hosts.yml -p h2:underlay_i", "underlay_ip=")]
    public void Bash_completes_behind_the_characters_at_which_it_breaks_words(string typed, string reply) =>
        Assert.Equal($"{reply}\n", In(
            "bash", "completion",
            $"compopt() {{ :; }}; . ./completion; COMP_LINE='{typed}'; COMP_POINT={typed.Length}; _ovswizard; printf '%s\\n' \"${{COMPREPLY[@]}}\""));

    /// <summary>
    /// The first completion of a new shell, by its line editor: what stands in the line after the tabs.
    /// </summary>
    [Theory]
    [InlineData("ovswizard ver\t", "ovswizard verify ")]
    [InlineData("ovswizard plan vxlan-overlay -p tunnel_ty\tgr\t", "ovswizard plan vxlan-overlay -p tunnel_type=gre ")]
    [InlineData("true; ovswizard plan vxlan-overlay -i hosts.yml -p h2:underlay_i\t",
        "true; ovswizard plan vxlan-overlay -i hosts.yml -p h2:underlay_ip=")]
    [InlineData("ovswizard plan vxlan-overlay -i hosts.yml --limit h1,\t",
        "ovswizard plan vxlan-overlay -i hosts.yml --limit h1,h2 ")]
    [InlineData("ovswizard plan vxlan-overlay -i host\t", "ovswizard plan vxlan-overlay -i hosts.yml ")]
    public void Zsh_completes_in_its_line(string typed, string line) => Assert.Equal(line, In("zsh", "_ovswizard", $$"""
        zmodload zsh/zpty
        zpty shell zsh -fi
        zpty -w shell 'tab() { zle expand-or-complete; print -rn -- "$BUFFER" >kept && mv kept line }; zle -N tab; fpath=($PWD $fpath); autoload -U compinit; compinit -u -D; bindkey ^I tab; print RE""ADY'
        zpty -r -m shell said '*READY*'
        for typed in {{string.Join(' ', typed.Split('\t', StringSplitOptions.RemoveEmptyEntries).Select(t => $"'{t}'"))}}; do
          rm -f line
          zpty -w -n shell $typed$'\t'
          for ((tenth = 0; tenth < 600; tenth++)) { [[ -e line ]] && break; sleep 0.1; zpty -r -t shell said }
        done
        cat line
        """));

    [Theory]
    [InlineData("ovswizard ver", "verify")]
    [InlineData("ovswizard plan vxlan-overlay -p tunnel_type=g", "tunnel_type=geneve tunnel_type=gre")]
    [InlineData("true; ovswizard plan vxlan-overlay -i hosts.yml --limit h1,", "h1,h2")]
    public void Fish_completes_the_word(string typed, string words) =>
        Assert.Equal(words,
            In("fish", "completion", $"source completion; complete -C '{typed}'").TrimEnd().Replace('\n', ' '));

    /// <summary>What the shell says to the script, in a folder that has the program's completion for it.</summary>
    private string In(string shell, string completion, string script)
    {
        var found = Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, shell)));
        Assert.SkipUnless(found, $"{shell} is not installed");
        File.WriteAllText(Path.Combine(program.Folder, completion), program.Run("completion", shell).Output);
        var start = new ProcessStartInfo(shell,
            ["-c", script]) { WorkingDirectory = program.Folder, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(PublishedBinary.Path)}:{start.Environment["PATH"]}";
        start.Environment["HOME"] = program.Folder;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}

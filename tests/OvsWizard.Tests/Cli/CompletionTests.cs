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
        Directory.CreateDirectory(Path.Combine(program.Folder, ".local/state/ovswizard/runs/20260101-000000-sample-0001"));
        var (exit, output, error) = program.Run($"[suggest:{typed.Length}]", typed);

        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(expected, string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("ovswizard ver", "verify")]
    [InlineData("ovswizard plan vxlan-overlay -p tunnel_type=gr", "gre")]
    [InlineData("ovswizard plan vxlan-overlay -i hosts.yml -p h2:underlay_i", "underlay_ip=")]
    public void Bash_completes_behind_the_characters_at_which_it_breaks_words(string typed, string reply)
    {
        File.WriteAllText(Path.Combine(program.Folder, "completion"), program.Run("completion", "bash").Output);
        var script = $"PATH={Path.GetDirectoryName(PublishedBinary.Path)}:$PATH; compopt() {{ :; }}; . ./completion; COMP_LINE='{typed}'; COMP_POINT={typed.Length}; _ovswizard; printf '%s\\n' \"${{COMPREPLY[@]}}\"";
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-ec", script]) { WorkingDirectory = program.Folder, RedirectStandardOutput = true })!;

        Assert.Equal($"{reply}\n", bash.StandardOutput.ReadToEnd());
        bash.WaitForExit();
    }
}

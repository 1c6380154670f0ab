using System.Diagnostics;
using OvsWizard.Lab;
using OvsWizard.Tests.Tui;

namespace OvsWizard.Tests.Lab;

/// <summary>
/// The first run of somebody who has the README, two hosts and a key that opens them: what has to be typed for it.
/// </summary>
[Collection("lab")]
public sealed class FirstRunTests(LabFixture lab) : OnFreshHosts(lab)
{
    [Fact]
    public void From_the_readme_to_the_ping_matrix()
    {
        Lab.Require();
        Assert.SkipUnless(Tmux.IsThere, "needs tmux");
        using var tmux = new Tmux();
        AtHome(tmux);
        var clock = Stopwatch.StartNew();
        var (lines, keys) = (new List<string>(), 0);
        void Type(string line, string then)
        {
            lines.Add(line);
            tmux.Line(line);
            tmux.WaitFor(then);
        }
        void Press(string key, string then)
        {
            keys++;
            tmux.Keys(key);
            tmux.WaitFor(then);
        }

        Type("ovswizard inventory init", "Host 1:");
        Type("docker01=192.168.130.128", "Host 2:");
        Type("docker02=192.168.130.129", "Host 3:");
        Press("Enter", "Login user [root]:");
        Press("Enter", "[~/.ssh/id_ed25519]:");
        Press("Enter", "inventory.yml: 2 hosts");
        Type("ovswizard", "new run");
        Press("n", "vxlan-overlay");
        Press("Enter", "▸Hosts");
        tmux.WaitFor("2 hosts: 2 ready");
        Press("Enter", "▸Parameters");
        Press("Enter", "▸Topology");
        Press("Enter", "▸Plan");
        tmux.WaitFor("container web");
        Press("Enter", "Change 2 hosts?");
        Press("y", "every pair answers");

        TestContext.Current.SendDiagnosticMessage(
            $"typed: {lines.Count} lines of {lines.Sum(l => l.Length)} characters, {keys} keys; {clock.Elapsed.TotalSeconds:0.0} s to the ping matrix");
        tmux.Keys("h");
        tmux.WaitFor("new run");
        tmux.Keys("q");
        tmux.WaitFor("there$");
    }

    /// <summary>A shell on a machine of the hosts' network, in a home where ssh has what it needs.</summary>
    private void AtHome(Tmux tmux)
    {
        var lab = new LabName(Lab.Name);
        var folder = new LabFolder(lab);
        var ssh = Directory.CreateDirectory(Path.Combine(tmux.Folder, ".ssh"),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        File.Copy(folder.Identity, Path.Combine(ssh, "id_ed25519"));
        File.Copy(folder.KnownHosts, Path.Combine(ssh, "known_hosts"));
        tmux.Line(
            $"exec ip netns exec {lab.Operator} env -C {tmux.Folder} HOME={tmux.Folder} PATH={Path.GetDirectoryName(PublishedBinary.Path)}:$PATH PS1='there$ ' bash --norc");
        tmux.WaitFor("there$");
    }
}
